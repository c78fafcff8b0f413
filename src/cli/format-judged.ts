import type { ResendVerdict } from '../ledger/hand-resends.js';

/** How many people get one verdict about a message by hand, and who the first few are. */
export interface Judged {
  /** The ledger's verdict; or they are not among the people chosen, or were left out because only names can choose them. */
  readonly verdict: ResendVerdict | 'absent' | 'left-out';
  readonly people: number;
  readonly first: readonly string[];
}

/** What each verdict means to a person, in the order in which they are told. */
const MEANINGS: Readonly<Record<Judged['verdict'], string>> = {
  ready: 'would be sent one more message',
  activated: 'have activated',
  'cool-down': 'got a message too short a time ago (--ignore-cool-down)',
  suppressed: 'are suppressed (--ignore-suppression, for people who are named)',
  'under-way': 'have a message under way already',
  'not-invited': 'have not been invited yet',
  cancelled: 'were cancelled',
  'left-out': 'had an account already, or have expired (--state existing,expired)',
  absent: 'are not among the people chosen, or unknown to this client',
};

/** The verdicts for people, those who would get a message first. @param withNames whether the first few are named */
export function formatJudged(judged: readonly Judged[], withNames: boolean): string {
  const present = Object.entries(MEANINGS).flatMap(([verdict, meaning]) => {
    const group = judged.find((one) => one.verdict === verdict);
    return group === undefined ? [] : [{ ...group, meaning }];
  });
  if (present.length === 0) return 'Nobody was chosen.';
  const width = Math.max(...present.map(({ people }) => String(people).length));
  return present
    .flatMap(({ people, meaning, first }) => {
      const more = people > first.length ? `, and ${people - first.length} more` : '';
      const count = `  ${String(people).padStart(width)}  ${meaning}`;
      return first.length === 0 || !withNames
        ? [count]
        : [count, `  ${' '.repeat(width)}  ${first.join(', ')}${more}`];
    })
    .join('\n');
}

export function peopleOf(judged: readonly Judged[], verdict: Judged['verdict']): number {
  return judged.find((one) => one.verdict === verdict)?.people ?? 0;
}
