import { expect, test } from '@jest/globals';
import { followsTheModel } from './follows-the-model.js';

test('the ledger stands as the model of it does, whatever three processes do, one after the other or at once', async () => {
  const { people } = await followsTheModel(25);
  expect(people).toBeGreaterThan(100);
});
