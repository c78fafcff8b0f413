import { appendFileSync } from 'node:fs';
import type { EngineKind } from './engines.js';

/** What a test did to Rollcall, how often, and what became of the people: a line of the table in docs/reliability.md. */
export interface Injected {
  /** The part of the table. */
  readonly group: 'crash points' | 'engines' | 'network' | 'soak';
  /** In words that the page can print: `killed after the answer was read`. */
  readonly fault: string;
  readonly engine: EngineKind;
  readonly times: number;
  readonly people: number;
  /** People that are in no final state, or whose message was never sent. */
  readonly lost: number;
  /** People that got a second first invitation, or a second message for one slot. */
  readonly doubled: number;
  /** People whose answer was lost, and who wait for an operator to decide. */
  readonly unknown: number;
}

/** Adds a line to the file that FAULTS_FILE names. Without one, nothing is kept: the test's own assertions speak. */
export function noteInjected(line: Injected): void {
  const { FAULTS_FILE: file } = process.env;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`);
}
