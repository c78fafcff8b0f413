import { describe, expect, test } from '@jest/globals';
import { connectionReason } from '../../src/next-identity/exchange-failure.js';

const before = { sent: false, status: null };

describe('the reason of a failed connection', () => {
  test.each([
    [{ code: 'ENOTFOUND' }, 'could not connect: the host name is not known (ENOTFOUND)'],
    [{ code: 'EAI_AGAIN' }, 'could not connect: the name look-up failed (EAI_AGAIN)'],
    [
      { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      'could not connect: the certificate of the server is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)',
    ],
    [
      { name: 'AggregateError', errors: [{ code: 'ECONNREFUSED' }, { code: 'ENETUNREACH' }] },
      'could not connect: the connection was refused (ECONNREFUSED)',
    ],
    [{ name: 'TypeError' }, 'could not connect: it failed (TypeError)'],
    ['a text', 'could not connect: it failed (unknown)'],
  ])('%j reads: %s', (error, reason) => {
    expect(connectionReason(error, before)).toBe(reason);
  });

  test("never holds the error's own text, which may quote the answer", () => {
    const error = Object.assign(new Error('got ann@example.com'), { code: 'not a code: ann' });
    expect(connectionReason(error, { sent: true, status: 201 })).toBe(
      'it failed after the headers of a 201 (Error)',
    );
  });
});
