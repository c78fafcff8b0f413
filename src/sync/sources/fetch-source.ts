import { setTimeout as timer } from 'node:timers/promises';
import { fetchDirectory } from './fetch-directory.js';
import { fetchFile } from './fetch-file.js';
import { fetchHttps } from './fetch-https.js';
import { clearLeftovers } from './leftovers.js';
import { retrying } from './retry.js';
import type { SourceSettings } from './settings.js';
import type { FetchContext, Fetched, Transfer } from './source.js';
import { sourceError } from './source-error.js';

/**
 * Fetches the export of a sync into a private copy. What may pass (a file that is still being written, a server that is
 * not there, a transfer that broke off) is attempted four times, all within the limit of time.
 *
 * @throws RollcallError with a `SourceCode`; then nothing of the export is left
 */
export async function fetchSource(
  settings: SourceSettings,
  context: FetchContext,
): Promise<Fetched> {
  const limit = AbortSignal.timeout(settings.limits.time);
  const transfer: Transfer = {
    pause: (ms, signal) => timer(ms, undefined, { signal }),
    ...context,
    signal: AbortSignal.any([context.signal, limit]),
    maxBytes: settings.limits.megabytes * 1_000_000,
  };
  await clearLeftovers(context.spoolDirectory);
  try {
    const { signal, pause } = transfer;
    const random = context.random ?? Math.random;
    return await retrying(() => fetchOnce(settings, transfer), { signal, pause, random });
  } catch (error) {
    // Looked at first, as everything that was under way fails by it.
    if (context.signal.aborted) {
      throw sourceError(
        'source.stopped',
        'Fetching the export was ended, as this process was told to end.',
      );
    }
    if (!limit.aborted) throw error;
    throw sourceError(
      'source.timeout',
      `The export was not fetched within ${settings.limits.time / 1_000} s. If it takes that long, raise "limits.time" of the source.`,
    );
  }
}

async function fetchOnce(settings: SourceSettings, transfer: Transfer): Promise<Fetched> {
  switch (settings.kind) {
    case 'file':
      return fetchFile(settings, transfer);
    case 'directory':
      return fetchDirectory(settings, transfer);
    case 'https':
      return fetchHttps(settings, transfer);
    // Loaded where they are wanted: their libraries would cost every command a third of a second.
    case 'sftp':
      return (await import('./fetch-sftp.js')).fetchSftp(settings, transfer);
    case 's3':
      return (await import('./fetch-s3.js')).fetchS3(settings, transfer);
  }
}
