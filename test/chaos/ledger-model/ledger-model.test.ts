import { test } from '@jest/globals';
import { followsTheModel } from './follows-the-model.js';

test('the ledger stands as the model of it does, whatever three processes do, one after the other or at once', () =>
  followsTheModel(25));
