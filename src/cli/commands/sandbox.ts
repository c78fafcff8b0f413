import { once } from 'node:events';
import { parseRateLimit } from '../../config/rate-limit.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { type SandboxOptions, startSandbox } from '../../sandbox/index.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { catchInterrupt } from '../interrupt.js';
import { output } from '../output.js';

export interface SandboxCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly limit?: string;
  readonly burst?: number;
  readonly latency?: string;
  readonly existing?: 'linked' | 'in-use';
  readonly retryAfter?: 'seconds' | 'date' | 'none';
  readonly seed?: number;
  readonly json?: boolean;
}

/** `rollcall sandbox`: a local Next Identity in the foreground, until it is stopped. */
export async function sandbox(options: SandboxCommandOptions): Promise<ExitCode> {
  const { signal, by, release } = catchInterrupt(() => undefined);
  const running = await startSandbox(settingsOf(options));
  try {
    if (options.json === true) output.json({ url: running.url, port: running.port });
    else output.data(introduction(running.url));
    if (!signal.aborted) await once(signal, 'abort');
    return by() === 'SIGTERM' ? EXIT_CODE.done : EXIT_CODE.interrupted;
  } finally {
    await running.close();
    release();
  }
}

function settingsOf(options: SandboxCommandOptions): SandboxOptions {
  const { port, host, limit, burst, latency, existing, retryAfter, seed } = options;
  return {
    port,
    host,
    ...(limit === undefined ? {} : { rateLimit: rateLimitOf(limit, burst) }),
    ...(latency === undefined ? {} : { latencyMs: latencyOf(latency) }),
    ...(existing === undefined ? {} : { existingUser: existing }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(seed === undefined ? {} : { seed }),
  };
}

function rateLimitOf(text: string, burst: number | undefined) {
  const limit = parseRateLimit(text);
  if (limit === null) {
    throw new RollcallError(
      'option_invalid',
      `Expected --limit like "600 per minute", got "${text}".`,
    );
  }
  return { calls: limit.calls, per: limit.perMs, ...(burst === undefined ? {} : { burst }) };
}

function latencyOf(text: string) {
  const [, min, max] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (min === undefined) {
    throw new RollcallError(
      'option_invalid',
      `Expected --latency in ms like "50-250" or "100", got "${text}".`,
    );
  }
  return { min: Number(min), max: Number(max ?? min) };
}

function introduction(url: string): string {
  return [
    `A local Next Identity runs at ${url}`,
    '',
    `  NEXT_IDENTITY_BASE_URL=${url}`,
    '  NEXT_IDENTITY_CLIENT_ID=sandbox',
    '  NEXT_IDENTITY_CLIENT_SECRET=sandbox-secret',
    '  NEXT_IDENTITY_REDIRECT_URI=https://app.example/welcome',
    '',
    `What it has received: ${url}/sandbox/account`,
    'Ctrl-C stops it.',
  ].join('\n');
}
