import { execFileSync, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stopProgram } from './program.js';

/** nginx with its `limit_req`, listening on a socket of the file system. */
export interface Nginx {
  readonly socketPath: string;
  stop(): Promise<void>;
}

export interface NginxLimit {
  /** Calls a second; nginx takes whole numbers. */
  readonly rate: number;
  readonly burst: number;
}

const BINARY = '/usr/sbin/nginx';
const START_MS = 10_000;

/**
 * Starts nginx in front of a server. It runs in the foreground with everything that it writes in `directory`.
 *
 * @throws where it is not installed and cannot be, or does not start
 */
export async function startNginx(
  url: string,
  limit: NginxLimit,
  directory: string,
): Promise<Nginx> {
  provideNginx();
  const path = join(directory, 'nginx.conf');
  const socketPath = join(directory, 'nginx.sock');
  writeFileSync(path, configuration({ url, limit, directory, socketPath }));
  const child = spawn(BINARY, ['-p', directory, '-c', path, '-e', join(directory, 'error.log')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const deadline = Date.now() + START_MS;
  while (!existsSync(socketPath)) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
    if (Date.now() > deadline) throw new Error('nginx does not listen');
    await pause(50);
  }
  return { socketPath, stop: () => stopProgram(child) };
}

/** Whether nginx is there, or can be installed without asking anybody. */
export function canHaveNginx(): boolean {
  return existsSync(BINARY) || (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'));
}

function provideNginx(): void {
  if (existsSync(BINARY)) return;
  if (!canHaveNginx()) throw new Error('nginx is not installed: apt-get install nginx');
  // At run level 1 the package does not start its own server.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'nginx'];
  for (const args of [['update', '-qq'], install]) {
    execFileSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

interface Configured {
  readonly url: string;
  readonly limit: NginxLimit;
  readonly directory: string;
  readonly socketPath: string;
}

function configuration({ url, limit, directory, socketPath }: Configured): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `  ${kind}_temp_path ${join(directory, kind)};`,
  );
  return `daemon off;
master_process off;
pid ${join(directory, 'nginx.pid')};
error_log ${join(directory, 'error.log')} error;
events {}
http {
  access_log off;
${temporary.join('\n')}
  keepalive_requests 1000000;
  limit_req_zone $http_authorization zone=clients:1m rate=${limit.rate}r/s;
  upstream sandbox {
    server ${new URL(url).host};
    keepalive 64;
    keepalive_requests 1000000;
  }
  server {
    listen unix:${socketPath};
    location / {
      limit_req zone=clients burst=${limit.burst} nodelay;
      limit_req_status 429;
      proxy_pass http://sandbox;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`;
}
