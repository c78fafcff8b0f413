/** What to do about a batch whose roster was not read to its end. */
export function howToGoOn(batchId: number): string {
  return `To go on, import the file again: rollcall import <file> (who is in gets no second call). To call it off: rollcall cancel --batch ${batchId}`;
}
