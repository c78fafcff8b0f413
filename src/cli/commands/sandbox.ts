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
  readonly window?: 'token-bucket' | 'fixed-window' | 'sliding-window';
  readonly set?: readonly string[];
  readonly state?: string;
  readonly webhook?: readonly string[];
  readonly publicUrl?: string;
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

/** The options that are set, under the names that the sandbox has for them. */
function settingsOf(options: SandboxCommandOptions): SandboxOptions {
  const { port, host, limit, burst, window, latency, existing, retryAfter, seed } = options;
  const { state, webhook, publicUrl, set = [] } = options;
  const all = {
    port,
    host,
    rateLimit: limit === undefined ? undefined : rateLimitOf(limit, burst, window),
    latencyMs: latency === undefined ? undefined : latencyOf(latency),
    existingUser: existing,
    retryAfter,
    seed,
    stateFile: state,
    webhookTargets: webhook,
    publicUrl,
    ...Object.fromEntries(set.map(settingOf)),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function rateLimitOf(
  text: string,
  burst: number | undefined,
  window: SandboxCommandOptions['window'],
) {
  const limit = parseRateLimit(text);
  if (limit === null) {
    throw new RollcallError(
      'option_invalid',
      `Expected --limit like "600 per minute", got "${text}".`,
    );
  }
  return {
    calls: limit.calls,
    per: limit.perMs,
    ...(burst === undefined ? {} : { burst }),
    ...(window === undefined ? {} : { kind: window }),
  };
}

/** `name=value`, the value as JSON where it is that, else as text. The sandbox itself checks names and values. */
function settingOf(assignment: string): [string, unknown] {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(assignment) ?? [];
  if (name === undefined || value === undefined) {
    throw new RollcallError(
      'option_invalid',
      'Expected --set like uuidTrailingSpace=true (docs/sandbox.md lists the settings).',
    );
  }
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
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
    '  NEXT_IDENTITY_DIRECT_CLIENT_ID=sandbox-direct',
    '  NEXT_IDENTITY_DIRECT_CLIENT_SECRET=sandbox-direct-secret',
    '',
    `Its mailbox, to activate an account by hand: ${url}/sandbox/mailbox`,
    `What it has received: ${url}/sandbox/account`,
    'Ctrl-C stops it.',
  ].join('\n');
}
