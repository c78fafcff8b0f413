import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { RollcallError } from '../observe/rollcall-error.js';

/** A roster's bytes and the name it goes by. `-` is standard input. */
export interface RosterSource {
  readonly name: string;
  readonly bytes: Readable;
}

/** @throws RollcallError `file_unreadable` */
export async function openSource(path: string): Promise<RosterSource> {
  if (path === '-') return { name: 'standard input', bytes: process.stdin };
  const about = await stat(path).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new RollcallError('file_unreadable', `${path} cannot be read (${code}).`, { cause });
  });
  if (!about.isFile()) throw new RollcallError('file_unreadable', `${path} is not a file.`);
  return { name: basename(path), bytes: createReadStream(path) };
}
