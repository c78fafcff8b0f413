import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse';
import pLimit from 'p-limit';
import { z } from 'zod';

// What one writes for this on an afternoon, done well: csv-parse, p-limit and fetch, each call again where it is answered 429 or
// 5xx or breaks off, after the time that the server names or a pause that grows. It stands for itself, takes nothing from
// Rollcall, and leaves a CSV of address and uuid.
//
//   node baseline-script.js people.csv results.csv

const CONCURRENCY = 50;
const MOST_TRIES = 10;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

const [, , roster = '', results = ''] = process.argv;
const {
  NEXT_IDENTITY_BASE_URL: baseUrl = '',
  NEXT_IDENTITY_CLIENT_ID: clientId = '',
  NEXT_IDENTITY_CLIENT_SECRET: clientSecret = '',
  NEXT_IDENTITY_REDIRECT_URI: redirectUri = '',
} = process.env;
const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;

const row = z.object({
  'First name': z.string(),
  'Last name': z.string(),
  'Work email': z.string(),
});
const answer = z.object({ uuid: z.string() });

const people: z.infer<typeof row>[] = [];
for await (const record of createReadStream(roster).pipe(parse({ columns: true }))) {
  people.push(row.parse(record));
}
const limit = pLimit(CONCURRENCY);
const invited = await limit.map(people, async (person) => {
  try {
    return [person['Work email'], await invite(person)];
  } catch (cause) {
    process.stderr.write(`${person['Work email']}: ${String(cause)}\n`);
    return [person['Work email'], ''];
  }
});
await writeFile(results, `email,uuid\n${invited.map((cells) => `${cells.join(',')}\n`).join('')}`);
process.exitCode = invited.some(([, uuid]) => uuid === '') ? 1 : 0;

async function invite(person: z.infer<typeof row>): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const response = await call(person).catch(() => null);
    if (response?.ok) return answer.parse(await response.json()).uuid.trim();
    const status = response?.status ?? 0;
    await response?.text();
    const isWorthAnother = status === 0 || status === 429 || status >= 500;
    if (!isWorthAnother || tries === MOST_TRIES) throw new Error(`answered ${status}`);
    await pause(pauseMs(tries, response?.headers.get('retry-after') ?? null));
  }
}

function call(person: z.infer<typeof row>): Promise<Response> {
  return fetch(`${baseUrl}/idp/v1/account/pre-register`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      client_id: clientId,
      auth_type: 'email',
      grant_type: 'password',
      redirect_uri: redirectUri,
      profile_fields: {
        firstName: person['First name'],
        lastName: person['Last name'],
        emailAddress: person['Work email'],
      },
    }),
    signal: AbortSignal.timeout(30_000),
  });
}

/** The time that the server names, else a pause that doubles; either with a random part, so that calls do not come back together. */
function pauseMs(tries: number, retryAfter: string | null): number {
  const named = Number(retryAfter) * 1_000;
  const base = named > 0 ? named : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  return base * (1 + Math.random() / 2);
}
