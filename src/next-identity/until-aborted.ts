/**
 * Waits for `work` or for the signal, whichever is first. The work goes on by itself after an abort, and its later
 * failure is nobody's any more.
 */
export function untilAborted(
  work: Promise<void>,
  signal: AbortSignal | undefined,
): Promise<'done' | 'aborted'> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve('aborted');
    // Starting the work may have aborted already, and that event will not come again.
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    work
      .then(() => resolve('done'), reject)
      .finally(() => signal?.removeEventListener('abort', onAbort));
  });
}
