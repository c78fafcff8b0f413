import { expect } from '@jest/globals';
import {
  type Company,
  compareAccounts,
  everybodyInvited,
  foundCompany,
} from '../../support/company.js';
import type { EngineKind } from '../../support/engines.js';
import { noteInjected } from '../../support/injected.js';
import { type OwnPostgres, startOwnPostgres } from '../../support/postgres-server.js';
import { type OwnRedis, startOwnRedis } from '../../support/redis-server.js';
import { type Running, rollcall, start } from '../../support/rollcall.js';
import { until } from '../../support/until.js';
import { type Effort, effortOf } from './effort.js';

/** A company whose servers are its own, to be ill-treated, with workers that are at work. */
export interface Site {
  readonly company: Company;
  readonly postgres: OwnPostgres;
  /** @throws where the queue is on PostgreSQL */
  readonly redis: OwnRedis;
  readonly workers: readonly Running[];
  /** Whether every worker has logged this. */
  said(message: string): boolean;
  /** Whether any of them has. */
  anySaid(message: string): boolean;
  /** Waits until so many more calls have been made. */
  moreCalls(count: number): Promise<unknown>;
  /** What the workers spend while `trouble` lasts. */
  spentDuring(trouble: () => Promise<void>): Promise<Effort>;
  /** Waits until everybody has been invited once, has the workers end in order, and notes what was injected. */
  mustHaveInvitedAll(fault: string, times?: number): Promise<void>;
  close(): Promise<void>;
}

export interface SiteOptions {
  readonly engine: EngineKind;
  readonly people: number;
  readonly redisSettings?: readonly string[];
  /** Servers that stand already, and are removed with the site. */
  readonly postgres?: OwnPostgres;
  readonly redisUrl?: string;
}

/** Long enough for a job whose lock has to run out, and for calls that have to be given up as lost. */
const DEADLINE_MS = 240_000;

/** Founds it, imports a roster, and starts two workers. */
export async function openSite(options: SiteOptions): Promise<Site> {
  const { engine, people, redisSettings = [] } = options;
  const postgres = options.postgres ?? (await startOwnPostgres());
  const redis =
    engine === 'redis' && options.redisUrl === undefined ? await ownRedis(redisSettings) : null;
  const redisUrl = options.redisUrl ?? redis?.url;
  const company = await foundCompany({
    engine,
    databaseUrl: postgres.url,
    ...(redisUrl === undefined ? {} : { redisUrl }),
    sandbox: { latencyMs: { min: 20, max: 80 } },
    // A window that the sweep has to refill, so that a sweep which does not come back is noticed.
    environment: { ROLLCALL_RATE_LIMIT: '100 per second', ROLLCALL_QUEUE_WINDOW: '300' },
  });
  const { environment, directory, sandbox } = company;
  await rollcall(['import', company.writeRoster(people)], environment, directory);
  const workers = [1, 2].map(() => start(['work'], environment, directory));
  const said = (message: string) => workers.every((worker) => worker.stderr().includes(message));
  await until('both work', () => said('"working"'));
  const moreCalls = (count: number) => {
    const enough = sandbox.account().calls + count;
    return until(`${count} more calls`, () => sandbox.account().calls >= enough, DEADLINE_MS);
  };
  return {
    company,
    postgres,
    get redis() {
      if (redis === null) throw new Error('Expected a Redis of its own');
      return redis;
    },
    workers,
    said,
    anySaid: (message) => workers.some((worker) => worker.stderr().includes(message)),
    moreCalls,
    async spentDuring(trouble) {
      const before = effortOf(workers);
      await trouble();
      const after = effortOf(workers);
      return {
        cpuSeconds: after.cpuSeconds - before.cpuSeconds,
        lines: after.lines - before.lines,
      };
    },
    async mustHaveInvitedAll(fault, times = 1) {
      const { states } = await untilInvited(company, people);
      for (const { child } of workers) child.kill('SIGTERM');
      const ends = await Promise.all(workers.map(({ finished }) => finished));
      const comparison = await compareAccounts(company);
      const doubled = comparison.messagedTwice.length;
      const { invited = 0, unknown = 0 } = comparison.states;
      const lost = people - invited - unknown;
      noteInjected({ group: 'engines', fault, engine, times, people, lost, doubled, unknown });
      expect(states).toEqual({ invited: people });
      expect(comparison).toEqual(everybodyInvited(people));
      expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    },
    async close() {
      for (const { child } of workers) child.kill('SIGKILL');
      await Promise.all(workers.map(({ finished }) => finished));
      await company.close();
      await redis?.stop();
      await postgres.remove();
    },
  };
}

/** What the ledger has at the end, or when the time is up: the comparison then says what is missing. */
async function untilInvited(company: Company, people: number) {
  const looked = () => compareAccounts(company).catch(() => null);
  const isDone = async () => (await looked())?.states.invited === people;
  await until('everybody is invited', isDone, DEADLINE_MS).catch(() => undefined);
  return await compareAccounts(company);
}

export async function ownRedis(settings: readonly string[] = []): Promise<OwnRedis> {
  const redis = await startOwnRedis(settings);
  if (redis === null) throw new Error('Expected redis-server on this machine: these tests stop it');
  return redis;
}
