import type { EntraObjectId } from '../../shared/ids.ts';
import { forgetNames } from '../messages/among-others.ts';
import type { Carrier, DirectoryPerson } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import type { Counted, Memory, Noted } from '../record/account-seen.ts';
import type { PeoplePolicy } from '../record/people-policy.ts';
import type { Mark } from '../record/request.ts';
import { employeeIdOf } from '../rules/people/compare-people.ts';
import { countedIn, newsOf } from '../rules/people/ids/crowds.ts';
import { type Countable, carriedOf, carryingEach, joined, knownPerson } from '../rules/people/known-person.ts';
import { markKey, marksOf } from '../rules/people/marks.ts';
import { changesOf, type Look, left, seenFrom, updates, withFormer } from '../rules/seen-accounts.ts';

export type CensusServices = Pick<Services, 'store' | 'directory' | 'policy' | 'clock' | 'tenantId'>;

/** How many people are asked for at the same time. */
const AT_ONCE = 4;

/**
 * Looks at everybody who holds an approver's or a requester's role or could activate one, and remembers what is new or
 * changed with the time of this look; also at deleted accounts that carry a mark of theirs, and how many accounts carry
 * what they carry. At the first census of a store, everybody stands as they are since long.
 * @returns how many accounts were looked at
 * @throws AirlockError directory-unavailable; then nothing is noted
 */
export async function takeCensus({ store, directory, policy, clock, tenantId }: CensusServices): Promise<number> {
  const approvers = new Set(await directory.holders(policy.approvers));
  const requesters = new Set(await directory.holders(policy.requesters));
  const eligible = await directory.eligible([...new Set([...policy.approvers, ...policy.requesters])]);
  const all = [...new Set([...approvers, ...requesters, ...(eligible ?? [])])];
  const looks: Look[] = [];
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const asked = all.slice(start, start + AT_ONCE);
    const standings = await Promise.all(asked.map((oid) => directory.standing(oid, [])));
    looks.push(
      ...standings.flatMap((one) => {
        if (!one) return [];
        const { oid } = one.person;
        return [{ person: one.person, isApprover: approvers.has(oid), isRequester: requesters.has(oid) }];
      }),
    );
  }
  const deleted = (await directory.deleted?.()) ?? [];
  const counted = await countedMarks({ store, directory, policy, clock, tenantId }, looks);
  const at = clock.now();
  await store.noteAccounts({ tenantId, oids: null, at }, (memory) => ({
    ...noted(memory, { looks, deleted, holders: new Set(all) }, at, policy.people),
    counted: newsOf(counted, memory.crowds),
  }));
  forgetNames({ store });
  return looks.length;
}

/**
 * How many carry each employee id of those who were looked at, each mark that two accounts have in common which are
 * remembered or were looked at, and each mark that many were seen to carry.
 */
async function countedMarks(
  { store, directory, policy: { people }, clock, tenantId }: CensusServices,
  looks: readonly Look[],
): Promise<readonly Counted[]> {
  const { accounts, crowds } = await store.accountsSeen(tenantId, null);
  const seen = new Map(accounts.map((account) => [account.oid, account]));
  const now = clock.now();
  const remembered = accounts.map(({ oid, carried }) => ({ oid, person: carried, marks: marksOf(carried, people) }));
  const current = looks.map(({ person }): Countable => knownPerson(person, people));
  const one = new Map([...remembered, ...current].map((account) => [account.oid, account]));
  const carrying = carryingEach([...one.values()].map((account) => withFormer(account, people, { seen, now })));
  const ids = new Set(current.flatMap((account) => employeeIdOf(account) ?? []).map(markKey));
  const before = (crowds ?? []).map(({ mark }) => ({ mark, all: carrying.get(markKey(mark))?.all ?? [] }));
  const wanted = [...carrying.values()].filter(({ mark, all }) => all.length > 1 || ids.has(markKey(mark)));
  const found: { readonly mark: Mark; readonly accounts: readonly Carrier[] }[] = [];
  const asked = [...new Map([...before, ...wanted].map((each) => [markKey(each.mark), each])).values()];
  for (let start = 0; start < asked.length; start += AT_ONCE) {
    const some = asked.slice(start, start + AT_ONCE).map(async ({ mark, all }) => {
      const carried = carriedOf(mark, all);
      return { mark, accounts: carried ? await directory.carriers(carried, 'anew') : [] };
    });
    found.push(...(await Promise.all(some)));
  }
  return countedIn(joined(found), { now, minAge: people.minAge });
}

interface LookedAtAll {
  readonly looks: readonly Look[];
  readonly deleted: readonly DirectoryPerson[];
  /** Whoever the directory lists with a role. */
  readonly holders: ReadonlySet<EntraObjectId>;
}

function noted(memory: Memory, { looks, deleted, holders }: LookedAtAll, at: number, policy: PeoplePolicy): Noted {
  const unseen = memory.accounts.filter(({ oid }) => !holders.has(oid) && !memory.strange.includes(oid));
  const gone = unseen.map((one) => left(one, at)).filter((one) => !unseen.includes(one));
  const changed = changesOf(updates(memory, looks, { at, ...seenFrom(memory, at, policy) }, policy));
  const linked = linkedTo(memory, looks, deleted, policy).map((person) => ({ person, isApprover: null }));
  const inBin = changesOf(updates(memory, linked, { at, isFirst: true }, policy));
  return {
    accounts: [...changed, ...inBin, ...gone],
    census: { at, looked: looks.length },
  };
}

/**
 * Deleted accounts that carry a mark of somebody who matters, and of which nothing is remembered: one that is restored
 * with other marks is compared with these.
 */
function linkedTo(
  { accounts, strange }: Memory,
  looks: readonly Look[],
  deleted: readonly DirectoryPerson[],
  policy: PeoplePolicy,
): readonly DirectoryPerson[] {
  const people = [...looks.map(({ person }) => person), ...accounts.map(({ carried }) => carried)];
  const keys = new Set(people.flatMap((one) => marksOf(one, policy).map(markKey)));
  const known = new Set([...accounts.map(({ oid }) => oid), ...strange, ...looks.map(({ person }) => person.oid)]);
  return deleted.filter((one) => !known.has(one.oid) && marksOf(one, policy).some((mark) => keys.has(markKey(mark))));
}
