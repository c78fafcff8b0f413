/** `1 row`, `2 rows`; with a plural of its own where an s does not do. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
