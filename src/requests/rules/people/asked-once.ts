import type { Directory, RoleDates, Standing } from '../../ports/directory.ts';

/**
 * A directory that asks each question about a person once, for one turn or one task: what a use case has just asked is
 * not asked again to draw its answer. Made anew for each, so that no answer is kept from one check to the next
 * (docs/architecture.md#ask-for-rights-now). No answer is kept, too: drawing a card waits for a silent directory once.
 */
export function askedOnce(directory: Directory): Directory {
  const standings = new Map<string, Promise<Standing | null>>();
  const dates = new Map<string, Promise<RoleDates>>();
  const holders = new Map<string, ReturnType<Directory['holders']>>();
  const names = new Map<string, ReturnType<Directory['byName']>>();
  const carriers = new Map<string, ReturnType<Directory['carriers']>>();
  return {
    ...directory,
    standing(oid, ids) {
      const whole = ids.length === 0 ? [...standings].find(([key]) => key.startsWith(`${oid} `))?.[1] : undefined;
      return whole ?? once(standings, `${oid} ${ids.join(' ')}`, () => directory.standing(oid, ids));
    },
    roleDates: (oid) => once(dates, oid, () => directory.roleDates(oid)),
    holders: (ids) => once(holders, ids.join(' '), () => directory.holders(ids)),
    carriers(carried, how) {
      const key = JSON.stringify(carried);
      return how === 'anew'
        ? once(carriers, key, () => directory.carriers(carried, how))
        : (carriers.get(key) ?? directory.carriers(carried, how));
    },
    byName: (name) => once(names, name, () => directory.byName(name)),
  };
}

function once<T>(kept: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = kept.get(key);
  if (known) return known;
  const asked = ask();
  kept.set(key, asked);
  return asked;
}
