import { Presets, SingleBar } from 'cli-progress';
import { formatDuration } from './duration.js';
import { output } from './output.js';

/** Where long work stands. */
export interface Progress {
  /** People that need nothing more, of all that the work is about. */
  readonly done: number;
  readonly total: number;
  /** Calls per second, lately. */
  readonly rate: number;
  /** Calls answered 429, lately. */
  readonly held: number;
  /** Ms until all is done, at today's pace. */
  readonly leftMs: number;
}

export interface ProgressDisplay {
  show(progress: Progress): void;
  end(): void;
}

const LINE_EVERY_MS = 5_000;

/** A bar on a terminal, a line every few seconds elsewhere; both on stderr. */
export function displayProgress(now: () => number = Date.now): ProgressDisplay {
  return process.stderr.isTTY ? bar() : lines(now);
}

function bar(): ProgressDisplay {
  const format = '  {bar} {value}/{total}  {rate}/s  {held} × 429  {left} left';
  const display = new SingleBar(
    { format, hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  );
  display.start(0, 0, { rate: '0.0', held: 0, left: '?' });
  return {
    show({ done, total, rate, held, leftMs }) {
      display.setTotal(total);
      display.update(done, { rate: rate.toFixed(1), held, left: formatDuration(leftMs) });
    },
    end: () => display.stop(),
  };
}

function lines(now: () => number): ProgressDisplay {
  let last = now();
  return {
    show({ done, total, rate, held, leftMs }) {
      if (now() - last < LINE_EVERY_MS) return;
      last = now();
      output.note(
        `${done} of ${total} done, ${rate.toFixed(1)} calls/s, ${held} answered 429, ${formatDuration(leftMs)} left`,
      );
    },
    end: () => undefined,
  };
}
