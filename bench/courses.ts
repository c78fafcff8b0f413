import { setTimeout as pause } from 'node:timers/promises';
import { sandboxClient } from './invite-people.js';
import { type LimiterKind, rateLimitSetting } from './limiters.js';
import type { Server } from './server.js';

/** What the server does while Rollcall works: it stays as it is, or the middle third is different. */
export interface Course {
  readonly name: string;
  /** What the page says of it. */
  readonly title: string;
  /** Share of a steady run's calls that can be made. */
  readonly room: number;
  /** Whether as many people were invited before by other processes, which do not count. */
  readonly isGoneOn: boolean;
  /** Plays the middle third, and gives how many calls were not there to be made. */
  play(stage: Stage): Promise<number>;
}

export interface Stage {
  readonly server: Server;
  readonly limiter: LimiterKind;
  /** Calls a second that the server allows. */
  readonly rate: number;
  readonly thirdMs: number;
}

const nothing = async () => 0;

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

/** Half of the budget is taken away for a third of the time. */
const DISTURBED = { room: 5 / 6, isGoneOn: false } as const;

export const LOWERED: Course = {
  name: 'lowered',
  title: 'lowered by half for a third',
  ...DISTURBED,
  play: lower,
};
export const SHARED: Course = {
  name: 'shared',
  title: 'half taken by another for a third',
  ...DISTURBED,
  play: share,
};

async function lower({ server, limiter, rate, thirdMs }: Stage): Promise<number> {
  await pause(thirdMs);
  await server.configure({ rateLimit: rateLimitSetting(limiter, rate / 2) });
  const loweredAt = performance.now();
  await pause(thirdMs);
  await server.configure({ rateLimit: rateLimitSetting(limiter, rate) });
  return ((performance.now() - loweredAt) / 1_000) * (rate / 2);
}

/** The other application calls with the same client id, evenly, whether or not it is refused. */
async function share({ server, rate, thirdMs }: Stage): Promise<number> {
  await pause(thirdMs);
  const everyMs = 2_000 / rate;
  const startedAt = performance.now();
  const answers: Promise<boolean>[] = [];
  while (performance.now() - startedAt < thirdMs) {
    answers.push(callOfAnother(server.url));
    await pause(Math.max(0, startedAt + answers.length * everyMs - performance.now()));
  }
  const passed = await Promise.all(answers);
  return passed.filter((isPassed) => isPassed).length;
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
