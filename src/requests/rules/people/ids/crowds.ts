import type { Carrier } from '../../../ports/directory.ts';
import { type Counted, type Crowd, MOST_ACCOUNTS } from '../../../record/account-seen.ts';
import type { Mark } from '../../../record/request.ts';
import { markKey } from '../marks.ts';

/** How many accounts carry a mark, and since when that has been known; ms since 1970. */
interface Crowding {
  readonly carriers: number;
  readonly at: number;
  /** When it is no mark any more. */
  readonly counts: number;
}

/** An employee id that too many accounts carry, or carried a short while ago: from when on it says something again. */
interface Freed {
  readonly at: number;
  readonly counts: number;
}

/** What it says of a mark that many accounts carry it. */
export interface Sharing {
  /**
   * Whether a mark in common says nothing any more. Whoever can make a third account carry it may be one of the two, so
   * only members of long count, and only once that has been known for long; `unseen` where nobody counted yet.
   */
  voided(mark: Mark): boolean | Crowding | 'unseen';
  /** Whether an employee id proves nothing: of any accounts, and for a while after there are less. */
  crowded(mark: Mark): boolean | Freed;
}

/** The accounts that carry marks, by the keys of the marks. */
export type CarriersOf = ReadonlyMap<string, { readonly mark: Mark; readonly accounts: readonly Carrier[] }>;

/** What is remembered of marks that many carry; null where memory does not count, or is not looked at. */
export interface Remembered {
  readonly crowds: readonly Crowd[] | null;
}

/** When accounts are counted, and how old an account must be to count; ms. */
export interface CountedAt {
  readonly now: number;
  readonly minAge: number;
}

/** How many accounts carry each mark. */
export function countedIn(carriers: CarriersOf, at: CountedAt): readonly Counted[] {
  return [...carriers.values()].map(({ mark, accounts }) => ({
    mark,
    all: accounts.length,
    members: accounts.filter((one) => isOfLong(one, at)).length,
  }));
}

/** Guests, disabled accounts and new ones can be made at any time, so they take nothing from a mark. */
function isOfLong({ isMember, createdAt }: Carrier, { now, minAge }: CountedAt): boolean {
  return isMember && (createdAt === null || createdAt <= now - minAge);
}

/** What differs from what the record tells; all that many carry where it tells nothing yet. */
export function newsOf(counted: readonly Counted[], crowds: readonly Crowd[] | null): readonly Counted[] {
  const known = crowdsByKey(crowds ?? []);
  return counted.flatMap((one) => {
    const crowd = known.get(markKey(one.mark));
    const isKnown =
      one.all > MOST_ACCOUNTS === (crowd?.until === null) &&
      one.members > MOST_ACCOUNTS === (crowd !== undefined && crowd.since !== undefined);
    return isKnown ? [] : [{ ...one, mark: crowd?.mark ?? one.mark }];
  });
}

/** @param memory null where what is remembered does not count: then what many carry says nothing at once */
export function sharingIn(counted: readonly Counted[], memory: Remembered | null, at: CountedAt): Sharing {
  const counts = new Map(counted.map((one) => [markKey(one.mark), one]));
  const known = crowdsByKey(memory?.crowds ?? []);
  const { now, minAge } = at;
  return {
    voided(mark) {
      const members = counts.get(markKey(mark))?.members ?? 0;
      if (members <= MOST_ACCOUNTS) return false;
      if (!memory || minAge === 0) return true;
      if (memory.crowds === null) return 'unseen';
      const { since = now } = known.get(markKey(mark)) ?? {};
      return since === null || since <= now - minAge || { carriers: members, at: since, counts: since + minAge };
    },
    crowded(mark) {
      if ((counts.get(markKey(mark))?.all ?? 0) > MOST_ACCOUNTS) return true;
      const crowd = known.get(markKey(mark));
      if (!crowd) return false;
      // That fewer carry it is for the census to say: it asks for every spelling that was ever seen.
      if (crowd.until === null) return true;
      return crowd.until > now - minAge ? { at: crowd.until, counts: crowd.until + minAge } : false;
    },
  };
}

function crowdsByKey(crowds: readonly Crowd[]): ReadonlyMap<string, Crowd> {
  return new Map(crowds.map((crowd) => [markKey(crowd.mark), crowd]));
}
