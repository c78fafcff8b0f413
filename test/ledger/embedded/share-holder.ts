import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { PACKAGE_ROOT } from '../../../src/config/package-root.js';

/** A process that shares the server of a home. */
export interface ShareHolder {
  readonly port: number;
  /** Runs one statement on the server. */
  query(statement: string): Promise<unknown[]>;
  /** Gives the share back and ends in order. */
  leave(): Promise<void>;
  kill(): Promise<void>;
}

const SCRIPT = join(PACKAGE_ROOT, 'test/ledger/embedded/hold-share.mjs');

/**
 * Starts such a process and waits until it has joined.
 *
 * @throws what it wrote to stderr where it could not join
 */
export async function joinFromOwnProcess(home: string): Promise<ShareHolder> {
  const child = spawn(process.execPath, [SCRIPT, home], { stdio: 'pipe' });
  const closed = once(child, 'close');
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) throw new Error(`Expected to join the server, got: ${stderr}`);
  const { port, password } = JSON.parse(first.value);
  return {
    port,
    async query(statement) {
      const address = { host: '127.0.0.1', user: 'rollcall', database: 'postgres' };
      const client = new pg.Client({ ...address, port, password });
      await client.connect();
      try {
        return (await client.query(statement)).rows;
      } finally {
        await client.end();
      }
    },
    async leave() {
      child.stdin.end();
      const [code] = await closed;
      if (code !== 0) throw new Error(`Expected to leave in order, got: ${stderr}`);
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
