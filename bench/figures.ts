/** The middle one of the figures; of an even number what lies between the two in the middle. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const [below, above] = [(sorted.length - 1) / 2, sorted.length / 2].map(Math.floor);
  return ((sorted[below ?? 0] ?? Number.NaN) + (sorted[above ?? 0] ?? Number.NaN)) / 2;
}

/** The median with the least and the greatest behind it, where there is more than one figure: `95.0 (94.1–95.2)`. */
export function medianAndRange(
  figures: readonly number[],
  format: (figure: number) => string,
): string {
  const middle = format(median(figures));
  if (figures.length < 2) return middle;
  return `${middle} (${format(Math.min(...figures))}–${format(Math.max(...figures))})`;
}

export const whole = (figure: number) => Math.round(figure).toLocaleString('en');
export const percent = (share: number) => `${Math.round(share * 100)} %`;
export const tenthPercent = (share: number) => `${(share * 100).toFixed(1)} %`;
export const counted = (figure: number, unit: string) =>
  `${figure.toFixed(figure < 10 ? 2 : 1)} ${unit}`;

/** `1 run`, `5 runs`. */
export const runsOf = (runs: readonly unknown[]) =>
  runs.length === 1 ? '1 run' : `${runs.length} runs`;
