import { randomUUID } from 'node:crypto';
import { connectClient } from '../../jobs/connect-client.js';
import { LookUp, type LookUpContext } from '../../jobs/look-up.js';
import { Secret } from '../../src/config/secret.js';
import type { FindUsersRequest } from '../../src/next-identity/users.js';
import { createLog } from '../../src/observe/log.js';
import { Pacer } from '../../src/queue/pacer.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { clientConfig } from '../ledger/seed.js';
import { type EngineKind, openTestBed, type TestBed } from '../support/engines.js';

/** A ledger and a Next Identity in which people can be looked up. */
export interface LookUpBed extends TestBed {
  readonly sandbox: Sandbox;
  /** Filters that were asked for, oldest first. */
  readonly filters: string[];
  /** What a job needs to look up a client's people.. */
  contextFor(clientId: number, options?: ContextOptions): LookUpContext;
}

export interface ContextOptions {
  readonly peopleAtOnce?: number;
  readonly secret?: string;
  /** Changes what reaches the tenant. */
  onTheWay?(request: FindUsersRequest): FindUsersRequest;
}

const PACE = { intervalUs: 1_000, burst: 10 };

export async function openLookUpBed(kind: EngineKind): Promise<LookUpBed> {
  const bed = await openTestBed(kind);
  const sandbox = await startSandbox();
  const filters: string[] = [];
  const closing: (() => unknown)[] = [];

  function contextFor(clientId: number, options: ContextOptions = {}): LookUpContext {
    const { peopleAtOnce = 20, secret = 'sandbox-direct-secret', onTheWay } = options;
    const directAccess = { clientId: 'sandbox-direct', clientSecret: new Secret(secret) };
    const config = clientConfig({ baseUrl: sandbox.url, directAccess });
    const pacer = new Pacer(bed.engine.schedule(randomUUID()), () => PACE);
    const pace = () => pacer.turn();
    const api = connectClient(config, { connections: 2, pace, asDirectAccess: true });
    closing.push(
      () => pacer.close(),
      () => api.close(),
    );
    const lookUp = new LookUp({
      findUsers: (request) => {
        filters.push(request.filter);
        return api.findUsers(onTheWay?.(request) ?? request);
      },
      hold: (retryAfterMs) => pacer.hold(retryAfterMs),
      activatedWhen: config.openQuestions.activatedWhen,
      peopleAtOnce,
    });
    return { pool: bed.ledger.pool, clientId, lookUp, log: createLog('silent') };
  }

  return {
    ...bed,
    sandbox,
    filters,
    contextFor,
    async close() {
      await Promise.all(closing.map((close) => close()));
      await sandbox.close();
      await bed.close();
    },
  };
}
