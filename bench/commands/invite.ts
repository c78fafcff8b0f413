import { Command } from 'commander';
import { givenRedis, note, show, WRITE, wholeNumber } from '../command-options.js';
import { benchInvite, type InviteResult } from '../invite.js';
import { ENGINES } from '../invite-people.js';
import { inviteSection } from '../invite-section.js';

export function inviteCommand(): Command {
  return new Command('invite')
    .description('5,000 people through a limit of 6,000 a minute by two worker processes')
    .option('--rows <rows>', 'people', wholeNumber, 5_000)
    .option(...WRITE)
    .action(async ({ rows, write = false }: { rows: number; write?: boolean }) => {
      const redisUrl = givenRedis();
      const results: InviteResult[] = [];
      for (const engine of ENGINES) {
        for (const withFaults of [false, true]) {
          const result = await benchInvite({ engine, rows, withFaults, redisUrl });
          note(result);
          results.push(result);
        }
      }
      show(inviteSection(results), write);
    });
}
