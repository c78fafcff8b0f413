import { EXIT_CODE } from './exit-code.js';
import { output } from './output.js';

/** The first Ctrl-C or SIGTERM asks for an orderly end; the second ends the process at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Which of the two it was, once it was. */
  readonly by: () => 'SIGINT' | 'SIGTERM' | null;
  /** Back to the system's own handling. */
  release(): void;
}

/** @param onFirst what to tell the person who waits for the orderly end */
export function catchInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  let by: 'SIGINT' | 'SIGTERM' | null = null;
  const handle = (signal: 'SIGINT' | 'SIGTERM') => {
    if (by !== null) process.exit(EXIT_CODE.interrupted);
    by = signal;
    onFirst();
    controller.abort();
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return {
    signal: controller.signal,
    by: () => by,
    release() {
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    },
  };
}

/** Does work that the first Ctrl-C or SIGTERM ends in order. @param note what to tell the person who waits for that */
export async function withInterrupt<Result>(
  note: string,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { signal, release } = catchInterrupt(() => output.note(note));
  try {
    return await work(signal);
  } finally {
    release();
  }
}
