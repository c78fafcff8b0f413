import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Company, foundCompany } from '../support/company.js';
import { freePort } from '../support/free-port.js';
import { type Running, rollcall, start } from '../support/rollcall.js';
import { until } from '../support/until.js';

const PATH = '/webhooks/next-identity';

let company: Company;
let running: Running[];
beforeEach(async () => {
  company = await foundCompany({ engine: 'postgres' });
  running = [];
});
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.map(({ finished }) => finished));
  await company.close();
});

/** Starts `serve` for one client whose webhooks come to `port`, and waits until it listens. */
async function serve(port: number, ...options: string[]): Promise<Running> {
  const server = start(
    ['serve', '--port', String(port), ...options],
    environment(port),
    company.directory,
  );
  running.push(server);
  await until('it listens', () => server.stderr().includes('Listening') || null);
  return server;
}

/** The company's, with its client in a file: only there can a webhook be set up. */
function environment(port: number): Record<string, string> {
  const { DATABASE_URL = '' } = company.environment;
  const client = {
    baseUrl: company.sandbox.url,
    clientId: 'sandbox',
    clientSecret: { env: 'SECRET' },
    redirectUri: 'https://app.example/welcome',
    rateLimit: '200 per second',
    activation: { webhook: { audience: `http://127.0.0.1:${port}${PATH}` } },
  };
  const path = join(company.directory, 'rollcall.config.json');
  writeFileSync(path, JSON.stringify({ clients: { acme: client } }));
  return { DATABASE_URL, SECRET: 'sandbox-secret' };
}

describe('serve', () => {
  test('says where it listens and for whom, on stderr, and data on stdout where JSON is asked for', async () => {
    const port = await freePort();
    const server = await serve(port, '--json');
    server.child.kill('SIGTERM');
    const { exitCode, stdout, stderr } = await server.finished;
    const url = `http://127.0.0.1:${port}`;
    expect({ exitCode, data: JSON.parse(stdout) }).toEqual({
      exitCode: 0,
      data: { url, path: PATH },
    });
    expect(stderr).toContain(`Listening for Next Identity's events at ${url}${PATH}`);
    expect(stderr).toContain(`acme: those of ${company.sandbox.url}/ for ${url}${PATH}`);
  });

  test('takes the event of an activation, which a worker then handles', async () => {
    const port = await freePort();
    const server = await serve(port);
    const cli = (...args: string[]) => rollcall(args, environment(port), company.directory);
    company.sandbox.setWebhookTargets([`http://127.0.0.1:${port}${PATH}`]);
    expect(await cli('run', company.writeRoster(3))).toMatchObject({ exitCode: 0 });
    company.sandbox.activate({ identifiers: ['person1@example.com'] });
    await until('all events are delivered', () => company.sandbox.webhooks().waiting === 0);
    expect(company.sandbox.webhooks()).toMatchObject({ failed: 0, dead: 0 });

    running.push(start(['work'], environment(port), company.directory));
    const states = async () => {
      const { stdout } = await cli('list', '--json');
      const people = stdout.trim().split('\n');
      return people.map((line) => JSON.parse(line).state).sort();
    };
    await until('it is known', async () => (await states()).includes('activated'));
    expect(await states()).toEqual(['activated', 'invited', 'invited']);
    server.child.kill('SIGINT');
    expect((await server.finished).exitCode).toBe(130);
  });

  test('refuses to start where no client has a webhook, and says how it gets one', async () => {
    const finished = await rollcall(['serve'], company.environment, company.directory);
    expect(finished).toMatchObject({ exitCode: 2, stdout: '' });
    expect(finished.stderr).toContain('activation.webhook.audience');
  });

  test('refuses to start where the port is taken', async () => {
    const port = await freePort();
    await serve(port);
    const args = ['serve', '--port', String(port)];
    const finished = await rollcall(args, environment(port), company.directory);
    expect(finished.exitCode).toBe(2);
    expect(finished.stderr).toContain(`cannot listen on 127.0.0.1:${port}; choose another --port`);
  });
});
