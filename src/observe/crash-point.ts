import { writeSync } from 'node:fs';

/**
 * Every place where a process may die so that the next one finds something else: behind each step that leaves a trace in the
 * ledger, in the queue, or at Next Identity. `test/chaos/` kills a process at each.
 */
export const CRASH_POINTS = [
  'import: batch made',
  'import: set staged',
  'import: set committed',
  'import: people queued',
  'import: batch finished',
  'fill: people marked',
  'fill: jobs added',
  'pre-register: job taken',
  'pre-register: slot taken',
  'pre-register: claimed',
  'pre-register: slot reached',
  'pre-register: answer read',
  'pre-register: hold placed',
  'pre-register: client stopped',
  'pre-register: outcome recorded',
  'pre-register: claim given back',
  'queue: job put off',
  'queue: job acknowledged',
  'call: request written',
  'call: answer begun',
  'resend: job taken',
  'resend: slot taken',
  'resend: claimed',
  'resend: slot reached',
  'resend: answer read',
  'resend: hold placed',
  'resend: outcome recorded',
  'resend: claim given back',
  'look-up: job taken',
  'look-up: answer read',
  'look-up: all recorded',
  'check-activation: activations recorded',
  'check-activation: checks recorded',
  'resolve-unknown: doubts ended',
  'resolve-unknown: activations recorded',
  'update-user: claimed',
  'update-user: answer read',
  'update-user: outcome recorded',
  'sweep: begun',
  'sweep: calls lost',
  'sweep: events handled',
  'sweep: queue repaired',
  'sweep: people held',
  'sweep: queue filled',
  'sweep: updates queued',
  'sweep: steps planned',
  'sweep: people given up',
  'sweep: resends queued',
  'sweep: look-ups queued',
  'sweep: done',
  'events: people marked',
  'events: set handled',
  'webhook: body taken',
  'webhook: token believed',
  'webhook: event recorded',
  'sync: run asked for',
  'sync: job taken',
  'sync: run begun',
  'sync: export fetched',
  'sync: export recorded',
  'sync: set staged',
  'sync: people compared',
  'sync: plan saved',
  'sync: plan approved',
  'sync: invites cancelled',
  'sync: batch made',
  'sync: set taken in',
  'sync: run finished',
  'sync: export put away',
  'sync: people told',
  'sync: telling recorded',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** Null where nobody is to be killed: decided once, when this is loaded. */
const kill = killerOf(process.env);

/**
 * Kills this process without a word to anybody, where ROLLCALL_CRASH_AT names the point: `pre-register: claimed`, or
 * `pre-register: claimed#3` for the third time that it is reached. Else it does nothing. For tests only: it is read from the
 * environment of the process alone, not from `.env`, and not obeyed with NODE_ENV=production, as in the image.
 */
export const crashPoint: (point: CrashPoint) => void = kill ?? doNothing;

/** The same, when what this turn of the event loop has written to a socket is on its way. */
export const crashPointOnceWritten: (point: CrashPoint) => void =
  kill === null ? doNothing : (point) => void setImmediate(() => kill(point));

function doNothing(): void {}

/** @throws where the point does not exist: a test that names it would never see it reached */
function killerOf({
  ROLLCALL_CRASH_AT: wanted,
  NODE_ENV,
}: NodeJS.ProcessEnv): ((point: CrashPoint) => void) | null {
  if (wanted === undefined || wanted === '' || NODE_ENV === 'production') return null;
  const [name, count = '1'] = wanted.split('#');
  if (!CRASH_POINTS.some((point) => point === name) || !/^[1-9]\d*$/.test(count))
    throw new Error(`Expected ROLLCALL_CRASH_AT to name a crash point, got ${wanted}`);
  let left = Number(count);
  return (point) => {
    if (point !== name) return;
    left -= 1;
    if (left > 0) return;
    // Said at once, since nothing that waits in a buffer will be written any more.
    writeSync(process.stderr.fd, `killed by ROLLCALL_CRASH_AT: ${wanted}\n`);
    process.kill(process.pid, 'SIGKILL');
  };
}
