import { describe, expect, test } from '@jest/globals';
import { type CallsChart, drawCallsChart } from '../../bench/calls-chart.js';
import { chartOf } from '../../bench/senders-section.js';

const CHART: CallsChart = {
  limit: 50,
  panels: [
    { title: 'A & B', subtitle: '<1 a second', seconds: [{ passed: 40, refused: 0 }] },
    {
      title: 'C',
      subtitle: '',
      seconds: [
        { passed: 10, refused: 90 },
        { passed: 0, refused: 0 },
        { passed: 0, refused: 5 },
      ],
    },
  ],
};

/** Heights of the bars, without the boxes of the legend and the background. */
const bars = (svg: string) =>
  Array.from(svg.matchAll(/<rect [^>]*width="[\d.]+" height="(\d+\.\d)"/g), ([, height]) =>
    Number(height),
  );

describe('the chart of calls', () => {
  test('has a bar for what was let through and one for what was refused, all on one scale', () => {
    const heights = bars(drawCallsChart(CHART));
    expect(heights).toHaveLength(4);
    const [a = 0, passed = 0, refused = 0, last = 0] = heights;
    expect(a / passed).toBeCloseTo(4, 1);
    expect(refused / passed).toBeCloseTo(9, 1);
    expect(refused / last).toBeCloseTo(18, 0);
  });

  test('keeps titles from being taken for markup', () => {
    const svg = drawCallsChart(CHART);
    expect(svg).toContain('>A &amp; B</text>');
    expect(svg).toContain('>&lt;1 a second</text>');
  });

  test('tells its figures to who cannot see it', () => {
    expect(drawCallsChart(CHART)).toContain(
      '<title id="title">Calls in each second through a limit of 50 a second. A &amp; B: &lt;1 a second. C: .</title>',
    );
  });

  test('says when a sender was done long before the others', () => {
    expect(drawCallsChart(CHART).match(/done after \d+ s/g)).toEqual(['done after 1 s']);
  });

  test('counts the calls of each second from the first', () => {
    const at = (ms: number, status: number) => ({ at: 1_000_500 + ms, status });
    const calls = [at(0, 201), at(999, 201), at(1_000, 429), at(3_500, 201)];
    const svg = chartOf([{ name: 'One', calls, givenUp: 2 }], 2);
    const [first = 0, ...others] = bars(svg);
    expect(others).toEqual([first / 2, first / 2]);
    expect(svg).toContain('0.9 calls a second let through, 1 answered 429, 2 people given up');
  });
});
