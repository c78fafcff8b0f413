import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/free-port.js';
import { until } from '../../support/until.js';
import { fingerprintOf, makeKey } from './ssh-key.js';

/** OpenSSH's server, for this user alone, with keys of its own. */
export interface Sshd {
  readonly port: number;
  readonly user: string;
  /** What `ssh-keygen -lf` prints of the server's key. */
  readonly hostKey: string;
  /** The key that it lets in, and the same under the passphrase `opensesame`. */
  readonly privateKey: string;
  readonly lockedKey: string;
  readonly strangerKey: string;
  stop(): Promise<void>;
}

export async function startSshd(): Promise<Sshd> {
  const program = provideSshd();
  const home = mkdtempSync(join(tmpdir(), 'rollcall-sshd-'));
  for (const name of ['host', 'user', 'stranger']) makeKey(join(home, name));
  const locked = join(home, 'locked');
  writeFileSync(locked, readFileSync(join(home, 'user')), { mode: 0o600 });
  execFileSync('ssh-keygen', ['-q', '-p', '-f', locked, '-P', '', '-N', 'opensesame']);
  const port = await freePort();
  const configuration = join(home, 'sshd_config');
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(home, 'host')}`,
    `AuthorizedKeysFile ${join(home, 'user.pub')}`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'StrictModes no',
    'UsePAM no',
    `PidFile ${join(home, 'pid')}`,
    'Subsystem sftp internal-sftp',
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  const server = spawn(program, ['-D', '-e', '-f', configuration], { stdio: 'ignore' });
  await until('sshd listens', () => listens(port));
  return {
    port,
    user: userInfo().username,
    hostKey: fingerprintOf(join(home, 'host')),
    privateKey: readFileSync(join(home, 'user'), 'utf8'),
    lockedKey: readFileSync(locked, 'utf8'),
    strangerKey: readFileSync(join(home, 'stranger'), 'utf8'),
    async stop() {
      await end(server);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The server's program, by its full path, as it asks for: one that is there, or that is installed first. */
function provideSshd(): string {
  const program = findSshd() ?? installSshd();
  if (program === null) {
    throw new Error(
      'The tests of SFTP need sshd. Install it (Debian: apt-get install openssh-server).',
    );
  }
  // Debian's makes this directory when the system starts it; root's sshd keeps its unprivileged half in it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  return program;
}

function findSshd(): string | null {
  return ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((path) => existsSync(path)) ?? null;
}

/** Installs sshd by the system's own means. Null where it has none that may be used unasked. */
function installSshd(): string | null {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (!succeeds('apt-get', '--version') || !succeeds(...asRoot, 'true')) return null;
  process.stderr.write('Installing openssh-server with apt-get, for the tests.\n');
  succeeds(...asRoot, 'apt-get', 'update', '-qq');
  // RUNLEVEL=1 keeps the package from starting a server of its own, which nobody needs.
  const quietly = ['env', 'RUNLEVEL=1', 'DEBIAN_FRONTEND=noninteractive'];
  const apt = ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'openssh-server'];
  succeeds(...asRoot, ...quietly, ...apt);
  return findSshd();
}

function succeeds(program = '', ...arguments_: string[]): boolean {
  try {
    execFileSync(program, arguments_, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function end(server: ChildProcess): Promise<void> {
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
}
