import Sequencer from '@jest/test-sequencer';

/** Begun last, each of these would leave the other workers with nothing to do. */
const LONG = [
  'e2e/quarter',
  'chaos/crash-points',
  'e2e/faults',
  'chaos/',
  'e2e/month',
  'e2e/run',
  'e2e/import-again',
  'e2e/',
];

/** Begins with the tests that take longest. Jest does so by itself only where it has run them before. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}

function rank({ path }) {
  const at = LONG.findIndex((part) => path.includes(`/test/${part}`));
  return at === -1 ? LONG.length : at;
}
