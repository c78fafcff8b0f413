import type { HoldCode, HoldReason } from '../hold-reason.js';
import { counted, partOf, percent, written } from './numbers.js';

type Words = Readonly<Record<HoldCode, (reason: HoldReason) => string>>;

const IN_SHORT: Words = {
  leavers: (reason) => `${counted(reason.count, 'leaver')} ${ofPeople(reason)}`,
  changes: (reason) => `${counted(reason.count, 'change')} ${ofPeople(reason)}`,
  shrank: ({ count, of }) => `${counted(count, 'row')} instead of ${written(of)}`,
  grew: ({ count, of }) => `${counted(count, 'row')} instead of ${written(of)}`,
  headers: ({ count }) => (count === 0 ? 'columns in another order' : 'other columns'),
  encoding: () => 'another encoding',
  refused: ({ count, of }) =>
    `${written(count)} of ${counted(of, 'row')} refused${partOf(count, of)}`,
  empty: () => 'an export without people',
  older: ({ count }) => (count === 0 ? 'an older export' : `the export of run ${count} again`),
  'first-run': ({ count }) => `the first run, with ${counted(count, 'change')}`,
};

const IN_FULL: Words = {
  leavers: (reason) =>
    `${ofTheLast(reason)} are missing from the export, or may be in rows that cannot be read${allowed(reason)}.`,
  changes: (reason) => `${ofTheLast(reason)} have other data or another address${allowed(reason)}.`,
  shrank: (reason) =>
    `The export has ${rows(reason)}${fewerOrMore(reason)}. It may have been cut off.`,
  grew: (reason) => `The export has ${rows(reason)}${fewerOrMore(reason)}.`,
  headers: ({ count, of }) =>
    count === 0
      ? `The ${counted(of, 'column')} stand in another order than in the last export, so values may stand under the wrong heading.`
      : `${counted(count, 'column has', 'columns have')} gone or come; the last export had ${written(of)}.`,
  encoding: () =>
    'The export has another encoding than the last one, so letters may have been damaged on the way.',
  refused: (reason) =>
    `${written(reason.count)} of ${counted(reason.of, 'row')} cannot be used${partOf(reason.count, reason.of)}${allowed(reason)}.`,
  empty: ({ of }) =>
    `The export holds nobody, while the last one had ${counted(of, 'person', 'people')}. That is taken for a mistake, never for everybody having left.`,
  older: ({ count, of }) =>
    count === 0
      ? `The export was last changed before the one that run ${of} has carried out: it is an older one. Has today's come?`
      : `Run ${count} has carried out this very export before, and run ${of} a later one since. Has today's come?`,
  'first-run': ({ count, of }) =>
    `This is the first run of this sync, and it would do something for ${counted(count, 'person', 'people')} of ${counted(of, 'row')}. Look at it once before it does.`,
};

/** A reason in a few words, for a subject line: `812 leavers of 5,000 (16 %)`. */
export function reasonInShort(reason: HoldReason): string {
  return IN_SHORT[reason.code](reason);
}

/** A reason in a sentence, with what is allowed. */
export function reasonInFull(reason: HoldReason): string {
  return IN_FULL[reason.code](reason);
}

/** The share without decimals, which a subject has no room for. */
function ofPeople({ count, of }: HoldReason): string {
  return of === 0 ? '' : `of ${written(of)} (${written(Math.round((count / of) * 100))} %)`;
}

function ofTheLast({ count, of }: HoldReason): string {
  return `${written(count)} of the ${counted(of, 'person', 'people')} of the last run${partOf(count, of)}`;
}

function rows({ count, of }: HoldReason): string {
  return `${counted(count, 'row')}, the last one had ${written(of)}`;
}

function fewerOrMore(reason: HoldReason): string {
  const { count, of } = reason;
  if (of === 0) return '';
  const by = percent(Math.abs(count - of) / of);
  return ` (${by} ${count < of ? 'fewer' : 'more'})${allowed(reason)}`;
}

/** A run is held only where both are exceeded, so that either of them is allowed. */
function allowed({ allowed: bound }: HoldReason): string {
  if (bound === null) return '';
  const { count, share } = bound;
  const fewer = count === null || count <= 1 ? '' : `fewer than ${written(count)}, or `;
  return `; allowed are ${fewer}up to ${percent(share)}`;
}
