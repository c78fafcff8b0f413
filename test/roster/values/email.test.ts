import { describe, expect, test } from '@jest/globals';
import { readEmail } from '../../../src/roster/values/email.js';

describe('an e-mail address', () => {
  test.each([
    ['Ann.Lee@Example.COM', 'ann.lee@example.com'],
    ["o'connor+rollcall@mail.example.org", "o'connor+rollcall@mail.example.org"],
    ['a@b.example', 'a@b.example'],
    ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
    ['ann@ex-ample.co.uk', 'ann@ex-ample.co.uk'],
    ['Ann Lee <ann@example.com>', 'ann@example.com'],
    ['"Lee, Ann (HR)" <Ann@Example.com>;', 'ann@example.com'],
    ['<ann@example.com>', 'ann@example.com'],
    ['mailto:ann@example.com', 'ann@example.com'],
    ['MAILTO:ann@example.com?subject=Hello', 'ann@example.com'],
    ['Ann <mailto:ann@example.com>', 'ann@example.com'],
    ['ann@example.com;', 'ann@example.com'],
    ['ann@example.com ,', 'ann@example.com'],
    ['ａｎｎ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ann@example.com'],
    ['ann@例え.テスト', 'ann@xn--r8jz45g.xn--zckzah'],
    ['ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example'],
  ])('%s is read as %s', (text, value) => {
    expect(readEmail(text)).toEqual({ value });
  });

  test.each([
    ['ann.example.com', 'has no @'],
    ['ann@@example.com', 'two @ in a row'],
    ['ann@lee@example.com', 'more than one @'],
    ['ann@example.com.', 'dot at the end of what is after the @'],
    ['.ann@example.com', 'dot at the beginning of what is before the @'],
    ['ann..lee@example.com', 'two dots in a row before the @'],
    ['@example.com', 'nothing before the @'],
    ['ann@', 'nothing after the @'],
    ['ann@exa mple.com', 'a space in it'],
    ['ann\u200b@example.com', 'a space in it'],
    ['ann@localhost', 'no dot after the @'],
    ['ann@192.0.2.1', 'ends in a number'],
    ['ann@exam_ple.com', 'a character after the @ that no domain has'],
    ['ann@-example.com', 'a character after the @ that no domain has'],
    ['ann@exa\u{1f600}\u0000.com', 'a character after the @ that no domain has'],
    ['jürgen@example.com', 'accented'],
    ['<ann@example.com', 'not allowed there'],
    ['(work) ann@example.com', 'a space in it'],
    [`${'a'.repeat(65)}@example.com`, 'over 64 characters before the @'],
  ])('%j is refused: %s', (text, reason) => {
    expect(readEmail(text)).toEqual({
      code: 'email.malformed',
      reason: expect.stringContaining(reason),
    });
  });

  test.each([
    'a@example.com; b@example.com',
    'a@example.com,b@example.com',
    'a@example.com b@example.com',
    'Ann <a@example.com>, Bob <b@example.com>',
    'mailto:a@example.com,b@example.com',
  ])('%j is several', (text) => {
    expect(readEmail(text)).toEqual({ code: 'email.several' });
  });

  test('has at most 254 characters, counted as it will be sent', () => {
    const international = `ann@${'ü.'.repeat(60)}example`;
    expect(readEmail(international)).toMatchObject({ code: 'value.too_long' });
    expect(readEmail(`ann@${'a.'.repeat(130)}example`)).toMatchObject({ code: 'value.too_long' });
  });
});
