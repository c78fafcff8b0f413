import { test } from '@jest/globals';
import { followsTheModel } from './follows-the-model.js';

test(
  'the ledger stands as the model of it does in two thousand histories',
  () => followsTheModel(2_000),
  3_600_000,
);
