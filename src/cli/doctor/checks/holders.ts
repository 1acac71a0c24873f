import { NO_ROLE_DATES, type Standing } from '../../../requests/ports/directory.ts';
import type { Memory } from '../../../requests/record/account-seen.ts';
import { type AgeWords, holderRefusal, type JudgedRole, whyNoDates } from '../../../requests/rules/people/ages/age.ts';
import { type KnownPerson, knownPerson } from '../../../requests/rules/people/known-person.ts';
import { memberRefusal, rightRefusal } from '../../../requests/rules/people/rights.ts';
import type { Recalled } from '../../../requests/rules/seen-accounts.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import type { TenantId } from '../../../shared/ids.ts';
import type { ServiceContext } from '../context.ts';

/** How many holders are looked at one by one; with more, there are enough. */
const MOST = 60;

/** An account that could act now. */
export interface Holder extends KnownPerson {
  readonly standing: Standing;
}

/** The accounts that could act now: enabled members that hold one of these ids actively. */
export async function activeHolders(
  { directory, config }: ServiceContext,
  ids: readonly string[],
): Promise<readonly Holder[]> {
  const oids = (await directory.holders(ids)).slice(0, MOST);
  const standings = await Promise.all(oids.map((oid) => directory.standing(oid, ids)));
  return standings.flatMap((standing) =>
    standing && !rightRefusal(standing, ids, 'act')
      ? [{ ...knownPerson(standing.person, config.policy.people), standing }]
      : [],
  );
}

/** Members that could activate one of these ids in Privileged Identity Management; null where that cannot be read. */
export async function eligibleMembers(
  { directory, config }: ServiceContext,
  ids: readonly string[],
): Promise<readonly Holder[] | null> {
  const oids = await directory.eligible(ids);
  if (oids === null) return null;
  const standings = await Promise.all(oids.slice(0, MOST).map((oid) => directory.standing(oid, ids)));
  return standings.flatMap((standing) =>
    standing && !memberRefusal(standing, 'act')
      ? [{ ...knownPerson(standing.person, config.policy.people), standing }]
      : [],
  );
}

/** Whether an account and its role are old enough to count, as holders of one role are judged. */
export interface Aged {
  readonly holder: Holder;
  /** Why it does not count yet, and from when; null where it does. */
  readonly young: string | null;
}

/**
 * Tells those who count from those whose account or role is too young, by the directory and by what a running service
 * remembers; nothing is remembered by asking. Where the directory dates no roles everybody counts here: another check
 * says so.
 */
export async function agesOf(
  { directory, config, clock, store }: ServiceContext,
  holders: readonly Holder[],
  role: JudgedRole['role'],
): Promise<readonly Aged[]> {
  const { people } = config.policy;
  if (people.minAge === 0) return holders.map((holder) => ({ holder, young: null }));
  const known = await memoryOf(store, config.tenantId, holders);
  const recalled = recalledOf(known, holders, clock.now());
  return Promise.all(
    holders.map(async (holder): Promise<Aged> => {
      const { standing } = holder;
      const dates = await directory.roleDates(holder.oid).catch((error: unknown) => whyNoDates(error, people));
      if (isAirlockError(dates) && dates.details.reason === NO_ROLE_DATES) return { holder, young: null };
      const judged = { role, words: OF_A_HOLDER } as const;
      const refusal = holderRefusal({ clock, policy: config.policy }, { standing, dates }, recalled, judged);
      const isUndated = standing.person.createdAt === null;
      if (isUndated && known?.censusAt && !known.firstTold.has(holder.oid)) return { holder, young: UNNOTED };
      return { holder, young: refusal?.sentence ?? (isUndated && !known?.censusAt ? UNDATED : null) };
    }),
  );
}

/** The doctor notes nothing: what it said would move with each run. */
const UNNOTED =
  'The directory does not say since when the account exists, so it counts APPROVER_MIN_AGE after the service first notes it, which it has not done yet.';

const UNDATED =
  'The directory does not say since when the account exists, so it counts APPROVER_MIN_AGE after the first start of the service, which notes it.';

/** Who holds a role at the first look has it at once. An account without a date is told before. */
function recalledOf(known: Memory | null, holders: readonly Holder[], now: number): Recalled {
  const seen = new Map((known?.accounts ?? []).map((account) => [account.oid, account]));
  const firstTold = known?.censusAt ? known.firstTold : new Map(holders.map(({ oid }) => [oid, 0] as const));
  return { seen, firstTold, now, isBlind: false, crowds: known?.crowds ?? null };
}

const OF_A_HOLDER: AgeWords = {
  ...{ account: 'the account', holds: 'the role is held', them: 'them' },
  so: (from) => `so it counts from ${from}.`,
};

/** What a running service remembers of these accounts; null where there is no store, or none that can be read. */
export async function memoryOf(
  store: ServiceContext['store'],
  tenantId: TenantId,
  holders: readonly Holder[],
): Promise<Memory | null> {
  const state = await store.schema();
  if (state.kind !== 'present' || state.missing.length + state.newer.length > 0) return null;
  const opened = await store.open();
  try {
    return await opened.accountsSeen(
      tenantId,
      holders.map(({ oid }) => oid),
    );
  } catch (error) {
    if (!isAirlockError(error, 'record-broken')) throw error;
    return null;
  } finally {
    await opened.close();
  }
}

/** "Bob Brandt (bob@harbourline.example)" */
export function shownHolder({ person }: KnownPerson): string {
  const name = person.name.trim() || 'somebody without a name';
  return `${name} (${person.userPrincipalName || person.oid})`;
}
