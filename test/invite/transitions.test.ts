import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { INVITE_STATES, type InviteState, mayGo, TRANSITIONS } from '../../src/invite/states.js';
import { type LedgerBed, openLedgerBed } from '../ledger/ledger-bed.js';
import { seed } from '../ledger/seed.js';

const pairs = INVITE_STATES.flatMap((from) =>
  INVITE_STATES.filter((to) => to !== from).map((to) => [from, to] as const),
);

describe('the ledger and the table of transitions', () => {
  let bed: LedgerBed;
  let inviteId: number;
  beforeAll(async () => {
    bed = await openLedgerBed();
    inviteId = (await seed(bed.pool, 1)).inviteIds[0] ?? 0;
  });
  afterAll(() => bed.close());

  const setState = (state: InviteState) =>
    bed.pool.query('UPDATE invite SET state = $1 WHERE id = $2', [state, inviteId]);

  /** Puts the invite where the trigger would not let it go. */
  async function place(state: InviteState): Promise<void> {
    await bed.pool.query('ALTER TABLE invite DISABLE TRIGGER invite_transition');
    await setState(state);
    await bed.pool.query('ALTER TABLE invite ENABLE TRIGGER invite_transition');
  }

  test('hold the same steps', async () => {
    const { rows } = await bed.pool.query<{ from: InviteState; to: InviteState }>(
      'SELECT from_state AS from, to_state AS to FROM invite_transition',
    );
    const inLedger = rows.map(({ from, to }) => `${from} → ${to}`).sort();
    const inTable = INVITE_STATES.flatMap((from) =>
      TRANSITIONS[from].map((to) => `${from} → ${to}`),
    );
    expect(inLedger).toEqual(inTable.sort());
  });

  test.each(pairs.filter(([from, to]) => mayGo(from, to)))(
    'let an invite go from %s to %s',
    async (from, to) => {
      await place(from);
      expect((await setState(to)).rowCount).toBe(1);
    },
  );

  test.each(pairs.filter(([from, to]) => !mayGo(from, to)))(
    'refuse the step from %s to %s',
    async (from, to) => {
      await place(from);
      await expect(setState(to)).rejects.toMatchObject({
        code: 'RC001',
        message: `invite ${inviteId} may not go from ${from} to ${to}`,
      });
    },
  );

  test('know no other state', async () => {
    await expect(
      bed.pool.query("UPDATE invite SET state = 'forgotten' WHERE id = $1", [inviteId]),
    ).rejects.toThrow();
  });
});
