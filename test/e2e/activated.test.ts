import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Company, foundCompany } from '../support/company.js';
import { rollcall } from '../support/rollcall.js';

describe('rollcall activated', () => {
  let company: Company;
  beforeAll(async () => {
    company = await foundCompany({ engine: 'postgres' });
    await run('run', company.writeRoster(3), '--yes');
  });
  afterAll(() => company.close());

  const run = (...args: string[]) => rollcall(args, company.environment, company.directory);
  function write(text: string): string {
    const path = join(company.directory, 'list.csv');
    writeFileSync(path, text);
    return path;
  }
  const statesOf = async () => {
    const { stdout } = await run('list', '--json');
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).state);
  };

  test('takes addresses from a list, and says what became of each line', async () => {
    const list = write(
      'Person0@example.com\nperson0@example.com\nnobody@example.com\n12 monkeys\n',
    );
    const { exitCode, stdout, stderr } = await run('activated', list);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      '  1  activated, not written to again',
      '  1  known to have activated before',
      '  1  unknown to client default',
    ]);
    expect(stderr).toContain('Not understood: line 4.');
    expect(await statesOf()).toEqual(['activated', 'invited', 'invited']);
  });

  test('takes uuids from an export of its own', async () => {
    const list = write((await run('export')).stdout);
    const { stdout } = await run('activated', list, '--json');
    expect(JSON.parse(stdout)).toEqual({
      client: 'default',
      activated: 2,
      already: 1,
      notInvited: 0,
      unknown: 0,
      unreadable: 0,
    });
    expect(await statesOf()).toEqual(['activated', 'activated', 'activated']);
  });

  test.each([
    ['name,city\nAda,London\n', 'No column of the list is headed uuid, email or phone.'],
    ['12 monkeys\n', 'Not understood: line 1.'],
  ])('refuses a list that names nobody', async (text, sentence) => {
    const { exitCode, stdout, stderr } = await run('activated', write(text));
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });
});
