import { posix } from 'node:path';
import type { FileEntryWithStats, Stats } from 'ssh2';
import { RollcallError } from '../../observe/rollcall-error.js';
import { isPattern, nameMatcher, newestFirst } from './name-pattern.js';
import type { SourceOf } from './settings.js';
import { readAhead } from './sftp-read.js';
import { type Ask, withSftp } from './sftp-session.js';
import type { Fetched, Transfer } from './source.js';
import { sourceError, technicalName } from './source-error.js';
import { giveUp, spool, tooLarge } from './spool.js';

/**
 * The protocol tells times in whole seconds. Whatever is written after this pause shows in them, even over a file of the same size.
 */
const LEAST_SETTLE_MS = 1_000;

/**
 * Fetches a file from an SFTP server: the one that is named, or the newest that a pattern means. It has to stay the same
 * for the span that the settings name, and until its last byte is read.
 *
 * @throws RollcallError `source.host_key`, `source.refused`, `source.still_written`, `source.truncated` and others
 */
export function fetchSftp(settings: SourceOf<'sftp'>, transfer: Transfer): Promise<Fetched> {
  return withSftp(settings, transfer, async (ask) => {
    const path = await newestPath(ask, settings);
    const place = `sftp://${settings.host}:${settings.port}/${path.replace(/^\//, '')}`;
    const before = await look(ask, path, place);
    await transfer.pause(Math.max(settings.settle, LEAST_SETTLE_MS), transfer.signal);
    const mustBeSame = async (): Promise<void> => {
      const now = await look(ask, path, place);
      if (now.size === before.size && now.mtime === before.mtime) return;
      throw sourceError(
        'source.still_written',
        `${place} is still being written: it changes. Run the sync later, or have the export uploaded under another name and renamed when it is complete.`,
      );
    };
    await mustBeSame();
    if (before.size > transfer.maxBytes) throw tooLarge(place, transfer.maxBytes);
    const handle = await inWords(place, () =>
      ask<Buffer>((sftp, answer) => sftp.open(path, 'r', answer)),
    );
    const bytes = readAhead(ask, handle, before.size);
    const spooled = await spool({ bytes, expected: before.size, place }, transfer);
    await mustBeSame().catch(giveUp(spooled));
    const modifiedAt = new Date(before.mtime * 1_000);
    return { ...spooled, name: posix.basename(path), modifiedAt, settle: async () => undefined };
  });
}

async function newestPath(
  ask: Ask,
  { host, port, path, newest }: SourceOf<'sftp'>,
): Promise<string> {
  const pattern = posix.basename(path);
  if (!isPattern(pattern)) return path;
  const directory = posix.dirname(path);
  const place = `sftp://${host}:${port}/${directory.replace(/^\//, '')}`;
  const entries = await inWords(place, () =>
    ask<FileEntryWithStats[]>((sftp, answer) => sftp.readdir(directory, answer)),
  );
  const matches = nameMatcher(pattern);
  const candidates = entries
    // Links are no files here, and are left out.
    .filter(({ filename, attrs }) => attrs.isFile() && matches(filename))
    .map(({ filename, attrs }) => ({ name: filename, modifiedAt: new Date(attrs.mtime * 1_000) }));
  const [first] = newestFirst(candidates, newest);
  if (first !== undefined) return posix.join(directory, first.name);
  const remedy = 'Has the export been uploaded?';
  throw sourceError('source.not_found', `There is no file ${pattern} in ${place}. ${remedy}`);
}

async function look(ask: Ask, path: string, place: string): Promise<Stats> {
  const state = await inWords(place, () => ask<Stats>((sftp, answer) => sftp.stat(path, answer)));
  if (state.isFile()) return state;
  throw sourceError('source.not_a_file', `${place} is no file. Put the export itself there.`);
}

/** Numbers of the protocol's answers. Source: draft-ietf-secsh-filexfer-02, section 7. */
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;

async function inWords<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof RollcallError) throw cause;
    switch (statusOf(cause)) {
      case NO_SUCH_FILE:
        throw sourceError('source.not_found', `There is no ${place}.`);
      case PERMISSION_DENIED:
        throw sourceError('source.refused', `${place} may not be read by this user.`);
      default:
        throw sourceError(
          'source.unreachable',
          `${place} cannot be read (${technicalName(cause)}).`,
        );
    }
  }
}

function statusOf(cause: unknown): unknown {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
}
