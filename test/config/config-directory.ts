import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import { type Config, loadConfig } from '../../src/config/load.js';
import { RollcallError } from '../../src/observe/rollcall-error.js';

const made: string[] = [];

afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** A project's directory with these files, removed when the test ends. */
export function directoryWith(files: Readonly<Record<string, unknown>> = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-config-'));
  made.push(directory);
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

/** The lines of the one message that refuses the configuration, without its first. */
export function mistakes(
  environment: Readonly<Record<string, string>>,
  directory = directoryWith(),
): string[] {
  let config: Config;
  try {
    config = loadConfig(environment, directory);
  } catch (cause) {
    if (!(cause instanceof RollcallError) || cause.code !== 'config_invalid') throw cause;
    const [head, ...lines] = cause.message.split('\n');
    if (head !== 'The configuration has mistakes:') throw cause;
    return lines.map((line) => line.trim().replaceAll(`${directory}/`, ''));
  }
  throw new Error(`Expected mistakes, got ${config.clients.length} clients`);
}

/** The variables that describe one client completely. */
export const COMPLETE = {
  NEXT_IDENTITY_BASE_URL: 'https://id.example',
  NEXT_IDENTITY_CLIENT_ID: 'abc',
  NEXT_IDENTITY_CLIENT_SECRET: 'hunter2',
  NEXT_IDENTITY_REDIRECT_URI: 'https://app.example/welcome',
} as const;

/** The same as `rollcall.config.json` has it, with the secret in `GERMANY_SECRET`. */
export const GERMANY = {
  baseUrl: 'https://id.example',
  clientId: 'abc-de',
  clientSecret: { env: 'GERMANY_SECRET' },
  redirectUri: 'https://app.example/de',
};
