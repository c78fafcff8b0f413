import { DateTime, IANAZone } from 'luxon';
import { RollcallError } from '../observe/rollcall-error.js';
import { localTime } from './local-time.js';

/** From when on the new people of a batch are called, as somebody typed it. */
export interface StartTime {
  readonly at: Date;
  /** IANA name of the zone whose clock was meant. */
  readonly timeZone: string;
}

const WRITTEN = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?: (\S+))?$/;
const LIKE = 'Expected --at like "2026-12-01 08:00 Europe/Berlin"';

/**
 * Reads a day and time with the name of a time zone behind it. A time that comes twice, when clocks are put back, is the first
 * of the two.
 *
 * @param timeZone stands where none is typed; null: one has to be
 * @param now by the ledger's clock
 * @throws RollcallError `start_invalid` for what is no time, a time that clocks leave out, or one that is past
 */
export function parseStartTime(text: string, timeZone: string | null, now: Date): StartTime {
  const [, day, clock, typed] = WRITTEN.exec(text.trim()) ?? [];
  if (day === undefined || clock === undefined) throw invalid(`${LIKE}, got "${text}".`);
  const zone = typed ?? timeZone;
  if (zone === null) {
    throw invalid(`${LIKE}: "${text}" names no time zone, and the client's policy has none.`);
  }
  if (!IANAZone.isValidZone(zone)) throw invalid(`${LIKE}, got the time zone "${zone}".`);
  const local = DateTime.fromISO(`${day}T${clock}`, { zone });
  if (!local.isValid) throw invalid(`${LIKE}, but ${day} ${clock} is no day and time.`);
  if (local.toFormat('yyyy-MM-dd HH:mm') !== `${day} ${clock}`) {
    throw invalid(
      `${day} ${clock} does not exist in ${zone}: clocks are put forward past it. The next time there is ${local.toFormat('HH:mm')}.`,
    );
  }
  const passings = local.getPossibleOffsets().map((moment) => moment.toMillis());
  const at = new Date(Math.min(...passings));
  if (at <= now) {
    const then = localTime(now, zone);
    throw invalid(
      `--at ${day} ${clock} is past: it is ${then} in ${zone}. Leave --at out to begin now.`,
    );
  }
  return { at, timeZone: zone };
}

function invalid(message: string): RollcallError {
  return new RollcallError('start_invalid', message);
}
