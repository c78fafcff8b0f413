import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';

/**
 * The Redis of REDIS_URL, which is not ours to stop; or one of our own on a free port, by a program that is there, that is
 * installed first, or that Docker has.
 *
 * @returns {Promise<{ url: string, binary: string, stop: () => Promise<void> }>} `binary` is empty where there is none
 */
export async function provideRedis() {
  const given = process.env.REDIS_URL;
  if (given) return { url: given, binary: findBinary() ?? '', stop: async () => undefined };
  const binary = findBinary() ?? install();
  return binary === null ? startInDocker() : start(binary);
}

async function start(binary) {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-redis-'));
  const port = await freePort();
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory];
  const policy = ['--save', '', '--maxmemory-policy', 'noeviction'];
  const server = spawn(binary, [...settings, ...policy], { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  await answering(url);
  const stop = async () => {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
  return { url, binary, stop };
}

function findBinary() {
  return ['redis-server', 'valkey-server'].find((name) => succeeds(name, '--version')) ?? null;
}

/** Installs Redis by the system's own means. Null where it has none that may be used unasked. */
function install() {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (succeeds('apt-get', '--version') && succeeds(...asRoot, 'true')) {
    process.stderr.write('Installing redis-server with apt-get, for the tests.\n');
    succeeds(...asRoot, 'apt-get', 'update', '-qq');
    // RUNLEVEL=1 keeps the package from starting a server of its own, which nobody needs.
    const quietly = ['env', 'RUNLEVEL=1', 'DEBIAN_FRONTEND=noninteractive'];
    const apt = ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'redis-server'];
    succeeds(...asRoot, ...quietly, ...apt);
  } else if (succeeds('brew', '--version')) {
    process.stderr.write('Installing redis with brew, for the tests.\n');
    succeeds('brew', 'install', '--quiet', 'redis');
  }
  return findBinary();
}

async function startInDocker() {
  if (!succeeds('docker', 'info')) {
    throw new Error(
      'The tests need Redis. Install redis-server (Debian: apt-get install redis-server, macOS: brew install redis), or start Docker, or name a server in REDIS_URL.',
    );
  }
  const port = await freePort();
  const run = ['run', '--rm', '-d', '-p', `127.0.0.1:${port}:6379`, 'redis:7-alpine'];
  const id = execFileSync('docker', run, { encoding: 'utf8' }).trim();
  const url = `redis://127.0.0.1:${port}`;
  await answering(url);
  const stop = async () => {
    execFileSync('docker', ['stop', id], { stdio: 'ignore' });
  };
  return { url, binary: '', stop };
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

async function answering(url) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      await redis.ping();
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw cause;
      await pause(50);
    } finally {
      redis.disconnect();
    }
  }
}

function succeeds(program, ...args) {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
