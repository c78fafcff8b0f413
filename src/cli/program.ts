import { Command, InvalidArgumentError, Option } from 'commander';
import { INVITE_STATES } from '../invite/states.js';
import { printable } from '../observe/printable.js';
import {
  CLIENT,
  type Does,
  id,
  JSON_LINES,
  JSON_OUTPUT,
  PACE,
  states,
  YES,
} from './command-options.js';
import { addDataCommands } from './data-commands.js';
import type { ExitCode } from './exit-code.js';
import { addResendCommands } from './resend-commands.js';
import { addSyncCommands } from './sync-commands.js';

const STRICT = ['--strict', 'take all rows or none: one refused row refuses the file'] as const;
const NOT_STRICT = ['--no-strict', 'the opposite, where the configuration is strict'] as const;

/** The whole command line. @param done told of the exit code of the command that ran */
export function createProgram(version: string, done: (exitCode: ExitCode) => void): Command {
  const program = new Command('rollcall')
    .description(
      'Invites people in bulk through Next Identity, and accounts for every one of them.',
    )
    .version(version)
    .exitOverride()
    // What was typed may have been pasted.
    .configureOutput({
      writeOut: (text) => process.stdout.write(printable(text)),
      writeErr: (text) => process.stderr.write(printable(text)),
    })
    .showHelpAfterError('(rollcall --help tells more)')
    .addHelpText('after', '\nBegin with: rollcall demo');

  /**
   * Runs a command when it is typed. Its module, and all that it needs, is loaded then and not before: together they take
   * most of a second. Commander hands over the arguments, then the options, then itself.
   */
  const does: Does =
    (load) =>
    async (...args) => {
      done(await Reflect.apply(await load(), undefined, args));
    };

  program
    .command('demo')
    .description('watch the whole way of a roster on this machine, in less than a minute')
    .action(does(async () => (await import('./commands/demo.js')).demo));
  withRosterOptions(program.command('plan <file>'))
    .description('what is understood of a roster, and what an import would do; changes nothing')
    .option(...CLIENT)
    .option(...STRICT)
    .option(...NOT_STRICT)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/plan.js')).plan));
  withRosterOptions(program.command('run <file>'))
    .description(
      'plan the import of a roster, import it and invite its people; the report at the end',
    )
    .option(...CLIENT)
    .option(...STRICT)
    .option(...NOT_STRICT)
    .option(...PACE)
    .option(...YES)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/run.js')).run));
  withRosterOptions(program.command('import <file>'))
    .description(
      'plan the import of a roster, record it and queue its people, for workers elsewhere',
    )
    .option(...CLIENT)
    .option('--wait', 'follow the batch to its end')
    .option('--at <time>', 'call its new people from then on: "2026-12-01 08:00 Europe/Berlin"')
    .option(...STRICT)
    .option(...NOT_STRICT)
    .option(...YES)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/import.js')).importFile));
  program
    .command('work')
    .description('run workers until stopped')
    .option(...CLIENT)
    .option(...PACE)
    .option('--until-drained', 'end when nothing is left to do')
    .action(does(async () => (await import('./commands/work.js')).work));
  program
    .command('serve')
    .description("take Next Identity's webhooks into the ledger, until stopped; work handles them")
    .option('--port <port>', 'port; 0 for any that is free', port, 8080)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/serve.js')).serve));
  program
    .command('status')
    .argument('[batch]', 'number of a batch', id)
    .description('where everybody stands, how fast it goes, and how long it takes')
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/status.js')).status));
  program
    .command('list')
    .description('people and where they stand')
    .option('--state <states>', `of ${INVITE_STATES.join(', ')}; several with commas`, states)
    .option('--batch <batch>', 'number of a batch', id)
    .option(...CLIENT)
    .option(...JSON_LINES)
    .action(does(async () => (await import('./commands/list.js')).list));
  program
    .command('export')
    .argument('[batch]', 'number of a batch; the latest if left out', id)
    .description('the roster as CSV, with what became of each row')
    .option(...JSON_LINES)
    .action(does(async () => (await import('./commands/export.js')).exportBatch));
  program
    .command('rejects')
    .argument('<batch>', 'number of a batch', id)
    .description('the refused rows as CSV, with why; mended, the file can be imported')
    .option('--all', 'also those that have been fed back mended')
    .option(...JSON_LINES)
    .action(does(async () => (await import('./commands/export.js')).rejects));
  program
    .command('activated <file>')
    .description('take note of who has activated: uuids, addresses or numbers; - is standard input')
    .option(...CLIENT)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/activated.js')).activated));
  for (const [name, description] of [
    ['retry', 'call again for people that failed, are in doubt, or (by --state) were cancelled'],
    ['cancel', 'keep people from being called'],
  ] as const) {
    program
      .command(name)
      .description(description)
      .option('--batch <batch>', 'number of a batch', id)
      .option('--state <states>', 'only people in these states; several with commas', states)
      .option(...CLIENT)
      .option(...YES)
      .option(...JSON_OUTPUT)
      .action(does(async () => (await import('./commands/retry-cancel.js'))[name]));
  }
  addResendCommands(program, does);
  addSyncCommands(program, does);
  addDataCommands(program, does);
  for (const [name, description] of [
    ['pause', 'make no more calls for a client'],
    ['resume', 'let the calls of a client go on'],
  ] as const) {
    program
      .command(name)
      .description(description)
      .option(...CLIENT)
      .option(...JSON_OUTPUT)
      .action(does(async () => (await import('./commands/pause-resume.js'))[name]));
  }
  program
    .command('find <query>')
    .description(
      'look people up by address, number, uuid, or a filter (needs a direct access client)',
    )
    .option('--attributes <names>', 'store names of what to show, with commas', (names) =>
      names.split(','),
    )
    .option(...CLIENT)
    .option(...JSON_LINES)
    .action(does(async () => (await import('./commands/find.js')).find));
  const profile = program
    .command('profile')
    .description(
      "a user's profile, by the access token in NEXT_IDENTITY_ACCESS_TOKEN or on standard input",
    );
  profile
    .command('get')
    .description('show it')
    .option(...CLIENT)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/profile.js')).profileGet));
  profile
    .command('set <field=value...>')
    .description('change fields of it')
    .option(...CLIENT)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/profile.js')).profileSet));
  program
    .command('policy')
    .description('when people are written to again, and how it is learnt who has activated')
    .option(...CLIENT)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/policy.js')).policy));
  program
    .command('doctor')
    .description(
      "check a client's settings against its Next Identity; changes nothing and reaches nobody",
    )
    .option(...CLIENT)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/doctor.js')).doctor));
  addSandbox(program).action(does(async () => (await import('./commands/sandbox.js')).sandbox));
  return program;
}

/** How a roster is to be read, where it should not be found out from the file. */
function withRosterOptions(command: Command): Command {
  return command
    .option('--map <columns...>', 'what a column is: "Work mail=emailAddress", or =ignore')
    .addOption(
      new Option('--unknown-columns <choice>', 'columns that mean nothing to Rollcall').choices([
        'keep',
        'send',
      ]),
    )
    .option('--encoding <name>', 'like windows-1252; found out if left out')
    .option('--delimiter <character>', 'one character, or comma, semicolon, tab, pipe')
    .option('--default-country <code>', 'of phones without a country code, like GB');
}

function addSandbox(program: Command): Command {
  return program
    .command('sandbox')
    .description('run a local Next Identity, until stopped')
    .option('--port <port>', 'port; 0 for any that is free', port, 4010)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--limit <limit>', 'rate limit for each client, like "600 per minute"')
    .option('--burst <calls>', 'calls taken at once after a quiet time', id)
    .addOption(
      new Option('--window <kind>', 'how the limit is counted').choices([
        'token-bucket',
        'fixed-window',
        'sliding-window',
      ]),
    )
    .option('--latency <ms>', 'how long an answer takes, like 50-250')
    .addOption(
      new Option('--existing <mode>', 'what a person who is there already is answered').choices([
        'linked',
        'in-use',
      ]),
    )
    .addOption(
      new Option('--retry-after <form>', 'how a 429 says when to come again').choices([
        'seconds',
        'date',
        'none',
      ]),
    )
    .option('--seed <number>', 'seed of its random numbers', id)
    .option('--state <file>', 'keep users, messages and settings in a file, over a restart')
    .option('--webhook <urls...>', 'send events to these URLs')
    .option('--public-url <url>', 'base of links, where it is reached by another address')
    .option('--set <settings...>', 'any setting of docs/sandbox.md, like uuidTrailingSpace=true')
    .addHelpText(
      'after',
      `
Examples:
  rollcall sandbox --limit "600 per minute" --burst 10 --latency 50-250
  rollcall sandbox --existing in-use --retry-after none --set linkLifetimeMs=60000
  rollcall sandbox --state sandbox.json --webhook http://127.0.0.1:8080/webhooks/next-identity

While it runs, it is controlled over HTTP under /sandbox/: faults, users, activations, the
clock, webhooks, and its account of all calls. docs/sandbox.md has the table and recipes.`,
    )
    .option(...JSON_OUTPUT);
}

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new InvalidArgumentError('Expected a port from 0 to 65535.');
}
