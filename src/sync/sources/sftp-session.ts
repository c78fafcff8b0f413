import { createHash } from 'node:crypto';
import { Client, type ConnectConfig, type SFTPWrapper } from 'ssh2';
import type { RollcallError } from '../../observe/rollcall-error.js';
import type { SourceOf } from './settings.js';
import type { Transfer } from './source.js';
import { sourceError, technicalName } from './source-error.js';

const READY_MS = 20_000;
/** A connection that says nothing for three times this long is taken for dead. */
const KEEPALIVE_MS = 15_000;

type Answer<Value> = (error: Error | null | undefined, value: Value) => void;

/** Asks the server of a session, and waits for the answer. The end of the connection answers everything. */
export type Ask = <Value>(
  question: (sftp: SFTPWrapper, answer: Answer<Value>) => unknown,
) => Promise<Value>;

/**
 * Signs in to the server of a source, lets `work` ask it, and leaves.
 *
 * @throws RollcallError `source.host_key`, `source.refused`, `source.unreachable`, or what `work` throws
 */
export async function withSftp<Result>(
  settings: SourceOf<'sftp'>,
  transfer: Transfer,
  work: (ask: Ask) => Promise<Result>,
): Promise<Result> {
  const { signal } = transfer;
  const client = new Client();
  const questions = new Questions();
  client.once('close', () => questions.end());
  const leave = () => {
    client.destroy();
    questions.end();
  };
  signal.addEventListener('abort', leave, { once: true });
  try {
    await signIn(client, settings, transfer);
    const sftp = await questions
      .ask<SFTPWrapper>((answer) => client.sftp(answer))
      .catch((cause: unknown) => Promise.reject(noSftp(settings, cause)));
    return await work((question) => questions.ask((answer) => question(sftp, answer)));
  } finally {
    signal.removeEventListener('abort', leave);
    client.destroy();
  }
}

/**
 * What is asked over one connection. ssh2 answers what is under way when that ends, and nothing that is asked later: whoever
 * waited for that would wait for good.
 */
class Questions {
  readonly #open = new Set<(cause: unknown) => void>();
  #isOver = false;

  ask<Value>(question: (answer: Answer<Value>) => unknown): Promise<Value> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) return reject(CLOSED);
      this.#open.add(reject);
      question((error, value) => {
        this.#open.delete(reject);
        if (error) reject(error);
        else resolve(value);
      });
    });
  }

  end(): void {
    this.#isOver = true;
    for (const reject of this.#open) reject(CLOSED);
    this.#open.clear();
  }
}

/** The end of a connection, named as the system would. */
const CLOSED = { code: 'CLOSED' };

function signIn(client: Client, settings: SourceOf<'sftp'>, transfer: Transfer): Promise<void> {
  const pinned = [settings.hostKey].flat();
  let shown = '';
  const hostVerifier = (key: Buffer): boolean => {
    shown = fingerprintOf(key);
    return pinned.includes(shown);
  };
  const { host, port, user: username } = settings;
  const password = settings.password && transfer.resolveSecret(settings.password).reveal();
  const config: ConnectConfig = {
    host,
    port,
    username,
    hostVerifier,
    readyTimeout: READY_MS,
    keepaliveInterval: KEEPALIVE_MS,
    ...(password === undefined ? privateKey(settings, transfer) : { password, tryKeyboard: true }),
  };
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      const isOther = shown !== '' && !pinned.includes(shown);
      reject(isOther ? otherHost(settings, shown) : notIn(settings, cause));
    };
    client.once('ready', resolve);
    // Stays, as an error that nobody listens to would end the process. What breaks later is told by the call that it breaks.
    client.on('error', fail);
    client.once('close', () => fail(CLOSED));
    // Many servers ask for the password in this way, and for nothing else.
    client.on('keyboard-interactive', (_name, _instructions, _language, prompts, finish) =>
      finish(prompts.map(() => password ?? '')),
    );
    try {
      client.connect(config);
    } catch {
      // What it throws may quote the key.
      const reason = `The private key for ${placeOf(settings)} cannot be read`;
      const remedy = 'Expected the form of OpenSSH or PEM, and its passphrase where it has one';
      reject(sourceError('source.secret', `${reason}. ${remedy}.`));
    }
  });
}

/** As `ssh-keygen -lf` prints it: SHA-256 in base64, without padding. */
function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replaceAll('=', '')}`;
}

function privateKey(
  { privateKey: key, passphrase }: SourceOf<'sftp'>,
  { resolveSecret }: Transfer,
): Pick<ConnectConfig, 'privateKey' | 'passphrase'> {
  return {
    ...(key === undefined ? {} : { privateKey: `${resolveSecret(key).reveal()}\n` }),
    ...(passphrase === undefined ? {} : { passphrase: resolveSecret(passphrase).reveal() }),
  };
}

function placeOf({ host, port }: SourceOf<'sftp'>): string {
  return `sftp://${host}:${port}`;
}

function otherHost(settings: SourceOf<'sftp'>, shown: string): RollcallError {
  return sourceError(
    'source.host_key',
    `${placeOf(settings)} shows the key ${shown}, which is not the one in "hostKey". It may be another server that wants the password or the export: ask who runs it before you change the setting.`,
  );
}

function notIn(settings: SourceOf<'sftp'>, cause: unknown): RollcallError {
  const isRefused = isOfLevel(cause, 'client-authentication');
  if (!isRefused) {
    const reason = isOfLevel(cause, 'client-timeout') ? 'no answer in time' : technicalName(cause);
    return sourceError('source.unreachable', `${placeOf(settings)} cannot be reached (${reason}).`);
  }
  const remedy = 'Check "user" and the secret of its password or private key.';
  return sourceError('source.refused', `${placeOf(settings)} does not let us in. ${remedy}`);
}

function noSftp(settings: SourceOf<'sftp'>, cause: unknown): RollcallError {
  const reason = `${placeOf(settings)} lets us in, but not to its files (${technicalName(cause)})`;
  return sourceError('source.refused', `${reason}. Ask for SFTP to be allowed for this user.`);
}

function isOfLevel(cause: unknown, level: string): boolean {
  return typeof cause === 'object' && cause !== null && 'level' in cause && cause.level === level;
}
