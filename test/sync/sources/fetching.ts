import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../../src/config/secret.js';
import { fetchSource } from '../../../src/sync/sources/fetch-source.js';
import { sourceSettings } from '../../../src/sync/sources/settings.js';
import type { FetchContext, Fetched } from '../../../src/sync/sources/source.js';

/** Secrets that the sources of these tests may name. */
export const SECRETS: Record<string, string> = {};

/** A directory for the sources of a test file, one for copies, and the fetching between them. */
export interface Bench {
  /** For exports. */
  readonly directory: string;
  /** The spans that were waited, in ms; nothing really waits. */
  readonly pauses: number[];
  /** Run at each pause: what happens to an export meanwhile. */
  whilePausing: () => void | Promise<void>;
  fetch(settings: object, context?: Partial<FetchContext>): Promise<Fetched>;
  /** The code and message of the error that fetching ends with, for it must. */
  refusal(settings: object, context?: Partial<FetchContext>): Promise<string>;
  /** Names of the copies that are there. */
  copies(): string[];
  remove(): void;
}

export function openBench(): Bench {
  const home = mkdtempSync(join(tmpdir(), 'rollcall-sources-'));
  const spoolDirectory = join(home, 'spool');
  const directory = join(home, 'exports');
  mkdirSync(directory);
  const bench: Bench = {
    directory,
    pauses: [],
    whilePausing: () => undefined,
    fetch(settings, context = {}) {
      return fetchSource(sourceSettings.parse(settings), {
        signal: new AbortController().signal,
        resolveSecret: (reference) => new Secret(secretOf(reference)),
        now: () => new Date('2026-11-22T02:00:00.123Z'),
        spoolDirectory,
        async pause(ms) {
          bench.pauses.push(ms);
          await bench.whilePausing();
        },
        random: () => 1,
        ...context,
      });
    },
    async refusal(settings, context) {
      try {
        await bench.fetch(settings, context);
      } catch (error) {
        const { code, message } = error as { code: string; message: string };
        return `${code}: ${message}`;
      }
      throw new Error('Expected no export, and got one');
    },
    copies: () => (existsSync(spoolDirectory) ? readdirSync(spoolDirectory) : []),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
  return bench;
}

export function contentOf({ path }: Fetched): string {
  return readFileSync(path, 'utf8');
}

function secretOf(reference: { env: string } | { file: string }): string {
  const value = 'env' in reference ? SECRETS[reference.env] : undefined;
  if (value === undefined) throw new Error('Expected a secret that the test knows');
  return value;
}
