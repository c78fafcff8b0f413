import { test } from '@jest/globals';
import { followsTheModel } from './follows-the-model.js';

test(
  'the ledger stands as the model of it does in six hundred histories',
  () => followsTheModel(600),
  3_600_000,
);
