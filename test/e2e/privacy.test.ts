import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Company, foundCompany } from '../support/company.js';
import { ENGINES } from '../support/engines.js';
import { queueContents } from '../support/queue-contents.js';
import { type Finished, rollcall } from '../support/rollcall.js';

/** Words that stand nowhere but in this roster and this secret. */
const PERSON = 'zanzibarquux';
const PHONE = '7700900987';
const SECRET = 'xyzzy-plugh-secret';
const MARKS = [PERSON, PHONE, SECRET, Buffer.from(`sandbox:${SECRET}`).toString('base64')];

const ROSTER = [
  'First name,Last name,Work email,Mobile phone,Employee number',
  ...Array.from(
    { length: 40 },
    (_, n) => `${PERSON},Doe,${PERSON}${n}@example.com,+44${PHONE},${n}`,
  ),
  `${PERSON},Doe,${PERSON}@@example.com,+44${PHONE},41`,
  `${PERSON},Doe`,
].join('\n');

let company: Company;
afterEach(() => company.close());

describe.each(ENGINES)('outside the ledger on %s', (engine) => {
  test.each([
    ['when all goes well', 'sandbox-secret', []],
    [
      'when calls fail',
      'sandbox-secret',
      [
        { kind: '500', share: 0.1 },
        { kind: 'reset-after', share: 0.1 },
        { kind: 'malformed-body', share: 0.05 },
      ],
    ],
    ['when the secret is refused', SECRET, []],
  ] as const)(
    'no person and no secret is found in logs, output, or queue %s',
    async (_, secret, faults) => {
      company = await foundCompany({
        engine,
        sandbox: {
          faults: [...faults],
          clients: [{ clientId: 'sandbox', secret: 'sandbox-secret' }],
        },
        environment: { NEXT_IDENTITY_CLIENT_SECRET: secret, ROLLCALL_LOG_LEVEL: 'trace' },
      });
      const roster = join(company.directory, 'people.csv');
      writeFileSync(roster, ROSTER);
      const cli = (...args: string[]) => rollcall(args, company.environment, company.directory);

      const printed: Finished[] = [await cli('import', roster)];
      const queued = await queueContents(company.databaseUrl, engine);
      printed.push(
        await cli('work', '--until-drained'),
        await cli('status'),
        await cli('status', '1', '--json'),
      );
      const after = await queueContents(company.databaseUrl, engine);

      const text = [
        ...printed.flatMap(({ stdout, stderr }) => [stdout, stderr]),
        queued,
        after,
      ].join('\n');
      expect(queued).toContain('inviteId');
      for (const mark of MARKS) expect(text.toLowerCase()).not.toContain(mark.toLowerCase());
    },
  );
});
