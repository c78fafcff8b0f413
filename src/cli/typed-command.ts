/** What a shell would hand over as it stands. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** The command line as it was typed, for typing it again. @param args without the program's own name */
export function typedCommand(args: readonly string[] = process.argv.slice(2)): string {
  const quoted = args.map((arg) => (PLAIN.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`));
  return ['rollcall', ...quoted].join(' ');
}
