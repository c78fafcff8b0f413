import { z } from 'zod';
import { isLoopback } from './loopback.js';

/** A URL that credentials, or keys that are believed, go over: plain http is for this machine only. */
export const httpsUrl = z
  .url({
    protocol: /^https?$/,
    error: 'Expected a URL like https://id.eu.nextreason.com',
    // What comes next takes the URL apart.
    abort: true,
  })
  .refine((text) => isHttpsOrLoopback(text), {
    error: 'Expected an https:// URL (http:// is accepted for this machine only, e.g. the sandbox)',
  });

function isHttpsOrLoopback(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || isLoopback(hostname);
}
