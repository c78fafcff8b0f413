import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const EXPORT = 'staff.csv';

/** Writes the export of an HR system: people from one number to another. Later ones have a later time. */
export function writeExport(directory: string, from: number, to: number): void {
  const path = join(directory, EXPORT);
  const rows = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  const lines = rows.map((n) => `E${n},Ada,Number ${n},person${n}@example.com`);
  const header = 'Employee number,First name,Last name,Work email';
  writeFileSync(path, `${[header, ...lines].join('\n')}\n`);
  // An hour ago, so that nobody takes it for one that is still being written.
  const written = Date.now() / 1_000 - 3_600 + from;
  utimesSync(path, written, written);
}
