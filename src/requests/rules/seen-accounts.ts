import type { EntraObjectId } from '../../shared/ids.ts';
import { forgetNames } from '../messages/among-others.ts';
import type { DirectoryPerson } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import type { AccountSeen, Carried, Memory, SeenSince } from '../record/account-seen.ts';
import type { PeoplePolicy } from '../record/people-policy.ts';
import type { Mark, Request } from '../record/request.ts';
import { employeeIdOf } from './people/compare-people.ts';
import { type Countable, changedMarks } from './people/known-person.ts';
import { type Marked, markKey, marksOf } from './people/marks.ts';

/** An account as the directory answers now. `isApprover` is null where its role was not asked for. */
export interface Look {
  readonly person: DirectoryPerson;
  readonly isApprover: boolean | null;
  /** The same of a requester's role; absent where it was not asked for. */
  readonly isRequester?: boolean;
}

/** A census older than this, in ms, is told of: one is taken every hour. */
export const CENSUS_OLD = 25 * 3_600_000;

/** As old, in ms, may the last census be at the most where little age is asked for: one is taken every hour. */
const LATE_AFTER = 2 * 3_600_000;

/** How long after losing their role somebody who gets it back has it since before: an activation ends every day. */
const KEPT_AFTER_LEAVING = 30 * 86_400_000;

/** What somebody carried before is kept for as long, and for `minAge` where that is longer. */
const FORMER_KEPT = 30 * 86_400_000;

/** When accounts are looked at, and whether this is the first census, or long after the last one. */
export interface LookedAt {
  readonly at: number;
  readonly isFirst: boolean;
  /** Then an account that was never seen before may have carried anything meanwhile. */
  readonly isLate?: boolean;
}

/**
 * How an account counts that was never seen before. Whoever holds a role for as long as is asked for was looked at by a
 * census since; where there was none, what they carried before is not known.
 */
export function seenFrom({ censusAt }: Memory, at: number, { minAge }: PeoplePolicy): Omit<LookedAt, 'at'> {
  const longest = Math.max(LATE_AFTER, Math.min(CENSUS_OLD, minAge));
  return { isFirst: censusAt === null, isLate: censusAt !== null && at - censusAt > longest };
}

/**
 * What to remember of an account after this look at it; the same object where nothing differs. At the first census
 * everybody stands as they are since long.
 */
export function remember(
  known: AccountSeen | undefined,
  { person, isApprover, isRequester }: Look,
  { at, isFirst, isLate }: LookedAt,
  policy: PeoplePolicy,
): AccountSeen {
  const carried = carriedBy(person);
  if (!known) {
    const approverSince = isApprover && !isFirst ? at : null;
    return {
      ...{ oid: person.oid, carried, former: [], marksSince: isLate ? at : null },
      ...{ isApprover: isApprover === true, approverSince, leftAt: null },
      asker: newAsker(isRequester, isFirst ? null : at),
      ...(isLate && { lateAt: at }),
    };
  }
  const role = isApprover === null || isApprover === known.isApprover ? {} : roleFrom(known, isApprover, at);
  const asks = isRequester === undefined ? {} : askerFrom(known, isRequester, at);
  const all = { ...role, ...asks, ...marksFrom(known, carried, at, policy) };
  return Object.keys(all).length === 0 ? known : { ...known, ...all };
}

type Asker = NonNullable<AccountSeen['asker']>;

function newAsker(isRequester: boolean | undefined, since: number | null): Asker {
  return { holds: isRequester === true, since: isRequester ? since : null, leftAt: null };
}

/** Whoever was remembered before roles of requesters were has theirs since long, at the first look. */
function askerFrom({ asker }: AccountSeen, holds: boolean, at: number): Partial<AccountSeen> {
  if (!asker) return { asker: newAsker(holds, null) };
  if (asker.holds === holds) return {};
  if (!holds) return { asker: { ...asker, holds, leftAt: at } };
  return { asker: { holds, since: isBackSince(asker.leftAt, at) ? asker.since : at, leftAt: null } };
}

/**
 * What to remember of an account of which something else was stored than the record tells, or nothing: it counts as if
 * all of it had just been changed.
 */
function begunAnew({ person, isApprover, isRequester }: Look, at: number): AccountSeen {
  return {
    ...{ oid: person.oid, carried: carriedBy(person), former: [], marksSince: at, lostAt: at },
    ...{ isApprover: isApprover === true, approverSince: isApprover ? at : null, leftAt: null },
    asker: newAsker(isRequester ?? true, at),
  };
}

function roleFrom(known: AccountSeen, isApprover: boolean, at: number): Partial<AccountSeen> {
  if (!isApprover) return { isApprover, leftAt: at };
  const approverSince = isBackSince(known.leftAt, at) ? known.approverSince : at;
  return { isApprover, leftAt: null, approverSince };
}

function isBackSince(leftAt: number | null, at: number): boolean {
  return leftAt !== null && leftAt > at - KEPT_AFTER_LEAVING;
}

/** An account that holds neither an approver's nor a requester's role any more. */
export function left(known: AccountSeen, at: number): AccountSeen {
  const role = known.isApprover ? roleFrom(known, false, at) : {};
  const all = { ...role, ...askerFrom(known, false, at) };
  return Object.keys(all).length === 0 ? known : { ...known, ...all };
}

function marksFrom(known: AccountSeen, carried: Carried, at: number, policy: PeoplePolicy): Partial<AccountSeen> {
  if (isEqual(known.carried, carried)) return {};
  const before = { marks: marksOf(known.carried, policy) };
  const now = { marks: marksOf(carried, policy) };
  const kinds = changedMarks(before, now);
  // A name tells people apart, and carriers of a mark are found by how each writes it; neither makes another person.
  if (kinds.length === 0) return { carried };
  const keep = at - Math.max(FORMER_KEPT, policy.minAge);
  const kept = known.former.filter(({ until, carried: old }) => until > keep && !isEqual(old, known.carried));
  const isSettled = (known.marksSince ?? 0) <= at - policy.minAge;
  const former = [...kept, { carried: known.carried, until: at, isSettled }];
  const isBack = former.some((old) => old.isSettled === true && hasSameId(old.carried, carried, policy));
  return {
    carried,
    former,
    ...(kinds.includes('employee-id') && { marksSince: isBack ? null : at }),
  };
}

/** Whether both carry one employee id: then that is no new one, and counts as it did before it was taken away. */
function hasSameId(one: Carried, other: Carried, policy: PeoplePolicy): boolean {
  const [a, b] = [one, other].map((carried) => employeeIdOf({ marks: marksOf(carried, policy) }));
  return a !== null && a !== undefined && b !== null && b !== undefined && markKey(a) === markKey(b);
}

function carriedBy(person: DirectoryPerson): Carried {
  const { name, userPrincipalName, employeeId, onPremisesImmutableId, addresses } = person;
  return { name, userPrincipalName, employeeId, onPremisesImmutableId, addresses };
}

function isEqual(a: Carried, b: Carried): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What is remembered of those who matter for a request, this look at them included. */
export interface Recalled {
  readonly seen: ReadonlyMap<EntraObjectId, AccountSeen>;
  /** When the record first told of each; of one that is absent it tells from now on. */
  readonly firstTold: Memory['firstTold'];
  readonly now: number;
  /** Whether nobody ever looked at everybody, though ages count: then nothing is known of anybody's. */
  readonly isBlind: boolean;
  /** Marks that many carry, as the record tells; null where no census counted yet. */
  readonly crowds: Memory['crowds'];
  /** Everybody who is remembered, where that was read with them, and nothing was noted since. */
  readonly everybody?: readonly AccountSeen[];
}

export type RecallServices = Pick<Services, 'store' | 'tenantId' | 'clock' | 'policy'>;

/**
 * Reads what is remembered of these accounts, and notes what differs. Empty where the policy asks for no age, and where
 * nobody ever took a census.
 * @param also reads everybody with them: accounts are compared next, which takes all that are remembered
 */
export async function recall(
  { store, tenantId, clock, policy: { people } }: RecallServices,
  looks: readonly Look[],
  also?: 'everybody',
): Promise<Recalled> {
  const now = clock.now();
  const nothing: Recalled = { seen: new Map(), firstTold: new Map(), now, isBlind: false, crowds: null };
  if (people.minAge === 0 || looks.length === 0) return nothing;
  const one = new Map(looks.toSorted(unaskedFirst).map((look) => [look.person.oid, look]));
  const oids = [...one.keys()];
  const memory = await store.accountsSeen(tenantId, also ? null : oids);
  if (memory.censusAt === null) return { ...nothing, isBlind: true };
  const updated = (from: Memory) =>
    updates(from, [...one.values()], { at: now, ...seenFrom(from, now, people), isFirst: false }, people);
  const isNews = updated(memory).some(({ isNew }) => isNew);
  if (isNews) {
    await store.noteAccounts({ tenantId, oids, at: now }, (latest) => ({ accounts: changesOf(updated(latest)) }));
    forgetNames({ store });
  }
  const seen = new Map(updated(memory).map(({ account }) => [account.oid, account]));
  const { firstTold, crowds, accounts } = memory;
  return { ...nothing, seen, firstTold, crowds, ...(also && !isNews && { everybody: accounts }) };
}

function asks({ isApprover, isRequester }: Look): number {
  return Number(isApprover !== null) + Number(isRequester !== undefined);
}

function unaskedFirst(a: Look, b: Look): number {
  return asks(a) - asks(b);
}

interface Update {
  readonly account: AccountSeen;
  readonly isNew: boolean;
}

/** What is to be remembered of each account that was looked at. */
export function updates(
  { accounts, strange }: Pick<Memory, 'accounts' | 'strange'>,
  looks: readonly Look[],
  when: LookedAt,
  policy: PeoplePolicy,
): readonly Update[] {
  const known = new Map(accounts.map((account) => [account.oid, account]));
  return looks.map((look) => {
    const before = known.get(look.person.oid);
    const isStrange = strange.includes(look.person.oid);
    const account = isStrange ? begunAnew(look, when.at) : remember(before, look, when, policy);
    return { account, isNew: account !== before };
  });
}

export function changesOf(all: readonly Update[]): readonly AccountSeen[] {
  return all.flatMap(({ account, isNew }) => (isNew ? [account] : []));
}

/** An account with what it carried lately and does not carry now. */
export function withFormer<T extends Countable>(
  one: T,
  policy: PeoplePolicy,
  { seen, now }: Pick<Recalled, 'seen' | 'now'>,
): T {
  const former = (seen.get(one.oid)?.former ?? [])
    .filter(({ until }) => until > now - policy.minAge)
    .map(({ carried }) => ({ carried, marks: marksOf(carried, policy) }));
  const gone = former.flatMap(({ marks }) => marks).filter((mark) => !carries(one, mark));
  return { ...one, marks: [...one.marks, ...gone], spelled: [{ carried: one.person, marks: one.marks }, ...former] };
}

/**
 * Every account that is remembered, with what it carried lately, too: a mark that several carry may be spelled in
 * another way by each.
 * @param known all that is remembered, where it was just read
 */
export async function rememberedAccounts(
  { store, tenantId, clock, policy: { people } }: RecallServices,
  known?: readonly AccountSeen[],
): Promise<readonly Countable[]> {
  const accounts = known ?? (await store.accountsSeen(tenantId, null)).accounts;
  const seen = new Map(accounts.map((account) => [account.oid, account]));
  const all = accounts.map(({ oid, carried }) => ({ oid, person: carried, marks: marksOf(carried, people) }));
  return all.map((account) => withFormer(account, people, { seen, now: clock.now() }));
}

export function carries({ marks }: Pick<Marked, 'marks'>, mark: Mark): boolean {
  return marks.some((own) => markKey(own) === markKey(mark));
}

/** When approvers of a request were first seen with a role that the directory does not date, where that is known. */
export async function seenSince(
  { store, tenantId }: Pick<Services, 'store' | 'tenantId'>,
  { approvals }: Pick<Request, 'approvals'>,
): Promise<SeenSince> {
  const undated = approvals.filter(({ evidence }) => evidence && evidence.since.role === null).map(({ by }) => by.oid);
  if (undated.length === 0) return new Map();
  const { accounts } = await store.accountsSeen(tenantId, undated);
  return new Map(accounts.flatMap(({ oid, approverSince: at }) => (at === null ? [] : [[oid, at] as const])));
}
