/**
 * Control characters but for tab and line break, among them the escapes that would drive a terminal; and those that have it show
 * what follows in another order than it stands in.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** The text with control characters shown as such: a name from a roster must not drive the terminal. */
export function printable(text: string): string {
  return text.replace(CONTROLS, (control) => {
    const code = control.charCodeAt(0);
    return code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
  });
}

/** JSON that says the same and has none of them either: those from U+0080 on are left as they are by `JSON.stringify`. */
export function printableJson(value: unknown, indent = 0): string {
  // What is a line break here stands between the values; those within them are escaped already.
  return JSON.stringify(value, null, indent).replace(
    CONTROLS,
    (control) => `\\u${hex(control.charCodeAt(0), 4)}`,
  );
}

/** The same of a line of JSON whose values are to be shown as text. Whoever unescapes them gets what `printable` gives. */
export function printableLine(json: string): string {
  return printableJsonText(json).replace(
    /(\\\\)|\\u00([01][0-9a-f]|7f)|\\([bfr])/g,
    (
      whole,
      backslash: string | undefined,
      code: string | undefined,
      letter: string | undefined,
    ) => {
      if (backslash !== undefined) return whole;
      return `\\\\x${code ?? SHORT[letter ?? '']}`;
    },
  );
}

const SHORT: Readonly<Record<string, string>> = { b: '08', f: '0c', r: '0d' };

function printableJsonText(json: string): string {
  return json.replace(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (control) =>
    JSON.stringify(printable(control)).slice(1, -1),
  );
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
