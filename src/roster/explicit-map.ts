import { isFieldName } from './field-names.js';
import { headingLookup } from './heading-lookup.js';
import { rosterError } from './problems.js';
import { quoted } from './quoted-headings.js';
import type { RosterOptions } from './roster-options.js';

/** What the options say about which heading feeds which field. */
export interface ExplicitMap {
  /** The field by heading as written in the options; `ignore` among them. */
  readonly targets: ReadonlyMap<string, string>;
  /** The heading as written in the options that a column of the file goes by. */
  keyOf(column: string): string | undefined;
}

/**
 * Puts `map` and every `sendAs` together; `map` outweighs `sendAs`, which is written once and for all files. Throws
 * `roster.mapping_option` for a target that can be no field.
 */
export function explicitMap({ map = {}, columns = {} }: RosterOptions): ExplicitMap {
  const targets = new Map<string, string>();
  for (const [heading, { sendAs }] of Object.entries(columns)) {
    if (sendAs !== undefined) targets.set(heading, sendAs);
  }
  for (const [heading, target] of Object.entries(map)) targets.set(heading, target);
  for (const [heading, target] of targets) {
    if (isFieldName(target)) continue;
    const reason = `${quoted(heading)} is mapped to ${quoted(target)}, which cannot be.`;
    throw rosterError('roster.mapping_option', reason);
  }
  // Headings of `map` first, so that one spelled a little otherwise under `columns` does not outweigh it.
  const keyOf = headingLookup(new Set([...Object.keys(map), ...targets.keys()]));
  return { targets, keyOf };
}
