import { isSame } from './is-same.js';
import { type Invite, type Model, PEOPLE } from './model.js';
import type { Picture } from './observe.js';
import type { Step } from './wishes.js';

/** The model after steps in one order. */
export interface Played {
  readonly model: Model;
  readonly told: readonly unknown[];
  readonly picture: Picture;
}

const GLOBAL = ['refusals', 'paused', 'events'] as const;
const LISTS = ['suppressed', 'forgotten'] as const;

/**
 * What happens to several people at once need not happen to all of them in the same order. So where no order explains
 * everything, one has to explain each person's part, with what was told of this person alone.
 */
export function explainInParts(
  steps: readonly Step[],
  told: readonly unknown[],
  seen: Picture,
  played: readonly Played[],
): Model | undefined {
  const [first] = played;
  if (steps.length === 1 || first === undefined) return undefined;
  const model = structuredClone(first.model);
  model.invites = [];
  model.awaited = [];
  model.there = [];
  const keys = new Set([...Object.keys(seen.invites), ...played.flatMap(keysOf)]);
  for (const key of keys) {
    const one = played.find(
      ({ picture, told: results }) =>
        isSame(picture.invites[key] ?? null, seen.invites[key] ?? null) &&
        steps.every(
          (step, n) => !isAbout(step, key) || isSame(results[n] ?? null, told[n] ?? null),
        ),
    );
    if (one === undefined) return undefined;
    const invite = one.model.invites.find((candidate) => candidate.key === key);
    if (invite !== undefined) adopt(model, one.model, invite);
  }
  for (const part of GLOBAL) {
    const one = played.find(({ picture }) => isSame(picture[part], seen[part]));
    if (one === undefined) return undefined;
    Object.assign(model, { [part]: one.model[part] });
  }
  for (const list of LISTS) {
    const isExplained = (person: number) =>
      played.some(({ picture }) => picture[list].includes(person) === seen[list].includes(person));
    if (!PEOPLE.every(isExplained)) return undefined;
    model[list] = [...seen[list]];
  }
  // Numbered as they came in.
  model.invites.sort((a, b) => (a.key < b.key ? -1 : 1));
  return model;
}

const keysOf = ({ model }: Played) => model.invites.map(({ key }) => key);

/** Whether what the step was told is about this person alone. */
function isAbout({ action }: Step, key: string): boolean {
  if (action.kind !== 'claim' && action.kind !== 'claim-resend') return false;
  return key.startsWith(`client-${action.client} person-${action.person} `);
}

function adopt(model: Model, from: Model, invite: Invite): void {
  model.invites.push(invite);
  model.awaited.push(...from.awaited.filter((call) => call.startsWith(`${invite.key}/`)));
  const place = `${invite.client} ${invite.person}`;
  if (from.there.includes(place) && !model.there.includes(place)) model.there.push(place);
}
