import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { durationSchema } from '../config/duration.js';
import { rosterSettings } from '../config/roster-settings.js';
import { timeZone } from '../config/time-zone.js';
import { notifySettings } from './notify/settings.js';
import { DEFAULT_SAFEGUARDS } from './safeguards.js';
import { sourceSettings } from './sources/settings.js';

const CRON = 'Expected a cron line of minute, hour, day, month and weekday, like "0 2 * * *"';

const cron = z
  .string({ error: CRON })
  .refine(isCron, { error: CRON })
  .describe('When it runs: minute, hour, day of the month, month, weekday.');

/** Seconds would make it run too often, and `H` is another time whenever it is read. */
function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5 || fields.some((field) => /(^|,)H/i.test(field))) return false;
  try {
    CronExpressionParser.parse(text, { tz: 'UTC' }).next();
    return true;
  } catch {
    return false;
  }
}

const SHARE = 'Expected a share from 0 to 1';
const share = z.number(SHARE).min(0, SHARE).max(1, SHARE);
const GROWTH = 'Expected a share from 0 up';
const growth = z.number(GROWTH).min(0, GROWTH);
const COUNT = 'Expected a whole number from 0 up';
const atLeast = z.int(COUNT).min(0, COUNT);
const yesNo = z.boolean('Expected true or false');

const usual = DEFAULT_SAFEGUARDS;

/** Where one number is given for the two, which of them is meant has to be said. An unknown name among them is told as such. */
const limitOf = (name: string) => ({
  error: ({ code }: { readonly code: string }) =>
    code === 'invalid_type'
      ? `Expected two settings, like safeguards.${name}.share=0.3 and safeguards.${name}.atLeast=20`
      : undefined,
});

const safeguards = z
  .strictObject({
    leavers: z
      .strictObject(
        {
          atLeast: atLeast.default(usual.leavers.atLeast),
          share: share.default(usual.leavers.share),
        },
        limitOf('leavers'),
      )
      .prefault({})
      .describe('Held with so many leavers and more than this share of the people of last time.'),
    changes: z
      .strictObject(
        {
          atLeast: atLeast.default(usual.changes.atLeast),
          share: share.default(usual.changes.share),
        },
        limitOf('changes'),
      )
      .prefault({})
      .describe('The same of people whose data or address differ.'),
    shrink: z
      .strictObject(
        {
          atLeast: atLeast.default(usual.shrink.atLeast),
          share: share.default(usual.shrink.share),
        },
        limitOf('shrink'),
      )
      .prefault({})
      .describe(
        'Held where the export is shorter than the last one by so many rows and this share.',
      ),
    grow: z
      .strictObject(
        {
          atLeast: atLeast.default(usual.grow.atLeast),
          share: growth.default(usual.grow.share),
        },
        limitOf('grow'),
      )
      .prefault({})
      .describe('Held where it is longer by so many rows and more than this share.'),
    refused: share
      .default(usual.refused)
      .describe('Held where more than this share of the rows cannot be used.'),
    sameColumns: yesNo
      .default(usual.sameColumns)
      .describe('Whether other columns than those of the last export hold a run.'),
    sameEncoding: yesNo
      .default(usual.sameEncoding)
      .describe('Whether another encoding than that of the last export holds a run.'),
    notOlder: yesNo
      .default(usual.notOlder)
      .describe('Whether an export that is older than the last one carried out holds a run.'),
    firstRun: yesNo
      .default(usual.firstRun)
      .describe('Whether the first run is held where it would do more than recognise people.'),
    stale: durationSchema
      .nullable()
      .default(usual.stale)
      .describe(
        'Span after which it counts as trouble that no new export has come; it holds nothing.',
      ),
  })
  .prefault({})
  .describe('When a run is held until somebody approves it; docs/sync.md explains each.');

/** What a sync of `rollcall.config.json` may say, and what `rollcall sync add` writes into the ledger. */
export const syncSettings = z.strictObject({
  client: z
    .string()
    .min(1)
    .exactOptional()
    .describe('The client that people are invited through; may be left out where there is one.'),
  source: sourceSettings.describe('Where the exports come from.'),
  cron,
  timeZone: timeZone.describe('Time zone of `cron`, and of the times in reports.'),
  leavers: z
    .enum(['report', 'cancel', 'suppress'], {
      error: 'Expected "report", "cancel" or "suppress"',
    })
    .default('report')
    .describe(
      'What becomes of people who are missing: they are reported; or open invites and messages are cancelled; or they are suppressed as well.',
    ),
  whenHeld: z
    .enum(['wait', 'go on'], { error: 'Expected "wait" or "go on"' })
    .default('wait')
    .describe(
      'While a run is held, the next ones are skipped (`wait`), or take its place (`go on`).',
    ),
  safeguards,
  notify: notifySettings.default([]).describe('Who is told of runs.'),
  roster: rosterSettings
    .prefault({})
    .describe("How the exports are read. Outweighs the client's own, setting by setting."),
});

export type SyncSettings = z.output<typeof syncSettings>;
