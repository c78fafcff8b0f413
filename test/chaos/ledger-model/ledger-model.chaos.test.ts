import { test } from '@jest/globals';
import { noteInjected } from '../../support/injected.js';
import { followsTheModel } from './follows-the-model.js';

test('the ledger stands as the model of it does in six hundred histories', async () => {
  const { deaths: times, people, unknown } = await followsTheModel(600);
  // The model has them all, each with one first invitation and one message for each slot.
  const accounts = { people, lost: 0, doubled: 0, unknown };
  const fault = 'killed anywhere in a random history of the ledger';
  noteInjected({ group: 'crash points', fault, engine: 'postgres', times, ...accounts });
}, 3_600_000);
