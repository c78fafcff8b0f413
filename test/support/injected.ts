import { appendFileSync } from 'node:fs';
import type { Injected } from '../../bench/injected.js';

export type { Injected } from '../../bench/injected.js';

/** Adds a line to the file that FAULTS_FILE names. Without one, nothing is kept: the test's own assertions speak. */
export function noteInjected(line: Injected): void {
  const { FAULTS_FILE: file } = process.env;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`);
}
