/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds, or an HTTP date in any of its three forms.
 *
 * The vendor documents neither the header nor its absence (rate-limiting-overview), so anything else counts as absent.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds from now, 0 for a date that has passed, null where the header names no time
 */
export function retryAfterMs(
  header: string | readonly string[] | undefined,
  now: number,
): number | null {
  const text = (typeof header === 'string' ? header : header?.[0])?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // A number such as "-5" or "1e3" must not reach Date.parse, which would take it for a year.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return null;
  // The asctime form names no zone, and would be read as local time.
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
