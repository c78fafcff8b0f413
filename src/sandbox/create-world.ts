import { randomInt } from 'node:crypto';
import { DEFAULT_CLIENTS, readClients } from './clients.js';
import { systemClock } from './clock.js';
import { readFaults } from './faults/fault.js';
import type { SandboxOptions } from './sandbox-options.js';
import { changeSettings, DEFAULT_SETTINGS } from './settings.js';
import { readSnapshot } from './state/read-snapshot.js';
import type { SnapshotHeader } from './state/snapshot.js';
import { readTargets } from './webhooks/targets.js';
import { World } from './world.js';

/**
 * The world that the options ask for, taken up from its state file if there is one.
 *
 * @throws RollcallError `SANDBOX_CLIENTS_INVALID`, `SANDBOX_SETTINGS_INVALID`, `SANDBOX_FAULT_INVALID`,
 *   `SANDBOX_TARGETS_INVALID`, `SANDBOX_STATE_INVALID`
 */
export async function createWorld(options: SandboxOptions): Promise<World> {
  const { stateFile } = options;
  if (stateFile === undefined) return newWorld(options, null);
  return readSnapshot(stateFile, (header) => newWorld(options, header));
}

function newWorld(options: SandboxOptions, header: SnapshotHeader | null): World {
  const { host, port, publicUrl, stateFile, ...known } = options;
  const { clients, faults, seed, recentCalls, mailboxSize, webhookTargets, clock, ...given } =
    known;
  const kept = changeSettings(DEFAULT_SETTINGS, header?.settings ?? {});
  return new World({
    clients: readClients(clients ?? DEFAULT_CLIENTS),
    settings: changeSettings(kept, given),
    faults: readFaults(faults ?? []),
    clock: clock ?? systemClock,
    seed: header?.seed ?? seed ?? randomInt(2 ** 31),
    generation: header === null ? 0 : header.generation + 1,
    recentCalls: recentCalls ?? 1_000,
    mailboxSize: mailboxSize ?? 1_000,
    webhookTargets: readTargets(webhookTargets ?? header?.webhookTargets ?? []),
  });
}
