import type { Store } from '../../requests/ports/store.ts';
import { FAR_APART, storeTrouble } from '../../shared/store-trouble.ts';

/** What decides something, or begins work, by the time that it is. */
const DECIDING = [
  'commit',
  'send',
  'moveItems',
  'noteAccounts',
  'checkpoint',
  'takeTask',
  'ping',
  'look',
] as const satisfies readonly (keyof Store)[];

/** The store of an instance that decides nothing while nobody can tell what time it is. */
export function timedStore(store: Store, skew: () => number | null): Store {
  const timed = DECIDING.map((name) => [name, inTime(store[name], skew)]);
  // Sound: each method is the store's own, with the same arguments and the same answer.
  return { ...store, ...(Object.fromEntries(timed) as Pick<Store, (typeof DECIDING)[number]>) };
}

// biome-ignore lint/complexity/noBannedTypes: any method of the store.
function inTime(method: Function, skew: () => number | null) {
  return async (...values: unknown[]): Promise<unknown> => {
    const apart = skew();
    if (apart !== null && Math.abs(apart) > FAR_APART)
      throw storeTrouble('untimed', `${Math.round(Math.abs(apart) / 1_000)} seconds apart`);
    return method(...values);
  };
}
