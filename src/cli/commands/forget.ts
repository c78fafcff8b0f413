import { type Erased, type Forgetting, forgetPeople, type Obstacle } from '../../ledger/forget.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { confirm } from '../confirm.js';
import { counted } from '../counted.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { readNamed } from '../named-people.js';
import { output } from '../output.js';
import { withSession } from '../session.js';

export interface ForgetOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `rollcall forget`: removes the personal data of one person, who may have several addresses and numbers. */
export function forget(words: readonly string[], options: ForgetOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const { pool } = await session.ledger();
    const people = (await readNamed(pool, { words })) ?? [];
    const foreseen = possible(await forgetPeople(pool, people, true));
    if (options.dryRun === true) {
      tell(foreseen, options, true);
      return EXIT_CODE.done;
    }
    if (foreseen.linked.length > 0) output.note(alsoKnown(foreseen.linked));
    const what = counted(rowsOf(foreseen.erased), 'row', 'rows');
    await confirm(
      `Remove the personal data of this person for good, in ${what}?`,
      options.yes === true,
    );
    tell(possible(await forgetPeople(pool, people, false)), options, false);
    return EXIT_CODE.done;
  });
}

type Possible = Extract<Forgetting, { obstacle: null }>;

/** @throws RollcallError `person_under_way`, `person_in_plan`, `person_unknown`, `person_forgotten` */
function possible(forgetting: Forgetting): Possible {
  if (forgetting.obstacle !== null) throw refusal(forgetting.obstacle);
  if (rowsOf(forgetting.erased) > 0) return forgetting;
  if (forgetting.wasForgotten) {
    throw new RollcallError(
      'person_forgotten',
      'The person was forgotten before; nothing is left to remove.',
    );
  }
  throw new RollcallError(
    'person_unknown',
    'The ledger has nothing of this person. To keep an address or number from being called: rollcall suppress add',
  );
}

function refusal(obstacle: Obstacle): RollcallError {
  if (obstacle.kind === 'call') {
    return new RollcallError(
      'person_under_way',
      'A call for the person is under way. Nothing was changed; type the command again in a minute.',
    );
  }
  const remedy =
    obstacle.kind === 'held'
      ? `approve or reject it first, with rollcall sync approve ${obstacle.sync} or rollcall sync reject ${obstacle.sync}`
      : 'type the command again when it has ended';
  return new RollcallError(
    'person_in_plan',
    `The person stands in run ${obstacle.run} of sync ${obstacle.sync}, which is ${obstacle.kind}. Nothing was changed; ${remedy}.`,
  );
}

function rowsOf({ invites, rows, synced, changes, suppressions }: Erased): number {
  return invites + rows + synced + changes + suppressions;
}

function alsoKnown(linked: readonly string[]): string {
  return `The person is also known by ${linked.join(', ')}, which is kept; to have it forgotten too, name it as well.`;
}

function tell({ erased, linked }: Possible, { json }: ForgetOptions, isDryRun: boolean): void {
  if (json === true) {
    output.json({ forgotten: !isDryRun, ...erased, linked });
    return;
  }
  const { invites, cancelled, rows, synced, changes, suppressions } = erased;
  output.data(
    [
      isDryRun ? 'Would be removed:' : 'Removed:',
      `  ${counted(invites, 'invite', 'invites')}, ${cancelled} of them still to be called and cancelled`,
      `  ${counted(rows, 'row', 'rows')} of rosters`,
      `  ${counted(synced, 'person', 'people')} and ${counted(changes, 'change', 'changes')} of syncs`,
      `  ${counted(suppressions, 'suppression', 'suppressions')}`,
      'Uuids, states, times and counts stay. A later roster brings the person in no more, until: rollcall suppress remove',
    ].join('\n'),
  );
  if (isDryRun && linked.length > 0) output.note(alsoKnown(linked));
}
