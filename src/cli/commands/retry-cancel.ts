import type { Pool } from 'pg';
import { CANCELLABLE_STATES, type InviteState, RETRYABLE_STATES } from '../../invite/states.js';
import { countStates, type Scope } from '../../ledger/counts.js';
import { cancelInvites, retryInvites } from '../../ledger/operator.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { confirm } from '../confirm.js';
import { counted } from '../counted.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { output } from '../output.js';
import { withSession } from '../session.js';

export interface SelectOptions {
  readonly batch?: number;
  readonly state?: readonly InviteState[];
  readonly client?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `rollcall retry`: has people called again that failed, are in doubt, or were cancelled. */
export function retry(options: SelectOptions): Promise<ExitCode> {
  // What an operator cancelled is started over only where that is said.
  const states = options.state ?? RETRYABLE_STATES.filter((state) => state !== 'cancelled');
  return change('retry', options, states, RETRYABLE_STATES, retryInvites);
}

/** Whom a cancellation takes unless told otherwise: those who have not been invited and still may be. */
const NOT_INVITED: readonly InviteState[] = ['pending', 'queued', 'unknown'];

/** `rollcall cancel`: keeps people from being called; with `--state invited`, from being written to again. */
export function cancel(options: SelectOptions): Promise<ExitCode> {
  const states = options.state ?? NOT_INVITED;
  return change('cancel', options, states, CANCELLABLE_STATES, cancelInvites);
}

function change(
  command: 'retry' | 'cancel',
  options: SelectOptions,
  states: readonly InviteState[],
  possible: readonly InviteState[],
  apply: (pool: Pool, scope: Scope, states: readonly InviteState[]) => Promise<number>,
): Promise<ExitCode> {
  return withSession(async (session) => {
    const impossible = states.filter((state) => !possible.includes(state));
    if (impossible.length > 0) {
      throw new RollcallError(
        'state_final',
        `Expected --state to be among ${possible.join(', ')}, got ${impossible.join(', ')}: nothing leads from there to a ${command}.`,
      );
    }
    if (
      options.batch === undefined &&
      options.state === undefined &&
      options.client === undefined
    ) {
      throw new RollcallError(
        'selection_missing',
        `Say whom to ${command}: --batch, --state or --client.`,
      );
    }
    const { pool } = await session.ledger();
    const client = await session.clientRecord(options.client);
    const scope = { batchId: options.batch ?? null, clientId: client?.id ?? null };
    const counts = await countStates(pool, scope);
    const people = states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
    if (people > 0) {
      const whom = `${counted(people, 'person', 'people')} (${states.join(', ')})`;
      await confirm(`${command} ${whom}?`, options.yes ?? false);
    }
    const changed = people === 0 ? 0 : await apply(pool, scope, states);
    report(command, changed, options.json ?? false);
    return EXIT_CODE.done;
  });
}

function report(command: 'retry' | 'cancel', changed: number, isJson: boolean): void {
  if (isJson) output.json({ [command]: changed });
  else if (changed === 0) output.data('Nobody to change.');
  else if (command === 'cancel') output.data(`${counted(changed, 'person', 'people')} cancelled.`);
  else
    output.data(
      `Waiting again: ${counted(changed, 'person', 'people')}. Running workers take them up within seconds; else type: rollcall work --until-drained`,
    );
}
