import { InvalidArgumentError } from 'commander';
import { parseRateLimit } from '../config/rate-limit.js';
import type { FixedPace } from '../invite/pace.js';
import { INVITE_STATES, type InviteState } from '../invite/states.js';
import type { ExitCode } from './exit-code.js';

/** What a command is: it takes what was typed, does its work, and tells how it ended. */
export type CommandFunction = (...typed: never[]) => Promise<ExitCode>;

/** Makes an action of a command whose module is loaded when it is typed. */
export type Does = (load: () => Promise<CommandFunction>) => (...args: unknown[]) => Promise<void>;

/** Options that several commands have, as they stand in `--help`. */
export const CLIENT = ['--client <name>', 'the client, where several are configured'] as const;
export const PACE = [
  '--pace <pace>',
  'keep a pace like "50 per second" (at most what the limit allows), instead of adapting to 429s',
  pace,
] as const;
export const JSON_OUTPUT = ['--json', 'print JSON'] as const;
export const JSON_LINES = ['--json', 'print one JSON object a line'] as const;
export const YES = ['--yes', 'answer the question with yes'] as const;

/** A number of something, or the number by which something goes. */
export function id(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 1 up.');
}

export function states(text: string): InviteState[] {
  return text.split(',').map((part) => {
    const state = INVITE_STATES.find((known) => known === part.trim());
    if (state === undefined)
      throw new InvalidArgumentError(`Expected states out of ${INVITE_STATES.join(', ')}.`);
    return state;
  });
}

export function pace(text: string): FixedPace {
  const fixed = parseRateLimit(text);
  if (fixed !== null) return fixed;
  throw new InvalidArgumentError('Expected a pace like "50 per second" or "600 per minute".');
}
