import { posix } from 'node:path';
import { promisify } from 'node:util';
import type { FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2';
import { RollcallError } from '../../observe/rollcall-error.js';
import { isPattern, nameMatcher, newestFirst } from './name-pattern.js';
import type { SourceOf } from './settings.js';
import { readAhead } from './sftp-read.js';
import { withSftp } from './sftp-session.js';
import type { Fetched, Transfer } from './source.js';
import { sourceError, technicalName } from './source-error.js';
import { giveUp, spool, tooLarge } from './spool.js';

/**
 * Fetches a file from an SFTP server: the one that is named, or the newest that a pattern means. It has to stay the same
 * for the span that the settings name, and until its last byte is read.
 *
 * @throws RollcallError `source.host_key`, `source.refused`, `source.still_written`, `source.truncated` and others
 */
export function fetchSftp(settings: SourceOf<'sftp'>, transfer: Transfer): Promise<Fetched> {
  return withSftp(settings, transfer, async (sftp) => {
    const path = await newestPath(sftp, settings);
    const place = `sftp://${settings.host}:${settings.port}/${path.replace(/^\//, '')}`;
    const before = await look(sftp, path, place);
    await transfer.pause(settings.settle, transfer.signal);
    const mustBeSame = async (): Promise<void> => {
      const now = await look(sftp, path, place);
      if (now.size === before.size && now.mtime === before.mtime) return;
      throw sourceError(
        'source.still_written',
        `${place} is still being written: it changes. Run the sync later, or have the export uploaded under another name and renamed when it is complete.`,
      );
    };
    await mustBeSame();
    if (before.size > transfer.maxBytes) throw tooLarge(place, transfer.maxBytes);
    const handle = await inWords(place, () => openFile(sftp, path));
    const bytes = readAhead(sftp, handle, before.size);
    const spooled = await spool({ bytes, expected: before.size, place }, transfer);
    await mustBeSame().catch(giveUp(spooled));
    const modifiedAt = new Date(before.mtime * 1_000);
    return { ...spooled, name: posix.basename(path), modifiedAt, settle: async () => undefined };
  });
}

async function newestPath(
  sftp: SFTPWrapper,
  { host, port, path, newest }: SourceOf<'sftp'>,
): Promise<string> {
  const pattern = posix.basename(path);
  if (!isPattern(pattern)) return path;
  const directory = posix.dirname(path);
  const place = `sftp://${host}:${port}/${directory.replace(/^\//, '')}`;
  const list = promisify<string, FileEntryWithStats[]>(sftp.readdir.bind(sftp));
  const entries = await inWords(place, () => list(directory));
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

async function look(sftp: SFTPWrapper, path: string, place: string): Promise<Stats> {
  const stat = promisify<string, Stats>(sftp.stat.bind(sftp));
  const state = await inWords(place, () => stat(path));
  if (state.isFile()) return state;
  throw sourceError('source.not_a_file', `${place} is no file. Put the export itself there.`);
}

function openFile(sftp: SFTPWrapper, path: string): Promise<Buffer> {
  return promisify<string, 'r', Buffer>(sftp.open.bind(sftp))(path, 'r');
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
