import type { CrashPoint } from '../../../src/observe/crash-point.js';
import { Stage } from '../stage.js';
import { judge } from '../verdict.js';
import { BY_LISTS } from './policy.js';
import { on, type Situation } from './situation.js';

/** In the order in which a call goes, and whether the message may have gone out, or not, without anybody knowing. */
const POINTS: readonly [CrashPoint, isSlotUsed: boolean][] = [
  ['resend: job taken', false],
  ['resend: slot taken', false],
  ['resend: claimed', true],
  ['resend: slot reached', true],
  ['call: request written', true],
  ['call: answer begun', true],
  ['resend: answer read', true],
  ['resend: outcome recorded', false],
  ['queue: job acknowledged', false],
];

/** A quarter of them are resends: one at a time, or several in line for their slots. */
const ALONE = { ROLLCALL_CONCURRENCY: '1' };
const IN_LINE = { ROLLCALL_CONCURRENCY: '32' };

/** Workers die in the middle of messages that are sent again. Each person has one slot of the policy. */
export const resends: Situation = {
  name: 'messages sent again',
  hasSeveral: true,
  play: (options) =>
    on(Stage.open(options, BY_LISTS), async (stage) => {
      const { sandbox } = stage.company;
      const people = 18 + POINTS.length * options.occurrence;
      await stage.cli(['run', stage.company.writeRoster(people), '--yes']);
      await stage.advance('4 days');
      for (const [point] of POINTS) await stage.kill(point, ['work'], { environment: ALONE });
      sandbox.addFaults({ kind: '429', count: 1, retryAfterMs: 1_000 });
      await stage.kill('resend: hold placed', ['work'], { environment: ALONE, occurrence: 1 });
      // All of them, as it takes a call that waits for its slot just then.
      sandbox.addFaults({ kind: '429', retryAfterMs: 500 });
      const inLine = { environment: IN_LINE, occurrence: 1 };
      await stage.kill('resend: claim given back', ['work'], inLine);
      sandbox.clearFaults();
      await stage.cli(['work', '--until-drained']);
      await stage.endCalls();

      const unsent = [...sandbox.identities()].filter(({ messages }) => messages < 2).length;
      const verdict = await judge(stage);
      // Whose claim was never followed by a request has lost the message of the slot, and nobody got a second one for it.
      const wrongs = unsent <= stage.callsLeft ? [] : [`${unsent} people got no second message`];
      return { verdict, wrongs };
    }),
};
