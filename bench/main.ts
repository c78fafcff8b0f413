import { Command } from 'commander';
import { growthCommand } from './commands/growth.js';
import { importCommand } from './commands/import.js';
import { inviteCommand } from './commands/invite.js';
import { memoryCommand } from './commands/memory.js';
import { learnCommand, paceCommand } from './commands/pace.js';
import { reportCommand } from './commands/report.js';
import { slowCommand } from './commands/slow.js';
import { throughputCommand } from './commands/throughput.js';

await new Command('npm run bench --')
  .description('Benchmarks; each compares the accounts before it gives a figure.')
  .addCommand(inviteCommand())
  .addCommand(importCommand())
  .addCommand(paceCommand())
  .addCommand(learnCommand())
  .addCommand(slowCommand())
  .addCommand(throughputCommand())
  .addCommand(memoryCommand())
  .addCommand(growthCommand())
  .addCommand(reportCommand())
  .parseAsync();
