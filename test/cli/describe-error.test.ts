import { describe, expect, test } from '@jest/globals';
import { describeError } from '../../src/cli/output.js';
import { RollcallError } from '../../src/observe/rollcall-error.js';

const failure = (code: string) => Object.assign(new Error('ada@example.com'), { code });

describe('what a person is told of an error', () => {
  test('is our own sentence', () => {
    expect(describeError(new RollcallError('known', 'Do this.'))).toBe('Do this.');
  });

  test.each(['57P01', '08006', '53300'])('names the database where it says %s', (code) => {
    expect(describeError(failure(code))).toContain(`SQLSTATE ${code}`);
    expect(describeError(failure(code))).toContain('what was recorded is kept');
  });

  test('names Redis where its connection ended under a command, and not where a signal broke something off', () => {
    const lost = Object.assign(new Error('Command aborted'), { name: 'AbortError' });
    expect(describeError(lost)).toContain('The connection to Redis was lost');
    expect(describeError(AbortSignal.abort().reason)).not.toContain('Redis');
  });

  test.each(['ECONNRESET', '23505', '57014'])('says no more than the code of %s', (code) => {
    expect(describeError(failure(code))).toContain(`did not expect (Error ${code})`);
  });

  test('never repeats the message of a foreign error', () => {
    for (const code of ['57P01', 'ECONNRESET'])
      expect(describeError(failure(code))).not.toContain('ada@example.com');
  });
});
