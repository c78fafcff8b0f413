import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { PACKAGE_ROOT } from '../../src/config/package-root.js';
import { givenRedis, note, show, WRITE, wholeNumber } from '../command-options.js';
import { benchSenders } from '../senders.js';
import { CHART, chartOf, sendersSection } from '../senders-section.js';

interface ReportOptions {
  readonly people: number;
  readonly rate: number;
  readonly chart?: string;
  readonly write?: boolean;
}

export function reportCommand(): Command {
  return new Command('report')
    .description("calls over time of Rollcall, of BullMQ's limiter and of a script, as a chart")
    .option('--people <people>', 'people to invite', wholeNumber, 2_000)
    .option('--rate <rate>', 'calls a second that the server allows', wholeNumber, 50)
    .option('--chart <file>', 'write the chart to this file')
    .option(WRITE[0], `${WRITE[1]} and its chart`)
    .action(async ({ people, rate, chart, write = false }: ReportOptions) => {
      const senders = await benchSenders({ people, rate, redisUrl: givenRedis() });
      for (const { name, calls, givenUp } of senders) note({ name, calls: calls.length, givenUp });
      const drawn = chartOf(senders, rate);
      if (chart !== undefined) writeFileSync(chart, drawn);
      if (write) writeFileSync(join(PACKAGE_ROOT, 'docs', CHART), drawn);
      show(sendersSection(senders, people, rate), write);
    });
}
