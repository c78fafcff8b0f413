/** Work that comes back, ended by `clearInterval`. */
export interface RegularTask {
  readonly everyMs: number;
  work(): Promise<void>;
  onDone(): void;
  onFailure(cause: unknown): void;
  /** Told whenever it is due and has not come to its end since the last time: whoever it asks does not answer. */
  onSilence(): void;
}

/** Does it once at a time: what is due while the last time goes on is left out. */
export function startRegularTask({
  everyMs,
  work,
  onDone,
  onFailure,
  onSilence,
}: RegularTask): NodeJS.Timeout {
  let isBusy = false;
  return setInterval(() => {
    if (isBusy) {
      onSilence();
      return;
    }
    isBusy = true;
    work()
      .then(onDone, onFailure)
      .finally(() => {
        isBusy = false;
      });
  }, everyMs);
}
