import { describe, expect, test } from '@jest/globals';
import { table, withSection } from '../../bench/page.js';

const PAGE = '# Benchmarks\n\nBy hand.\n\n## One\n\nold\n\n### 10 rows\n\nold\n\n## Two\n\nkept\n';

describe('the page of the benchmarks', () => {
  test('has a section in the place of the one with the same heading, and the others as they were', () => {
    const page = withSection(PAGE, { heading: 'One', lines: ['new', '', '### 20 rows'] });
    expect(page).toBe(
      '# Benchmarks\n\nWritten by the benchmarks themselves; do not edit.\n\n## One\n\nnew\n\n### 20 rows\n\n## Two\n\nkept\n',
    );
  });

  test('has a new section at the end', () => {
    const page = withSection(PAGE, { heading: 'Three', lines: ['new'] });
    expect(page.match(/^## .*/gm)).toEqual(['## One', '## Two', '## Three']);
  });

  test('is the same when it is written twice', () => {
    const section = { heading: 'One', lines: ['new'] };
    const once = withSection(PAGE, section);
    expect(withSection(once, section)).toBe(once);
  });

  test('has tables with columns as wide as their widest cell', () => {
    expect(table(['a', 'bb'], [['ccc', 'd']])).toEqual([
      '| a   | bb |',
      '| --- | -- |',
      '| ccc | d  |',
    ]);
  });
});
