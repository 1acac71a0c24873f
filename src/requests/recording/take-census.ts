import type { EntraObjectId } from '../../shared/ids.ts';
import type { Services } from '../ports/services.ts';
import type { Memory, Noted } from '../record/account-seen.ts';
import { changesOf, type Look, left, updates } from '../rules/seen-accounts.ts';

export type CensusServices = Pick<Services, 'store' | 'directory' | 'policy' | 'clock' | 'tenantId'>;

/** How many people are asked for at the same time. */
const AT_ONCE = 4;

/**
 * Looks at everybody who holds an approver's or a requester's role or could activate one, and remembers what is new or
 * changed with the time of this look. At the first census of a store, everybody stands as they are since long.
 * @returns how many accounts were looked at
 * @throws AirlockError directory-unavailable; then nothing is noted
 */
export async function takeCensus({ store, directory, policy, clock, tenantId }: CensusServices): Promise<number> {
  const approvers = new Set(await directory.holders(policy.approvers));
  const requesters = await directory.holders(policy.requesters);
  const eligible = await directory.eligible([...new Set([...policy.approvers, ...policy.requesters])]);
  const all = [...new Set([...approvers, ...requesters, ...(eligible ?? [])])];
  const looks: Look[] = [];
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const asked = all.slice(start, start + AT_ONCE);
    const standings = await Promise.all(asked.map((oid) => directory.standing(oid, [])));
    looks.push(
      ...standings.flatMap((one) => (one ? [{ person: one.person, isApprover: approvers.has(one.person.oid) }] : [])),
    );
  }
  const at = clock.now();
  await store.noteAccounts({ tenantId, oids: null, at }, (memory) =>
    noted(memory, looks, approvers, at, policy.people),
  );
  return looks.length;
}

function noted(
  memory: Memory,
  looks: readonly Look[],
  approvers: ReadonlySet<EntraObjectId>,
  at: number,
  policy: Services['policy']['people'],
): Noted {
  const seen = new Set(looks.map(({ person }) => person.oid));
  const gone = memory.accounts.filter(({ oid, isApprover }) => isApprover && !seen.has(oid) && !approvers.has(oid));
  const changed = changesOf(updates(memory, looks, { at, isFirst: memory.censusAt === null }, policy));
  return { accounts: [...changed, ...gone.map((account) => left(account, at))], censusAt: at };
}
