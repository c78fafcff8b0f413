import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { CrashPoint } from '../../src/observe/crash-point.js';
import type { SandboxOptions } from '../../src/sandbox/index.js';
import { type Company, foundCompany } from '../support/company.js';
import type { EngineKind } from '../support/engines.js';
import { type Environment, type Finished, type Running, start } from '../support/rollcall.js';
import { until } from '../support/until.js';
import { ageQueue } from './age-queue.js';

/** How a situation is played. */
export interface StageOptions {
  readonly engine: EngineKind;
  /** At which occurrence of a point a process is killed, where the situation has several. */
  readonly occurrence: number;
  /**
   * Whether the time until a dead process counts as dead (20 s) is waited for. Else the ledger and the queue are told that
   * it has passed: what they conclude from it is the same.
   */
  readonly isPatient: boolean;
}

/** A point that is not reached by then never is, in ms. */
const REACHED_WITHIN_MS = 120_000;

/** No client of the environment: the one in the file is the only one. */
const NO_CLIENT = {
  NEXT_IDENTITY_BASE_URL: '',
  NEXT_IDENTITY_CLIENT_ID: '',
  NEXT_IDENTITY_CLIENT_SECRET: '',
  NEXT_IDENTITY_REDIRECT_URI: '',
  ROLLCALL_RATE_LIMIT: '',
  ROLLCALL_BURST: '',
  SECRET: 'sandbox-secret',
  DIRECT_SECRET: 'sandbox-direct-secret',
};

/** A company whose processes are killed at one point after the other, and what became of its people. */
export class Stage {
  readonly company: Company;
  readonly options: StageOptions;
  readonly #pool: pg.Pool;
  readonly #killed: CrashPoint[] = [];
  readonly #left = new Set<string>();

  private constructor(company: Company, options: StageOptions) {
    this.company = company;
    this.options = options;
    this.#pool = new pg.Pool({
      connectionString: company.databaseUrl,
      options: '-c search_path=rollcall',
    });
    this.#pool.on('error', () => undefined);
  }

  /** @param client settings of the company's client `acme`, beside those that lead to the sandbox */
  static async open(
    options: StageOptions,
    client: object,
    { sandbox = {}, syncs = {} }: { sandbox?: SandboxOptions; syncs?: object } = {},
  ): Promise<Stage> {
    const company = await foundCompany({
      engine: options.engine,
      // Latency, so that a process whose request is written dies before the answer.
      sandbox: { latencyMs: { min: 30, max: 60 }, ...sandbox },
      environment: NO_CLIENT,
    });
    const acme = {
      baseUrl: company.sandbox.url,
      clientId: 'sandbox',
      clientSecret: { env: 'SECRET' },
      redirectUri: 'https://app.example/welcome',
      rateLimit: '20 per second',
      burst: 1,
      ...client,
    };
    const path = join(company.directory, 'rollcall.config.json');
    writeFileSync(path, JSON.stringify({ clients: { acme }, syncs }));
    return new Stage(company, options);
  }

  /** The points at which processes have died so far. */
  get killed(): readonly CrashPoint[] {
    return this.#killed;
  }

  /** Calls that dead processes had recorded the beginning of, and not the end. */
  get callsLeft(): number {
    return this.#left.size;
  }

  start(args: readonly string[], environment: Environment = {}): Running {
    const { company } = this;
    return start(args, { ...company.environment, ...environment }, company.directory);
  }

  /** Runs a command to its end. @throws where it does not end with `exitCode` */
  async cli(args: readonly string[], exitCode = 0): Promise<Finished> {
    const finished = await this.start(args).finished;
    if (finished.exitCode !== exitCode)
      throw new Error(`rollcall ${args.join(' ')}: ${finished.exitCode}, ${finished.stderr}`);
    return finished;
  }

  /** Runs a command that dies at the point, and has the time go by in which it counts as alive. */
  async kill(point: CrashPoint, args: readonly string[], options: KillOptions = {}): Promise<void> {
    const { occurrence = this.options.occurrence, environment, during } = options;
    const at = occurrence === 1 ? point : `${point}#${occurrence}`;
    const others = await this.#sessions();
    const doomed = this.start(args, { ...environment, ROLLCALL_CRASH_AT: at });
    await during?.(doomed);
    const tooLate = setTimeout(() => doomed.child.kill('SIGTERM'), REACHED_WITHIN_MS);
    const { stderr } = await doomed.finished;
    clearTimeout(tooLate);
    if (doomed.child.signalCode !== 'SIGKILL' || !stderr.includes(`ROLLCALL_CRASH_AT: ${at}\n`))
      throw new Error(`${at} was never reached by rollcall ${args.join(' ')}: ${stderr}`);
    this.#killed.push(point);
    // What it had sent to the server before it died is still done: only then is it known what it left.
    const areGone = async () => [...(await this.#sessions())].every((pid) => others.has(pid));
    await until('the server has ended its sessions', areGone);
    await this.#bury();
  }

  /** Moves the ledger's clock on, by which everything falls due. */
  async advance(interval: string): Promise<void> {
    await this.query('UPDATE ledger SET clock_ahead = clock_ahead + $1::interval', [interval]);
  }

  /** Has a worker sweep until the calls that dead processes left count as lost, as all do some time after the death. */
  async endCalls(): Promise<void> {
    const haveEnded = async () =>
      (await this.query('SELECT FROM attempt WHERE ended_at IS NULL')).length === 0;
    if (await haveEnded()) return;
    const worker = this.start(['work']);
    await until('every call has ended', haveEnded).finally(() => worker.child.kill('SIGTERM'));
    await worker.finished;
  }

  /** Waits, where time is waited for, until every run of a sync whose process has died counts as dead. */
  async runsAreDead(): Promise<void> {
    const alive = `SELECT FROM sync_run WHERE state = 'running' AND seen_at > now() - interval '20 seconds'`;
    await until('no run seems alive', async () => (await this.query(alive)).length === 0);
  }

  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query<Row>(text, values)).rows;
  }

  async close(): Promise<void> {
    await this.#pool.end();
    await this.company.close();
  }

  /** The sessions of this company's processes at the server. */
  async #sessions(): Promise<Set<number>> {
    const rows = await this.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'rollcall%'",
    );
    return new Set(rows.map(({ pid }) => pid));
  }

  /** Counts the calls that the dead one left behind, and has the time go by, if that is not waited for. */
  async #bury(): Promise<void> {
    const open = await this.query<{ id: string }>('SELECT id FROM attempt WHERE ended_at IS NULL');
    for (const { id } of open) this.#left.add(id);
    if (this.options.isPatient) return;
    await this.query("UPDATE worker SET seen_at = seen_at - interval '1 minute'");
    await this.query(
      "UPDATE sync_run SET seen_at = seen_at - interval '1 minute' WHERE state = 'running'",
    );
    await ageQueue(this.company.databaseUrl, this.options.engine);
  }
}

export interface KillOptions {
  readonly occurrence?: number;
  readonly environment?: Environment;
  /** Done while the process is alive. */
  during?(doomed: Running): Promise<void>;
}
