import { setTimeout as pause } from 'node:timers/promises';
import { sandboxClient } from './invite-people.js';
import { type LimiterKind, rateLimitSetting } from './limiters.js';
import type { Server } from './server.js';

/** What the server does while Rollcall works: it stays as it is, or is different for the second quarter. */
export interface Course {
  readonly name: string;
  /** What the page says of it. */
  readonly title: string;
  /** Share of a steady run's calls that can be made. */
  readonly room: number;
  /** Whether as many people were invited before by other processes, which do not count. */
  readonly isGoneOn: boolean;
  /** Plays the second quarter. */
  play(stage: Stage): Promise<Disturbance | null>;
}

/** What was taken away for a while. */
export interface Disturbance {
  /** Calls that were not there to be made. */
  readonly missing: number;
  /** When all of them were there again, as `CarriedCall` tells the time. */
  readonly endedAt: number;
}

export interface Stage {
  readonly server: Server;
  readonly limiter: LimiterKind;
  /** Calls a second that the server allows. */
  readonly rate: number;
  readonly quarterMs: number;
}

const sinceEpoch = () => performance.timeOrigin + performance.now();
const nothing = async () => null;

export const STEADY: Course = {
  name: 'steady',
  title: 'steady',
  room: 1,
  isGoneOn: false,
  play: nothing,
};
/** What was learnt has to outlive the processes that learnt it. */
export const GONE_ON: Course = {
  name: 'gone-on',
  title: 'steady, workers started anew',
  room: 1 / 2,
  isGoneOn: true,
  play: nothing,
};

/** Half of the budget is taken away for a quarter of the time. */
const DISTURBED = { room: 7 / 8, isGoneOn: false } as const;

export const LOWERED: Course = {
  name: 'lowered',
  title: 'lowered by half for a quarter',
  ...DISTURBED,
  play: lower,
};
export const SHARED: Course = {
  name: 'shared',
  title: 'half taken by another for a quarter',
  ...DISTURBED,
  play: share,
};

async function lower({ server, limiter, rate, quarterMs }: Stage): Promise<Disturbance> {
  await pause(quarterMs);
  await server.configure({ rateLimit: rateLimitSetting(limiter, rate / 2) });
  const loweredAt = performance.now();
  await pause(quarterMs);
  await server.configure({ rateLimit: rateLimitSetting(limiter, rate) });
  const missing = ((performance.now() - loweredAt) / 1_000) * (rate / 2);
  return { missing, endedAt: sinceEpoch() };
}

/** The other application calls with the same client id, evenly, whether or not it is refused. */
async function share({ server, rate, quarterMs }: Stage): Promise<Disturbance> {
  await pause(quarterMs);
  const everyMs = 2_000 / rate;
  const startedAt = performance.now();
  const answers: Promise<boolean>[] = [];
  while (performance.now() - startedAt < quarterMs) {
    answers.push(callOfAnother(server.url));
    await pause(Math.max(0, startedAt + answers.length * everyMs - performance.now()));
  }
  const endedAt = sinceEpoch();
  const passed = await Promise.all(answers);
  return { missing: passed.filter((isPassed) => isPassed).length, endedAt };
}

/** A call that the limit counts and that invites nobody. Says whether it was let through. */
async function callOfAnother(url: string): Promise<boolean> {
  const { NEXT_IDENTITY_CLIENT_ID: client_id = '' } = sandboxClient(url);
  const answer = await fetch(`${url}/idp/v1/account/pre-register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id }),
  });
  await answer.text();
  return answer.status !== 429;
}
