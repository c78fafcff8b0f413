import { readTargets } from '../webhooks/targets.js';
import type { World } from '../world.js';

/** Sends webhooks there from now on. @throws RollcallError `SANDBOX_TARGETS_INVALID` */
export function setTargets(world: World, input: unknown): void {
  world.webhooks.setTargets(readTargets(input));
  world.changed();
}

/** Signs with a new key from now on. Gives its `kid`. */
export async function rotateKey(world: World): Promise<string> {
  const kid = await world.keys.rotate();
  world.changed();
  return kid;
}
