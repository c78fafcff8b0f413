import { doubts } from './doubts.js';
import { events } from './events.js';
import { imports } from './imports.js';
import { invitations } from './invitations.js';
import { lookUps } from './look-ups.js';
import { nights } from './nights.js';
import { refusals } from './refusals.js';
import { resends } from './resends.js';
import type { Situation } from './situation.js';
import { sweeps } from './sweeps.js';
import { syncs } from './syncs.js';
import { updates } from './updates.js';

/** Together they come to every crash point. Those that take longest come first. */
export const SITUATIONS: readonly Situation[] = [
  syncs,
  sweeps,
  resends,
  invitations,
  lookUps,
  events,
  imports,
  nights,
  refusals,
  updates,
  doubts,
];
