import { rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type ClientConfig, NO_RESENDS } from '../../config/client-config.js';
import { importSettings } from '../../config/import-settings.js';
import type { Config } from '../../config/load.js';
import { configuredQuestionsSchema, questionsOf } from '../../config/open-questions.js';
import { PACKAGE_ROOT } from '../../config/package-root.js';
import { Secret } from '../../config/secret.js';
import { isServed, joinServer } from '../../ledger/embedded/server.js';
import { readInvites } from '../../ledger/people.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { withInterrupt } from '../interrupt.js';
import { output } from '../output.js';
import { withRosterFile } from '../roster-file.js';
import { Session } from '../session.js';
import { ENDING, runIn } from './run.js';

/** What the demo's Next Identity allows: quick enough to watch, slow enough to see the pace. */
const RATE = { calls: 1_800, per: 'minute', burst: 5 } as const;

/** `rollcall demo`: the whole way of a roster, on this machine alone and in less than a minute. */
export async function demo(): Promise<ExitCode> {
  const home = resolve(process.env.ROLLCALL_HOME || '.rollcall', 'demo');
  await clear(home);
  const sandbox = await startSandbox({ rateLimit: RATE, latencyMs: { min: 50, max: 250 } });
  const session = new Session(configOf(home), 'warn');
  try {
    const path = join(PACKAGE_ROOT, 'fixtures/employees.csv');
    output.note(`A local Next Identity runs at ${sandbox.url}, and allows 30 calls a second.`);
    output.note(`Inviting the people of ${relative(process.cwd(), path)} through it:\n`);
    const exitCode = await withInterrupt(ENDING, (signal) =>
      withRosterFile(path, (file) => runIn(session, clientOf(sandbox), file, null, {}, signal)),
    );
    if (exitCode !== EXIT_CODE.done) return exitCode;
    const isSame = await compare(session, sandbox);
    output.note(nextSteps(relative(process.cwd(), home)));
    return isSame ? EXIT_CODE.done : EXIT_CODE.failed;
  } finally {
    await session.close();
    await sandbox.close();
  }
}

/** Whatever else is configured, the demo keeps to itself: nothing of it may reach a real ledger or a real tenant. */
function configOf(home: string): Config {
  return {
    directory: home,
    home,
    databaseUrl: null,
    redisUrl: null,
    dataKey: null,
    formerDataKey: null,
    concurrency: 50,
    queueWindow: 10_000,
    logLevel: null,
    clients: [],
    syncs: [],
    import: importSettings.parse({}),
  };
}

function clientOf({ url }: Sandbox): ClientConfig {
  return {
    name: 'demo',
    baseUrl: url,
    allowPrivateAddresses: false,
    clientId: 'sandbox',
    clientSecret: new Secret('sandbox-secret'),
    redirectUri: 'https://app.example/welcome',
    authType: 'email',
    locale: 'en-US',
    limit: { calls: RATE.calls, perMs: 60_000, burst: RATE.burst },
    directAccess: null,
    openQuestions: questionsOf(configuredQuestionsSchema.parse({}), 'email'),
    roster: {},
    pace: null,
    ...NO_RESENDS,
  };
}

/** Every demo begins anew. A server that a killed one left behind is stopped by joining and leaving it. */
async function clear(home: string): Promise<void> {
  if (isServed(home)) await (await joinServer(home)).giveBack();
  if (isServed(home))
    throw new RollcallError(
      'demo_running',
      'Another demo is running in this directory. Wait for its end.',
    );
  rmSync(home, { recursive: true, force: true });
}

/** Lays the two sides' accounts beside each other. */
async function compare(session: Session, sandbox: Sandbox): Promise<boolean> {
  const { pool } = await session.ledger();
  let invited = 0;
  let differing = 0;
  for await (const { identifier, uuid } of readInvites(pool, ['invited'], null)) {
    invited += 1;
    if (sandbox.user(identifier)?.uuid !== uuid) differing += 1;
  }
  const { users, rateLimited } = sandbox.account();
  const twice = [...sandbox.identities()].filter(({ messages }) => messages > 1).length;
  const isSame = differing === 0 && twice === 0 && users.created === invited;
  output.data(
    `\nThe other side's account: ${users.created} people created, ${users.messages} messages sent, ${twice} people got more than one, ${rateLimited} calls answered 429; ${invited - differing} of ${invited} uuids are the same here.`,
  );
  return isSame;
}

function nextSteps(home: string): string {
  const inDemo = (command: string) => `  ROLLCALL_HOME=${home} npx rollcall ${command}`;
  return [
    '\nLook around in what the demo left:',
    inDemo('status'),
    inDemo('list --state invited'),
    inDemo('rejects 1 > rejects.csv'),
    inDemo('export 1 > employees-status.csv'),
    '\nThen invite your own people: see "A first real import" in README.md.',
  ].join('\n');
}
