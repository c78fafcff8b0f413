import { expect } from '@jest/globals';
import { type InviteState, mayGo, INVITE_STATES as STATES } from '../../../src/invite/states.js';
import { countStates } from '../../../src/ledger/counts.js';
import { CLIENTS } from './model.js';
import type { Picture } from './observe.js';
import type { World } from './world.js';

/** Each has to find nothing, whatever has happened. */
const NEVER: Readonly<Record<string, string>> = {
  // Two calls may be answered so, where one had been given up as lost: the other says that the person is there.
  'somebody has two first invitations': `
    SELECT invite_id FROM invite_history WHERE to_state = 'invited' AND from_state IN ('pending', 'queued', 'sending', 'unknown')
     GROUP BY invite_id HAVING count(*) > 1`,
  'one client has an identity twice': `
    SELECT client_id FROM invite GROUP BY client_id, auth_type, identifier HAVING count(*) > 1`,
  'a slot has two messages': `
    SELECT invite_id FROM attempt WHERE slot IS NOT NULL GROUP BY invite_id, slot HAVING count(*) > 1`,
  'a slot is used that counts as still to come': `
    SELECT i.id FROM invite i JOIN attempt a ON a.invite_id = i.id WHERE a.slot > i.resend_slot`,
  'two calls for one person and client are under way': `
    SELECT invite_id FROM attempt WHERE ended_at IS NULL GROUP BY invite_id HAVING count(*) > 1`,
  'somebody who was invited is to be called from the start': `
    SELECT id FROM invite WHERE invited_at IS NOT NULL AND state IN ('pending', 'queued', 'sending', 'unknown', 'failed')`,
  'somebody waits for a call that nothing will make': `
    SELECT id FROM invite WHERE state IN ('pending', 'queued') AND due_at IS NULL`,
  'somebody is being called by nobody': `
    SELECT i.id FROM invite i WHERE state = 'sending'
       AND NOT EXISTS (SELECT FROM attempt a WHERE a.id = i.attempt_id AND a.ended_at IS NULL)`,
  'a step was taken that is none': `
    SELECT invite_id FROM invite_history h
     WHERE NOT EXISTS (SELECT FROM invite_transition t WHERE t.from_state = h.from_state AND t.to_state = h.to_state)`,
  'a batch has other rows than it counts': `
    SELECT b.id FROM batch b
     WHERE (rows, added, known, updated, differing, duplicates, conflicts, rejected) <>
           (SELECT count(*), count(*) FILTER (WHERE status = 'added'), count(*) FILTER (WHERE status = 'known'),
                    count(*) FILTER (WHERE status = 'updated'), count(*) FILTER (WHERE status = 'differs'),
                    count(*) FILTER (WHERE status = 'duplicate'), count(*) FILTER (WHERE status = 'conflict'),
                    count(*) FILTER (WHERE status = 'rejected') FROM roster_row r WHERE r.batch_id = b.id)`,
  'something is left of somebody who was forgotten': `
    SELECT id FROM invite WHERE forgotten_at IS NOT NULL
       AND (identifier LIKE '%@%' OR profile <> '{}' OR state IN ('pending', 'queued', 'sending', 'unknown'))`,
};

const ALL = Object.entries(NEVER)
  .map(([what, query]) => `SELECT '${what}' AS what WHERE EXISTS (${query})`)
  .join(' UNION ALL ');

/** What must always hold. */
export async function checkInvariants(world: World, before: Picture, now: Picture): Promise<void> {
  const { rows } = await world.watcher.query<{ what: string }>(ALL);
  expect(rows.map(({ what }) => what)).toEqual([]);
  for (const client of CLIENTS) {
    const scope = { batchId: null, clientId: world.clients[client] ?? null };
    const counted = await countStates(world.watcher, scope);
    for (const [state, people] of Object.entries(counted))
      expect([state, people]).toEqual([state, now.counts[`${client} ${state}`]]);
  }
  for (const [key, invite] of Object.entries(now.invites)) {
    const [from, to] = [stateOf(before.invites[key]), stateOf(invite)];
    if (from !== undefined && to !== undefined && from !== to)
      expect([from, to, canGet(from, to)]).toEqual([from, to, true]);
  }
}

function stateOf(invite: object | undefined): InviteState | undefined {
  return (invite as { state?: InviteState } | undefined)?.state;
}

/** In three steps at most: so many processes are at work at once. */
function canGet(from: InviteState, to: InviteState, steps = 3): boolean {
  if (mayGo(from, to)) return true;
  return steps > 1 && STATES.some((by) => mayGo(from, by) && canGet(by, to, steps - 1));
}
