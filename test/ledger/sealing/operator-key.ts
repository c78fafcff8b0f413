import { Secret } from '../../../src/config/secret.js';

/** A key as an operator sets it, another one for each number. */
export const operatorKey = (n: number) => new Secret(Buffer.alloc(32, n).toString('base64'));
