/** Waits until it holds, at most five seconds. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('It did not come true within five seconds.');
    await new Promise(setImmediate);
  }
}
