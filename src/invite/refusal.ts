import type { Answer, FieldComplaint } from './answer.js';

export type Refused = Extract<Answer, { kind: 'refused' }>;

/** What a definite no is about. */
export type Refusal =
  /** The client's credentials, address or settings: every row would get this answer. */
  | { kind: 'stop'; code: string; message: string }
  /** The identifier is taken. */
  | { kind: 'in-use' }
  /** This person's data. */
  | { kind: 'person'; code: string; message: string };

/** Reads a refusal of `/pre-register`; which answer means what follows `docs/next-identity.md`. */
export function readRefusal(answer: Refused): Refusal {
  const { status, error, fields } = answer;
  if (isCredentialRefusal(answer)) {
    return {
      kind: 'stop',
      code: 'credentials_refused',
      message: `Next Identity refused the client's credentials (${describe(status, error)}). Check the client id, the secret and the base URL, then run: rollcall resume`,
    };
  }
  if (isWrongAddress(status)) {
    return {
      kind: 'stop',
      code: 'wrong_address',
      message: `The base URL does not lead to Next Identity's API (it answered ${describe(status, error)}). Check the base URL, then run: rollcall resume`,
    };
  }
  if (concernsTheClient(answer)) {
    return {
      kind: 'stop',
      code: 'settings_refused',
      message: `Next Identity refused the client's settings (${describe(status, error)}; ${complaints(fields)}). Check the client id, auth type and redirect URI, then run: rollcall resume`,
    };
  }
  if (saysInUse(answer)) return { kind: 'in-use' };
  return {
    kind: 'person',
    code: error ?? `http_${status}`,
    message: `Next Identity refused the person (${describe(status, error)}; ${complaints(fields)}).`,
  };
}

/** What stops a client whose base URL leads to a private address: every row would be told the same. */
export function misdirected(reason: string): Extract<Refusal, { kind: 'stop' }> {
  return {
    kind: 'stop',
    code: 'private_address',
    message: `No connection to Next Identity was made (${reason}). Check the base URL and what its name leads to, then run: rollcall resume`,
  };
}

/** 400 "Invalid authorization header", 401 and 403 are about the client, not about the row (response-code-users-find). */
function isCredentialRefusal({ status, error, fields }: Refused) {
  if (status === 401 || status === 403) return true;
  return (
    status === 400 &&
    error === 'http_exception' &&
    fields.some(({ complaint }) => /authorization header/i.test(complaint))
  );
}

function isWrongAddress(status: number): boolean {
  return (status >= 300 && status < 400) || status === 404 || status === 405;
}

const CLIENT_FIELDS = new Set(['client_id', 'auth_type', 'grant_type', 'redirect_uri']);

/** A complaint about nothing but the client's own settings would meet every row of the batch. */
function concernsTheClient({ status, error, fields }: Refused) {
  if (status !== 422) return false;
  // An empty redirect_uri is answered `missing_argument` with no details (response-codes-preregister).
  if (error === 'missing_argument' && fields.length === 0) return true;
  return fields.length > 0 && fields.every(({ field }) => CLIENT_FIELDS.has(field));
}

/**
 * The identifier is taken. Documented as 422 `invalid_form_fields` on the identifier with a message that says so
 * (response-codes-preregister); format complaints use the same code, so the sentence decides.
 */
function saysInUse({ status, fields }: Refused): boolean {
  return (
    (status === 422 || status === 409) &&
    fields.some(({ complaint }) => /already (in use|exists|registered|taken)/i.test(complaint))
  );
}

function describe(status: number, error: string | null): string {
  return error === null ? `HTTP ${status}` : `HTTP ${status} ${error}`;
}

function complaints(fields: readonly FieldComplaint[]): string {
  if (fields.length === 0) return 'no details given';
  return fields.map(({ field, complaint }) => `${field}: ${complaint}`).join(', ');
}
