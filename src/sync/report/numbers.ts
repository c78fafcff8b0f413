const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** `5,000`; one decimal at most. */
export function written(value: number): string {
  return grouped.format(value);
}

/** `1 joiner`, `4,980 joiners`; with a plural of its own where an s does not do. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${written(count)} ${count === 1 ? one : several}`;
}

/** A share from 0 up as `16.2 %`. */
export function percent(share: number): string {
  return `${written(share * 100)} %`;
}

/** ` (16.2 %)`; nothing where there is no whole to have a part of. */
export function partOf(count: number, of: number): string {
  return of === 0 ? '' : ` (${percent(count / of)})`;
}
