import type { Pool } from 'pg';
import type { ClientConfig } from '../config/client-config.js';
import { callsUntilMore, rateAt } from '../invite/adaptive-pace.js';
import { fixedPace, paceOf } from '../invite/pace.js';
import type { ClientRecord } from '../ledger/clients.js';
import { countCallsSince } from '../ledger/counts.js';
import { recallPace } from '../ledger/learnt-pace.js';
import { budgetOf } from '../queue/budget.js';
import { read } from '../queue/learnt-rate.js';
import { formatDuration } from './duration.js';

/** The pace that calls of a client keep now, and why. */
export interface PaceInUse {
  /** Calls per second: in use, and what limit and capacity allow. */
  readonly uses: number;
  readonly of: number;
  readonly isFixed: boolean;
  /** Since when, in ms, the server has refused no more, and how long, in ms, until more is tried; null: it never refused. */
  readonly refused: { readonly agoMs: number; readonly triesInMs: number } | null;
}

/** With so many calls since, more was tried for long. */
const MOST = 100_000;

/** @param config the client's configuration, where this process has it; without, nothing that was learnt can be found */
export async function readPaceInUse(
  pool: Pool,
  record: ClientRecord,
  config: ClientConfig | undefined,
): Promise<PaceInUse> {
  const allowed = paceOf(record);
  const of = 1e6 / allowed.intervalUs;
  if (config === undefined) return { uses: of, of, isFixed: false, refused: null };
  if (config.pace !== null) {
    const uses = 1e6 / fixedPace(allowed, config.pace).intervalUs;
    return { uses, of, isFixed: true, refused: null };
  }
  const text = await recallPace(pool, budgetOf(config.baseUrl, config.clientId));
  const learnt = text === null ? null : read(text);
  if (learnt === null) return { uses: of, of, isFixed: false, refused: null };
  const calls = await countCallsSince(pool, record.id, new Date(learnt.at), MOST);
  const uses = rateAt(learnt, calls, allowed);
  const triesInMs = (callsUntilMore(learnt, calls, allowed) / uses) * 1_000;
  const agoMs = Math.max(0, Date.now() - learnt.at);
  return { uses, of, isFixed: false, refused: { agoMs, triesInMs } };
}

/** One sentence, or null where there is nothing to say: everything that is allowed is used, and nothing was refused lately. */
export function formatPaceInUse({ uses, of, isFixed, refused }: PaceInUse): string | null {
  const rates = `${perSecond(uses)} of ${perSecond(of)} calls/s`;
  if (isFixed) return `uses ${rates}: the pace is fixed in the configuration`;
  if (refused === null || uses > of * 0.99) return null;
  const { agoMs, triesInMs } = refused;
  const next = triesInMs === 0 ? 'is trying more' : `tries more in ${formatDuration(triesInMs)}`;
  return `uses ${rates}: the server refused more ${formatDuration(agoMs)} ago; ${next}`;
}

/** With two significant digits where there are fewer than one call in a second. */
function perSecond(rate: number): string {
  return rate < 1 ? rate.toPrecision(2) : rate.toFixed(1);
}
