import { runSync } from '../../../dist/jobs/sync/run-sync.js';
import { openLedger } from '../../../dist/src/ledger/open.js';
import { createLog } from '../../../dist/src/observe/log.js';
import { DEFAULT_SAFEGUARDS } from '../../../dist/src/sync/safeguards.js';
import { fetchSource } from '../../../dist/src/sync/sources/fetch-source.js';

/** One run of a sync in a process of its own. */
const { databaseUrl, syncId, clientId, source, spoolDirectory } = JSON.parse(process.argv[2]);
const { pool, close } = await openLedger({ home: '', databaseUrl });
const { signal } = new AbortController();
await runSync(
  { trigger: 'hand', dueAt: null, whenHeld: 'wait' },
  {
    pool,
    sync: { id: syncId, name: 'hr' },
    client: { id: clientId, authType: 'email' },
    leavers: 'cancel',
    updatesUsers: true,
    log: createLog('silent'),
    roster: { authType: 'email' },
    safeguards: DEFAULT_SAFEGUARDS,
    signal,
    fetch: () =>
      fetchSource(source, {
        signal,
        spoolDirectory,
        now: () => new Date(),
        resolveSecret: () => {
          throw new Error('Expected no secret to be wanted');
        },
      }),
  },
);
await close();
