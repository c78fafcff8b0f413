import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type PaceCase, type PaceResult, paceResult } from './pace.js';

/**
 * Runs kept in a file, a line of JSON for each, so that a benchmark of hours may be broken off and gone on with, or made by
 * several commands.
 */
export class KeptRuns {
  readonly #path: string;
  readonly #lines: readonly Record<string, unknown>[];

  /** @throws where a line is no JSON, as one that was being written when the machine stopped */
  constructor(path: string) {
    this.#path = path;
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    this.#lines = text
      .split('\n')
      .flatMap((line, n) => (line === '' ? [] : [parsed(line, `${path}:${n + 1}`)]));
  }

  /** The runs of this very case. */
  of(paceCase: PaceCase): PaceResult[] {
    const wanted = JSON.stringify(named(paceCase));
    return this.#lines
      .filter((line) => JSON.stringify(line.case) === wanted)
      .map(({ result }) => paceResult.parse(result));
  }

  add(paceCase: PaceCase, result: PaceResult): void {
    appendFileSync(this.#path, `${JSON.stringify({ case: named(paceCase), result })}\n`);
  }
}

function parsed(line: string, place: string): Record<string, unknown> {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`${place} is no kept run; without the line it is made again`, { cause });
  }
}

/** The case with the names of its limit and its course, as it is told and kept. */
export function named({ limiter, course, ...others }: PaceCase) {
  const { rate, told, processes, engine, capacity, seconds } = others;
  return {
    limiter: limiter.name,
    course: course.name,
    rate,
    told,
    processes,
    engine,
    capacity,
    seconds,
  };
}
