import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { fingerprintOf, makeKey } from './ssh-key.js';

/**
 * A server that signs in by password, which OpenSSH's does for accounts of the machine only. Behind the sign-in works
 * OpenSSH's own SFTP.
 */
export interface PasswordServer {
  readonly port: number;
  readonly hostKey: string;
  /** How it asks for the password. */
  method: 'password' | 'keyboard-interactive';
  /** Of each session, this many bytes are sent before the connection is cut, or goes silent. */
  sends: number;
  ending: 'cut' | 'silence';
  sessions: number;
  /** Connections that have ended. */
  ended: number;
  /** Cuts all connections that are there. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startPasswordServer(password: string): Promise<PasswordServer> {
  const home = mkdtempSync(join(tmpdir(), 'rollcall-ssh-'));
  const key = join(home, 'host');
  makeKey(key);
  const connections = new Set<ssh2.Connection>();
  const running: Omit<PasswordServer, 'port' | 'hostKey' | 'cut' | 'stop'> = {
    method: 'password',
    sends: Number.POSITIVE_INFINITY,
    ending: 'cut',
    sessions: 0,
    ended: 0,
  };
  const server = new ssh2.Server({ hostKeys: [readFileSync(key)] }, (connection) => {
    connections.add(connection);
    connection.on('error', () => undefined);
    connection.on('close', () => {
      running.ended += 1;
    });
    connection.on('authentication', (context) => {
      const judge = (given = '') => (given === password ? context.accept() : context.reject());
      if (context.method !== running.method) context.reject([running.method]);
      else if (context.method === 'password') judge(context.password);
      else if (context.method === 'keyboard-interactive') {
        context.prompt({ prompt: 'Password: ', echo: false }, ([answer]) => judge(answer));
      }
    });
    connection.on('session', (accept) => {
      accept().on('subsystem', (acceptSubsystem) => {
        running.sessions += 1;
        serveFiles(acceptSubsystem(), running.sends, () => {
          if (running.ending === 'cut') connection.end();
        });
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(running, {
    port,
    hostKey: fingerprintOf(key),
    cut() {
      for (const connection of connections) connection.end();
    },
    async stop() {
      for (const connection of connections) connection.end();
      server.close();
      await once(server, 'close');
      rmSync(home, { recursive: true, force: true });
    },
  });
}

function serveFiles(channel: ssh2.ServerChannel, sends: number, atEnd: () => void): void {
  const program = ['/usr/lib/openssh/sftp-server', '/usr/libexec/sftp-server'].find(existsSync);
  if (program === undefined) throw new Error("The tests of SFTP need OpenSSH's sftp-server");
  const files = spawn(program, ['-e'], { stdio: ['pipe', 'pipe', 'ignore'] });
  files.stdin.on('error', () => undefined);
  channel.pipe(files.stdin);
  let left = sends;
  files.stdout.on('data', (bytes: Buffer) => {
    if (left <= 0) return;
    channel.write(bytes.subarray(0, left));
    left -= bytes.length;
    if (left <= 0) atEnd();
  });
  files.on('exit', () => channel.end());
  channel.on('close', () => files.kill());
}
