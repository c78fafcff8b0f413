import { planSteps } from '../../../jobs/plan-steps.js';
import { refuseSuppressed } from '../../../jobs/refuse-suppressed.js';
import { claimDue } from '../../../jobs/resend.js';
import type { ResendRules } from '../../../src/config/resend-rules.js';
import { handCoolDownMs } from '../../../src/invite/hand-resend.js';
import { fingerprint } from '../../../src/invite/resend-policy.js';
import { markActivated } from '../../../src/ledger/activation.js';
import { addRows, findBatch, finishBatch, type NewRow } from '../../../src/ledger/batches.js';
import { claimInvite, finishCall, loseCalls, releaseInvite } from '../../../src/ledger/calls.js';
import { pauseClient, resumeClient } from '../../../src/ledger/clients.js';
import { resolveUnknown } from '../../../src/ledger/doubts.js';
import { handleOpenEvents, recordEvent } from '../../../src/ledger/events.js';
import { eraseForgotten, forgetPeople } from '../../../src/ledger/forget.js';
import { requestResends } from '../../../src/ledger/hand-resends.js';
import { cancelInvites, retryInvites } from '../../../src/ledger/operator.js';
import { expireInvites } from '../../../src/ledger/plans.js';
import { purge } from '../../../src/ledger/purge.js';
import { enqueuePending } from '../../../src/ledger/queued.js';
import { finishResend, releaseResend } from '../../../src/ledger/resends.js';
import { suppress, unsuppress } from '../../../src/ledger/suppression.js';
import { seeWorker } from '../../../src/ledger/workers.js';
import type { RosterRow } from '../../../src/roster/index.js';
import { rowProblem } from '../../../src/roster/problems.js';
import { advance } from '../../ledger/invited.js';
import { addTestBatch } from '../../ledger/seed.js';
import type { Action, ActionOf, Row } from './actions.js';
import { ACTIVATING, HALF_HOUR, MAX_TRIES, type Model, POLICY } from './model.js';
import { SET } from './model-imports.js';
import { RECORDED } from './model-resends.js';
import { momentOf, type Process, type World } from './world.js';

export const addressOf = (person: number) => `person${person}@example.com`;
export const uuidOf = (person: number) => `6f1c2f0e-6a45-4d6e-9f3f-0c1d7a1b2c0${person}`;

const MANY = 1_000;
const RULES: ResendRules = {
  configured: POLICY,
  inForce: { policy: POLICY, fingerprint: fingerprint(POLICY) },
  firstHours: null,
  isLookedUp: false,
  activating: [ACTIVATING],
};

/** A worker that was silent for a minute counts as dead; no call is older than a day here. */
const SILENT_MS = 60_000;
const CALL_MS = 86_400_000;

/** Does to the ledger what the model's action says, by the process that is named, and tells what came of it. */
export async function perform(
  world: World,
  { pool, worker, ...process }: Process,
  action: Action,
  model: Model,
): Promise<unknown> {
  const clientId = 'client' in action ? (world.clients[action.client] ?? 0) : 0;
  switch (action.kind) {
    case 'import':
      return importRows(pool, clientId, action.rows);
    case 'enqueue':
      return (await enqueuePending(pool, clientId, MANY)).length;
    case 'claim':
      return claim(world, { pool, worker, ...process }, clientId, action, model);
    case 'finish':
      return finish(world, pool, action);
    case 'release':
      return releaseInvite(pool, taken(world.claims, action.call).attemptId);
    case 'kill':
    case 'fall-silent':
      return silence(world, worker);
    case 'wake':
      return seeWorker(pool, worker);
    case 'lose-calls':
      await loseCalls(pool, SILENT_MS, CALL_MS, MAX_TRIES);
      return;
    case 'advance':
      return advance(pool, action.hours * 2 * HALF_HOUR);
    case 'plan':
      return planSteps(pool, clientId, RULES);
    case 'claim-resend':
      return claimAgain(world, { pool, worker, ...process }, clientId, action, model);
    case 'finish-resend':
      return finishAgain(world, pool, action);
    case 'release-resend':
      return releaseResend(pool, taken(world.resendClaims, action.call), null);
    case 'ask-resend':
      return askResend(pool, clientId, action);
    case 'expire':
      return expireInvites(pool, clientId, fingerprint(POLICY), false, MANY);
    case 'cancel':
      return cancelInvites(pool, { clientId, batchId: null }, action.states);
    case 'retry':
      return retryInvites(pool, { clientId, batchId: null }, action.states);
    case 'resolve':
      return resolveUnknown(pool, await idsOf(world, clientId, action.people), action.choice);
    case 'suppress':
      return suppress(
        pool,
        identities(action.people).map((one) => ({ ...one, reason: 'asked' })),
      );
    case 'unsuppress':
      return unsuppress(pool, identities(action.people));
    case 'forget':
      return forget(pool, action.people);
    case 'purge': {
      const before = momentOf(world, model.now - 2 * action.olderThanHours - 1);
      return (await purge(pool, { before, set: 2 })).people;
    }
    case 'event': {
      const { jti, person, isActivating } = action;
      const type = isActivating ? ACTIVATING : 'account/v1/login';
      const issuedAt = momentOf(world, model.now);
      return recordEvent(pool, { clientId, jti, type, sub: uuidOf(person), issuedAt });
    }
    case 'handle-events':
      return [...(await handleOpenEvents(pool, clientId, [ACTIVATING]))].sort();
    case 'list-activated': {
      const reports = action.people.map((person) => ({ identifier: addressOf(person) }));
      return markActivated(pool, clientId, 'list', reports);
    }
    case 'pause':
      return pauseClient(pool, clientId, 'settings_refused', 'Refused.');
    case 'resume':
      return resumeClient(pool, clientId);
  }
}

type Pool = Process['pool'];

/** As the product imports: rows of people who may not be called are refused, and the rest goes in in sets. */
async function importRows(pool: Pool, clientId: number, rows: readonly Row[]) {
  const batchId = await addTestBatch(pool, clientId);
  const read = rows.map(rosterRow);
  const judged: RosterRow[] = [];
  for await (const row of refuseSuppressed(pool, 'email', of(read))) judged.push(row);
  const newRows = judged.map(
    (row): NewRow =>
      'person' in row
        ? { ...row, problems: null }
        : { line: row.line, cells: row.cells, person: null, problems: row.problems },
  );
  const scope = { clientId, authType: 'email', batchId };
  for (let from = 0; from < rows.length; from += SET) {
    const set = newRows.slice(from, from + SET);
    await addRows(pool, scope, set);
    const people = set.flatMap(({ person }) => person?.identifier ?? []);
    await eraseForgotten(pool, 'email', people);
  }
  await finishBatch(pool, batchId);
  const batch = await findBatch(pool, batchId);
  if (batch === null) throw new Error(`Expected batch ${batchId} in the ledger`);
  const { added, known, updated, differing, duplicates, conflicts, rejected } = batch;
  return { added, known, updated, differing, duplicates, conflicts, rejected };
}

async function* of(rows: readonly RosterRow[]): AsyncGenerator<RosterRow> {
  yield* rows;
}

/** The person stands in the last digit of the line, by which they are known once their address is gone. */
function rosterRow(row: Row, index: number): RosterRow {
  const line = 10 * (index + 1) + (row?.person ?? 9);
  if (row === null) return { line, cells: [''], problems: [rowProblem('', 'email.missing')] };
  const identifier = addressOf(row.person);
  const profile = { emailAddress: identifier, firstName: `Ada ${row.version}` };
  const person = { identifier, profile, locale: null, employeeNumber: null, timeZone: null };
  return { line, cells: [identifier], person };
}

async function idsOf(world: World, clientId: number, people: readonly number[]) {
  const { rows } = await world.watcher.query<{ id: number }>(
    'SELECT id FROM invite WHERE client_id = $1 AND identifier = ANY ($2) ORDER BY id',
    [clientId, people.map(addressOf)],
  );
  return rows.map(({ id }) => id);
}

/** The key that the model gives to the next call for somebody. */
function nextCall(model: Model, { client, person }: { client: number; person: number }): string {
  const invite = model.invites.find(
    (one) => one.client === client && one.person === person && !one.isForgotten,
  );
  return `${invite?.key ?? `client-${client} person-${person}`}/${(invite?.claims ?? 0) + 1}`;
}

async function claim(
  world: World,
  { pool, worker }: Process,
  clientId: number,
  action: ActionOf<'claim'>,
  model: Model,
) {
  const [id] = await idsOf(world, clientId, [action.person]);
  if (id === undefined) return null;
  const claimed = await claimInvite(pool, id, 'pre-register', worker);
  if (claimed === null) return null;
  world.claims.set(nextCall(model, action), claimed);
  return { tries: claimed.tries, mayHaveArrived: claimed.mayHaveArrived };
}

async function claimAgain(
  world: World,
  { pool, worker }: Process,
  clientId: number,
  action: ActionOf<'claim-resend'>,
  model: Model,
) {
  const [id] = await idsOf(world, clientId, [action.person]);
  if (id === undefined) return null;
  const claimed = await claimDue(id, { pool, worker, rules: RULES });
  if (claimed === null) return null;
  world.resendClaims.set(nextCall(model, action), claimed);
  return { slot: claimed.slot };
}

function taken<T>(claims: Map<string, T>, key: string): T {
  const claimed = claims.get(key);
  if (claimed === undefined) throw new Error(`Expected call ${key} to be waited for`);
  claims.delete(key);
  return claimed;
}

async function finish(world: World, pool: Pool, { call, ending }: ActionOf<'finish'>) {
  const { attemptId, inviteId } = taken(world.claims, call);
  const { outcome, state, due, hasUuid, isTry } = ending;
  const uuid = hasUuid ? await uuidFor(world, inviteId) : null;
  const dueInMs = due === null ? null : due * HALF_HOUR;
  const end = { attemptId, outcome, state, uuid, dueInMs, isTry };
  await finishCall(pool, { ...end, httpStatus: null, code: null, message: null });
}

async function finishAgain(world: World, pool: Pool, { call, reply }: ActionOf<'finish-resend'>) {
  const claimed = taken(world.resendClaims, call);
  if (reply === 'unavailable') {
    await releaseResend(pool, claimed, {
      httpStatus: null,
      outcome: 'unsent',
      code: 'unreachable',
    });
    return;
  }
  const uuid = reply === 'sent' ? await uuidFor(world, claimed.inviteId) : null;
  const told = { httpStatus: null, code: null, message: null, uuid };
  const end = { attemptId: claimed.attemptId, outcome: RECORDED[reply], ...told };
  await finishResend(pool, { ...end, mayHaveArrived: reply !== 'not-sent' });
}

/** One person has one uuid, whoever the client. */
async function uuidFor({ watcher }: World, inviteId: number): Promise<string> {
  const { rows } = await watcher.query<{ person: number }>(
    'SELECT line % 10 AS person FROM invite WHERE id = $1',
    [inviteId],
  );
  return uuidOf(rows[0]?.person ?? 9);
}

/** Nothing has been seen of the worker for longer than one may be silent. */
async function silence({ watcher }: World, worker: string): Promise<void> {
  await watcher.query("UPDATE worker SET seen_at = now() - interval '1 hour' WHERE id = $1", [
    worker,
  ]);
}

async function askResend(pool: Pool, clientId: number, { overrides }: ActionOf<'ask-resend'>) {
  const any = { batchId: null, states: null, olderThanMs: null, identifiers: null };
  const coolDownMs = handCoolDownMs(POLICY, overrides);
  const verdicts = await requestResends(
    pool,
    { clientId, ...any },
    { coolDownMs, overrides, named: 0 },
  );
  return Object.fromEntries(verdicts.map(({ verdict, people }) => [verdict, people]));
}

const identities = (people: readonly number[]) =>
  people.map((person) => ({ authType: 'email' as const, identifier: addressOf(person) }));

async function forget(pool: Pool, people: readonly number[]) {
  const forgetting = await forgetPeople(pool, identities(people), false);
  if (forgetting.obstacle !== null) return { obstacle: forgetting.obstacle.kind };
  const { invites, cancelled, suppressions } = forgetting.erased;
  return { invites, cancelled, suppressions, wasForgotten: forgetting.wasForgotten };
}
