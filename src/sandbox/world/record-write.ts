import type { World } from './world.ts';

/** Notes a change of the tenant that really landed, and tells whoever listens. */
export function recordWrite(world: World, by: string, what: string): void {
  world.tenant.writes.push({ at: new Date(world.now()).toISOString(), what, by });
  world.changes.emit('change');
}
