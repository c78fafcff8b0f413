import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse';
import pLimit from 'p-limit';
import { type PlainPerson, plainCall, plainPerson, uuidOf } from './plain-call.js';

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
const people: PlainPerson[] = [];
for await (const record of createReadStream(roster).pipe(parse({ columns: true }))) {
  people.push(plainPerson.parse(record));
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

async function invite(person: PlainPerson): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const response = await plainCall(person).catch(() => null);
    if (response?.ok) return uuidOf(await response.json());
    const status = response?.status ?? 0;
    await response?.text();
    const isWorthAnother = status === 0 || status === 429 || status >= 500;
    if (!isWorthAnother || tries === MOST_TRIES) throw new Error(`answered ${status}`);
    await pause(pauseMs(tries, response?.headers.get('retry-after') ?? null));
  }
}

/** The time that the server names, else a pause that doubles; either with a random part, so that calls do not come back together. */
function pauseMs(tries: number, retryAfter: string | null): number {
  const named = Number(retryAfter) * 1_000;
  const base = named > 0 ? named : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  return base * (1 + Math.random() / 2);
}
