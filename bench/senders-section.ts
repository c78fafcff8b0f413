import { type ChartPanel, drawCallsChart } from './calls-chart.js';
import { tenthPercent, whole } from './figures.js';
import { origin, type Section, table } from './page.js';
import type { SenderCalls } from './senders.js';

/** Where the page finds the chart. */
export const CHART = 'img/calls-over-time.svg';

const HEADER = ['', 'seconds', 'calls/s let through', 'of the limit', 'answered 429', 'given up'];

export function sendersSection(
  senders: readonly SenderCalls[],
  people: number,
  rate: number,
): Section {
  return {
    heading: 'Calls over time',
    lines: [
      `The same ${whole(people)} people, through a token bucket of ${rate} calls a second that holds 5. The sandbox answers within 50 to 300 ms, and`,
      'the network delays each call by up to 50 ms; a 429 says when to come again. Rollcall uses 95 % of the limit if nothing is said,',
      'since a window of a second lets no more through, and here once all of it. It has two worker processes, as has BullMQ, whose workers hold the',
      'queue at a 429 as its guide says; its limiter is told the limit once as one job at a time, evenly, and once as all of a second',
      'together. The script is `bench/baseline-script.ts`. Before the chart is drawn, the accounts are compared.',
      '',
      `![Calls of each sender in each second: let through, and answered 429](${CHART})`,
      '',
      ...table(
        HEADER,
        senders.map((sender) => {
          const { seconds, passed, refused } = totals(sender);
          return [
            sender.name,
            seconds.toFixed(1),
            (passed / seconds).toFixed(1),
            tenthPercent(passed / seconds / rate),
            whole(refused),
            whole(sender.givenUp),
          ];
        }),
      ),
      '',
      ...origin(),
    ],
  };
}

export function chartOf(senders: readonly SenderCalls[], rate: number): string {
  const panels = senders.map((sender): ChartPanel => {
    const { seconds, passed, refused } = totals(sender);
    const lost = sender.givenUp === 0 ? '' : `, ${whole(sender.givenUp)} people given up`;
    return {
      title: sender.name,
      subtitle: `${(passed / seconds).toFixed(1)} calls a second let through, ${whole(refused)} answered 429${lost}`,
      seconds: bySecond(sender),
    };
  });
  return drawCallsChart({ limit: rate, panels });
}

function totals({ calls }: SenderCalls) {
  const seconds = ((calls.at(-1)?.at ?? Number.NaN) - (calls[0]?.at ?? Number.NaN)) / 1_000;
  const refused = calls.filter(({ status }) => status === 429).length;
  return { seconds, refused, passed: calls.length - refused };
}

function bySecond({ calls }: SenderCalls): ChartPanel['seconds'] {
  const start = calls[0]?.at ?? 0;
  const seconds = Array.from({ length: secondOf(calls.at(-1)?.at ?? start, start) + 1 }, () => ({
    passed: 0,
    refused: 0,
  }));
  for (const { at, status } of calls) {
    const second = seconds[secondOf(at, start)];
    if (second === undefined) continue;
    if (status === 429) second.refused += 1;
    else second.passed += 1;
  }
  return seconds;
}

const secondOf = (at: number, start: number) => Math.floor((at - start) / 1_000);
