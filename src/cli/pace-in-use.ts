import type { Pool } from 'pg';
import type { ClientConfig } from '../config/client-config.js';
import { callsUntilMore, rateAt } from '../invite/adaptive-pace.js';
import { fixedPace, type Pace, paceOf } from '../invite/pace.js';
import type { ClientRecord } from '../ledger/clients.js';
import { countCallsSince } from '../ledger/counts.js';
import { recallPace } from '../ledger/learnt-pace.js';
import { findFixedPace } from '../ledger/workers.js';
import { budgetOf } from '../queue/budget.js';
import { read } from '../queue/learnt-rate.js';
import { formatDuration } from './duration.js';

/** The pace that calls of a client keep now, and why. */
export interface PaceInUse {
  /** Calls per second: in use, and what limit and capacity allow. */
  readonly uses: number;
  readonly of: number;
  /** Who has fixed it, if anybody: a running worker (`--pace`), or the configuration. */
  readonly fixedBy: 'worker' | 'configuration' | null;
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
  const of = rateOf(allowed);
  const kept = await findFixedPace(pool, record.id);
  const configured = config?.pace ?? null;
  const fixed = kept ?? configured;
  if (fixed !== null) {
    const isConfigured =
      configured !== null &&
      rateOf(fixedPace(allowed, configured)) === rateOf(fixedPace(allowed, fixed));
    const fixedBy = isConfigured ? 'configuration' : 'worker';
    return { uses: rateOf(fixedPace(allowed, fixed)), of, fixedBy, refused: null };
  }
  const learnt = config === undefined ? null : await recallLearnt(pool, config);
  if (learnt === null) return { uses: of, of, fixedBy: null, refused: null };
  const calls = await countCallsSince(pool, record.id, new Date(learnt.at), MOST);
  const uses = rateAt(learnt, calls, allowed);
  const triesInMs = (callsUntilMore(learnt, calls, allowed) / uses) * 1_000;
  const agoMs = Math.max(0, Date.now() - learnt.at);
  return { uses, of, fixedBy: null, refused: { agoMs, triesInMs } };
}

async function recallLearnt(pool: Pool, { baseUrl, clientId }: ClientConfig) {
  const text = await recallPace(pool, budgetOf(baseUrl, clientId));
  return text === null ? null : read(text);
}

/** One sentence, or null where there is nothing to say: everything that is allowed is used, and nothing was refused lately. */
export function formatPaceInUse({ uses, of, fixedBy, refused }: PaceInUse): string | null {
  const rates = `${perSecond(uses)} of ${perSecond(of)} calls/s`;
  if (fixedBy === 'worker') return `uses ${rates}: a running worker was told to (--pace)`;
  if (fixedBy === 'configuration') return `uses ${rates}: the pace is fixed in the configuration`;
  if (refused === null || uses > of * 0.99) return null;
  const { agoMs, triesInMs } = refused;
  const next = triesInMs === 0 ? 'is trying more' : `tries more in ${formatDuration(triesInMs)}`;
  return `uses ${rates}: the server refused more ${formatDuration(agoMs)} ago; ${next}`;
}

/** Calls per second. */
const rateOf = ({ intervalUs }: Pace) => 1e6 / intervalUs;

/** With two significant digits where there are fewer than one call in a second. */
function perSecond(rate: number): string {
  return rate < 1 ? rate.toPrecision(2) : rate.toFixed(1);
}
