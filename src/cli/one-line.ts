/** The text on one line: where each line says something of its own, a text from outside may not begin another. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
