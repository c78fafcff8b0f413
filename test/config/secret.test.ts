import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { Secret } from '../../src/config/secret.js';

const secret = new Secret('hunter2');

test.each([
  ['a string', () => String(secret)],
  ['a template', () => `${secret}`],
  ['a sum', () => `${''}${secret}`],
  ['JSON', () => JSON.stringify({ secret })],
  ['inspect', () => inspect({ secret }, { depth: null, showHidden: true })],
  ['its own properties', () => JSON.stringify(Object.entries(secret))],
  ['a copy', () => JSON.stringify({ ...secret })],
])('a secret does not print as %s', (_name, print) => {
  expect(print()).not.toContain('hunter2');
});

test('a secret is had only by asking for it', () => {
  expect(secret.reveal()).toBe('hunter2');
});
