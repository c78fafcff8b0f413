import { DelayedError, type Job, Worker } from 'bullmq';
import { z } from 'zod';
import type { ClientConfig } from '../src/config/client-config.js';
import { resendRulesOf } from '../src/config/resend-rules.js';
import { DEFAULT_RETRY_POLICY } from '../src/invite/outcome.js';
import type { Recipient } from '../src/ledger/calls.js';
import { type ClientRecord, pauseClient } from '../src/ledger/clients.js';
import type { Ledger } from '../src/ledger/open.js';
import { toAnswer } from '../src/next-identity/to-answer.js';
import { crashPoint } from '../src/observe/crash-point.js';
import type { Log } from '../src/observe/log.js';
import type { Engine } from '../src/queue/engine.js';
import { type InviteJob, inviteQueueName } from '../src/queue/invite-queue.js';
import type { InviteQueues } from '../src/queue/invite-queues.js';
import { type ResendJob, type ResendQueues, resendQueueName } from '../src/queue/resend-queue.js';
import { checkActivation } from './check-activation.js';
import { connectClient } from './connect-client.js';
import { openLookUp } from './open-look-up.js';
import { openPacer } from './open-pacer.js';
import type { Patience } from './patience.js';
import { type JobEnd, preRegister } from './pre-register.js';
import { resend } from './resend.js';
import { resolveUnknown } from './resolve-unknown.js';
import { updateUser } from './update-user.js';

export interface ClientOptions {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly queues: InviteQueues;
  readonly resendQueues: ResendQueues;
  /** Id of this process in the ledger. */
  readonly worker: string;
  /** First invitations that this process works on at once. */
  readonly concurrency: number;
  /** Waits for a server in trouble. */
  readonly patience: Patience;
  /** The client as the ledger has it now. */
  record(): ClientRecord;
  readonly log: Log;
}

/**
 * Resends worked on at once, as a share of the first invitations: whoever has more jobs in line at the pacer gets more of
 * the slots, and somebody who has waited for days can wait a little longer.
 */
const RESEND_SHARE = 1 / 4;

const inviteJob = z.object({ inviteId: z.int().positive() });
const lookUpJob = z.object({ inviteIds: z.array(z.int().positive()) });

/** Starts this process's workers for one client: for first invitations, and for what comes after them. */
export function startClient(client: ClientConfig, options: ClientOptions) {
  const { ledger, engine, queues, resendQueues, worker, concurrency, record, log } = options;
  const { patience } = options;
  const { pool } = ledger;
  const rules = resendRulesOf(client);
  const pacer = openPacer(client, client.clientId, { pool, engine, log, limit: record });
  const api = connectClient(client, {
    connections: concurrency,
    pace: async () => {
      await pacer.turn();
    },
  });
  const call = ({ authType, profile, locale }: Recipient, isResend: boolean) =>
    toAnswer(
      api.preRegister({
        authType,
        profileFields: profile,
        resend: isResend,
        paced: true,
        ...(locale === null ? {} : { locale }),
      }),
    );
  const stopClient = async (code: string, message: string) => {
    log.error({ client: client.name, code }, message);
    await patience.through(() => pauseClient(pool, record().id, code, message));
    await queues.of(client.name).setPaused(true);
    await resendQueues.of(client.name).setPaused(true);
  };
  const untilDone: Patience['through'] = (work) => patience.through(work);
  const shared = { pool, worker, pacer, stopClient, untilDone, rules, random: Math.random, log };
  const firstContext = {
    ...shared,
    hours: rules.firstHours,
    policy: DEFAULT_RETRY_POLICY,
    call: (recipient: Recipient) => call(recipient, false),
  };
  const resendContext = {
    ...shared,
    call: (recipient: Recipient) => call(recipient, true),
  };
  const opened = openLookUp(client, { pool, engine, record, log });
  const lookUp = (
    job: unknown,
    work: typeof checkActivation | typeof resolveUnknown,
  ): Promise<JobEnd> => {
    // Queued by a process with another configuration.
    if (opened === null) return Promise.resolve({ kind: 'done' });
    const context = { pool, clientId: record().id, lookUp: opened.lookUp, log };
    return work(lookUpJob.parse(job).inviteIds, context);
  };
  const update = (inviteId: number): Promise<JobEnd> => {
    if (opened === null) return Promise.resolve({ kind: 'done' });
    const { api: direct, pacer: directPacer } = opened;
    return updateUser(inviteId, {
      ...shared,
      update: async (uuid, attributes) => {
        const sentAt = performance.now();
        await direct.updateUser({ uuid, attributes });
        directPacer.passed(sentAt);
      },
      hold: (retryAfterMs) => directPacer.hold(retryAfterMs),
    });
  };
  const afterInvitation = (name: string, data: unknown): Promise<JobEnd> => {
    switch (name) {
      case 'check-activation':
        return lookUp(data, checkActivation);
      case 'resolve-unknown':
        return lookUp(data, resolveUnknown);
      case 'update-user':
        return update(inviteJob.parse(data).inviteId);
      default:
        return resend(inviteJob.parse(data).inviteId, resendContext);
    }
  };
  const invites = engine.openWorker<InviteJob>(
    inviteQueueName(client.name),
    (job, token) => {
      const { inviteId } = inviteJob.parse(job.data);
      return finish(
        job,
        token,
        untilDone(() => preRegister(inviteId, firstContext)),
      );
    },
    { concurrency },
  );
  const resends = engine.openWorker<ResendJob>(
    resendQueueName(client.name),
    (job, token) =>
      finish(
        job,
        token,
        untilDone(() => afterInvitation(job.name, job.data)),
      ),
    { concurrency: Math.ceil(concurrency * RESEND_SHARE) },
  );
  invites.on('completed', () => crashPoint('queue: job acknowledged'));
  resends.on('completed', () => crashPoint('queue: job acknowledged'));
  return {
    apis: opened === null ? [api] : [api, opened.api],
    pacers: opened === null ? [pacer] : [pacer, opened.pacer],
    workers: [invites, resends] as const,
  };
}

/** Tells the queue what comes of a job. */
async function finish(
  job: Pick<Job, 'moveToDelayed'>,
  token: string | undefined,
  work: Promise<JobEnd>,
): Promise<void> {
  const end = await work.catch((cause: unknown) => {
    // This process is ending: the job goes back to the head of the queue.
    throw isAbort(cause) ? Worker.RateLimitError() : cause;
  });
  if (end.kind === 'done') return;
  await job.moveToDelayed(Date.now() + end.afterMs, token);
  crashPoint('queue: job put off');
  throw new DelayedError();
}

function isAbort(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'AbortError';
}
