import {
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from 'jose';

/** A token as its sender wrote it. Nothing of it is to be believed yet. */
export interface ReadToken {
  readonly text: string;
  readonly header: ProtectedHeaderParameters;
  readonly claims: JWTPayload;
}

/** Stricter than jose, which forgives white space and padding: one event has one spelling. */
const SIGNED = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const ENCRYPTED = /^[\w-]+(\.[\w-]*){3}\.[\w-]+$/;

/** Takes the body of a webhook apart: a signed JWT in its compact form, as text (next-reason/integrations). */
export function readToken(text: string): ReadToken | 'malformed' | 'encrypted' {
  if (!SIGNED.test(text)) return ENCRYPTED.test(text) ? 'encrypted' : 'malformed';
  try {
    return { text, header: decodeProtectedHeader(text), claims: decodeJwt(text) };
  } catch {
    return 'malformed';
  }
}
