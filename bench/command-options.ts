import { InvalidArgumentError } from 'commander';
import { type Section, textOf, writeSection } from './page.js';

/** Prints a section, and writes it where that is wanted. */
export function show(section: Section, isWritten: boolean): void {
  process.stdout.write(textOf(section));
  if (isWritten) writeSection(section);
}

/** One run as a line of JSON, for whoever watches or keeps them. */
export function note(result: object): void {
  process.stderr.write(`${JSON.stringify(result)}\n`);
}

/** @throws where there is none */
export function givenRedis(): string {
  const redisUrl = process.env.REDIS_URL ?? '';
  if (redisUrl === '') throw new Error('Set REDIS_URL to a Redis that the benchmark may use.');
  return redisUrl;
}

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new InvalidArgumentError('Expected a whole number from 1 up.');
  }
  return number;
}

/** For an option that may be given several values. */
export function wholeNumbers(text: string, others: readonly number[] | undefined): number[] {
  return [...(others ?? []), wholeNumber(text)];
}

export const WRITE = ['--write', 'write the section of docs/benchmarks.md'] as const;
