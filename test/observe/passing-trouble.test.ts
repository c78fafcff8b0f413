import { expect, test } from '@jest/globals';
import { passingTrouble } from '../../src/observe/passing-trouble.js';

const failure = (message: string, code?: string) =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

test.each([
  [failure("OOM command not allowed when used memory > 'maxmemory'."), 'Redis', 'OOM'],
  [failure("READONLY You can't write against a read only replica."), 'Redis', 'READONLY'],
  [failure('Failed to add repeatable job for next iteration: OOM command'), 'Redis', 'OOM'],
  [failure('LOADING Redis is loading the dataset in memory'), 'Redis', 'LOADING'],
  [failure('Connection is closed.'), 'Redis', 'unreachable'],
  [failure('All sentinels are unreachable. Retrying from scratch'), 'Redis', 'unreachable'],
  [failure('sorry, too many clients already', '53300'), 'PostgreSQL', '53300'],
  [failure('could not extend file', '53100'), 'PostgreSQL', '53100'],
  [failure('the database system is starting up', '57P03'), 'PostgreSQL', '57P03'],
  [failure('connect ECONNREFUSED', 'ECONNREFUSED'), 'PostgreSQL', 'ECONNREFUSED'],
  [failure('Connection terminated unexpectedly'), 'PostgreSQL', 'connection_lost'],
  [failure('timeout exceeded when trying to connect'), 'PostgreSQL', 'connection_lost'],
] as const)('%s passes', (cause, server, code) => {
  expect(passingTrouble(cause)).toEqual({ server, code, isOfOneStatement: false });
});

test.each(['40001', '40P01', '55P03'])('%s is about one statement', (code) => {
  expect(passingTrouble(failure('deadlock detected', code))?.isOfOneStatement).toBe(true);
});

test('what the network says is of the server that was asked', () => {
  const cause = failure('read ECONNRESET', 'ECONNRESET');
  expect(passingTrouble(cause, 'Redis')?.server).toBe('Redis');
});

test.each([
  failure('duplicate key value', '23505'),
  failure('NOAUTH Authentication required.'),
  failure('ENOENT: no such file', 'ENOENT'),
  new TypeError('x is not a function'),
  'text',
  null,
])('%s does not', (cause) => {
  expect(passingTrouble(cause)).toBeNull();
});
