import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OwnPostgres, startOwnPostgres } from '../../support/postgres-server.js';

/** A PostgreSQL whose disk can be filled. */
export interface SmallDisk {
  readonly postgres: OwnPostgres;
  /** How: a disk of memory that is really full, or, where nobody may mount one, a trigger that says the same. */
  readonly means: 'a small tmpfs' | 'SQLSTATE 53100 by a trigger';
  fill(): Promise<void>;
  /** Makes room, and starts the server where it has gone down, as an operator does. */
  tidy(): Promise<void>;
  remove(): void;
}

/** A new database and its log take some 90 MB. */
const SIZE = '160m';

export async function smallDisk(): Promise<SmallDisk> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-small-disk-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', directory], {
      stdio: 'ignore',
    });
  } catch {
    return { ...(await byTrigger()), remove };
  }
  chmodSync(directory, 0o755);
  return {
    ...(await onDisk(directory)),
    remove: () => {
      execFileSync('umount', [directory]);
      remove();
    },
  };
}

async function onDisk(directory: string): Promise<Omit<SmallDisk, 'remove'>> {
  const settings = { wal_recycle: 'off', min_wal_size: '32MB', max_wal_size: '48MB' };
  const postgres = await startOwnPostgres(settings, directory);
  const ballast = join(directory, 'ballast');
  return {
    postgres,
    means: 'a small tmpfs',
    fill: async () => fillDisk(ballast),
    async tidy() {
      rmSync(ballast);
      // Without room for its log the server ends itself; one that is up says so, and stays.
      await postgres.query('SELECT').catch(() => postgres.restart());
    },
  };
}

/** Writes until nothing more goes in, down to the last block. */
function fillDisk(path: string): void {
  for (const size of [1 << 20, 1 << 12]) {
    const block = Buffer.alloc(size);
    try {
      for (;;) writeFileSync(path, block, { flag: 'a' });
    } catch {
      // Full for blocks of this size.
    }
  }
}

async function byTrigger(): Promise<Omit<SmallDisk, 'remove'>> {
  const postgres = await startOwnPostgres();
  return {
    postgres,
    means: 'SQLSTATE 53100 by a trigger',
    async fill() {
      await postgres.query(`
        CREATE FUNCTION public.fill() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE 'as if the disk were full' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER fill BEFORE INSERT OR UPDATE ON rollcall.attempt EXECUTE FUNCTION public.fill();
        CREATE TRIGGER fill BEFORE UPDATE ON rollcall.worker EXECUTE FUNCTION public.fill()`);
    },
    async tidy() {
      await postgres.query('DROP FUNCTION public.fill() CASCADE');
    },
  };
}
