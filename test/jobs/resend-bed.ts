import { randomUUID } from 'node:crypto';
import { planSteps } from '../../jobs/plan-steps.js';
import { type ResendContext, resend } from '../../jobs/resend.js';
import { type ResendRules, resendRulesOf } from '../../src/config/resend-rules.js';
import type { Answer } from '../../src/invite/answer.js';
import type { ResendPolicy } from '../../src/invite/resend-policy.js';
import type { ResendClaim } from '../../src/ledger/resends.js';
import { createLog } from '../../src/observe/log.js';
import { Pacer } from '../../src/queue/pacer.js';
import { PLAIN } from '../invite/policies.js';
import { clientConfig, type Seeded } from '../ledger/seed.js';
import type { TestBed } from '../support/engines.js';

export const SENT: Answer = {
  kind: 'accepted',
  status: 201,
  uuid: '6f1c2f0e-6a45-4d6e-9f3f-0c1d7a1b2c3d',
};
export const HELD: Answer = { kind: 'rate-limited', retryAfterMs: 20 };

const PACE = { intervalUs: 1_000, burst: 1 };

/** The rules of a client with this policy, whose activations are learnt from lists. */
export function rulesOf(policy: ResendPolicy | null = PLAIN): ResendRules {
  return resendRulesOf(clientConfig({ resend: policy, activation: { webhook: null, list: true } }));
}

/** A worker of resends whose calls are answered as given. */
export interface ResendWorker {
  readonly claims: readonly ResendClaim[];
  work(inviteId: number): ReturnType<typeof resend>;
}

/** Resend jobs over a test bed. */
export class ResendBed {
  readonly #bed: TestBed;
  readonly #pacers: Pacer[] = [];

  constructor(bed: TestBed) {
    this.#bed = bed;
  }

  plan({ clientId }: Seeded, rules = rulesOf()): Promise<void> {
    return planSteps(this.#bed.ledger.pool, clientId, rules);
  }

  worker(answers: readonly Answer[], change: Partial<ResendContext> = {}): ResendWorker {
    const claims: ResendClaim[] = [];
    const left = [...answers];
    const context: ResendContext = {
      untilDone: (work) => work(),
      pool: this.#bed.ledger.pool,
      worker: 'worker-1',
      pacer: this.newPacer(),
      rules: rulesOf(),
      call: async (claim) => {
        claims.push(claim);
        const answer = left.shift();
        if (answer === undefined) throw new Error('Expected no further call');
        return answer;
      },
      stopClient: async () => {
        throw new Error('Expected the client to go on');
      },
      random: () => 0.5,
      log: createLog('silent'),
      ...change,
    };
    return { claims, work: (inviteId) => resend(inviteId, context) };
  }

  newPacer(): Pacer {
    const pacer = new Pacer(this.#bed.engine.schedule(randomUUID()), () => PACE);
    this.#pacers.push(pacer);
    return pacer;
  }

  closePacers(): void {
    for (const pacer of this.#pacers.splice(0)) pacer.close();
  }
}
