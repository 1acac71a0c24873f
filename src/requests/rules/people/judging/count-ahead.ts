import type { EntraObjectId } from '../../../../shared/ids.ts';
import type { AccountSeen } from '../../../record/account-seen.ts';
import type { Approval, Evidence, Request } from '../../../record/request.ts';
import { type RecallServices, rememberedAccounts, withFormer } from '../../seen-accounts.ts';
import { type Countable, carriersThatMatter } from '../known-person.ts';
import { marksOf } from '../marks.ts';
import { lastOwner, type OwnerServices } from '../session-owner.ts';

type AheadServices = OwnerServices & RecallServices;

type Ahead = Pick<Request, 'change' | 'requester'> & {
  readonly requesterEvidence?: Evidence;
  readonly approvals: readonly Approval[];
};

/**
 * Has the directory count who shares the marks that were last seen of those who matter, while it is asked what they
 * carry now: then comparing finds the counts, and waits for no second round. Decides nothing and never fails: what was
 * not counted, or is carried otherwise by now, is counted when the accounts are compared.
 */
export async function countAhead(
  services: AheadServices,
  request: Ahead,
  deciders: readonly EntraObjectId[],
): Promise<void> {
  try {
    const { accounts } = await services.store.accountsSeen(services.tenantId, null);
    const people = await lastSeen(services, request, { deciders, accounts });
    const pairs = people.flatMap((one, index) =>
      deciders.includes(one.oid) ? people.slice(index + 1).map((other) => [one, other] as const) : [],
    );
    await carriersThatMatter(services.directory, pairs, await rememberedAccounts(services, accounts), 'anew');
  } catch {
    // Comparing asks again, and fails with the reason.
  }
}

/** Whoever decides first, then everybody they are told apart from, as far as something is known of them. */
async function lastSeen(
  services: AheadServices,
  request: Ahead,
  { deciders, accounts }: { readonly deciders: readonly EntraObjectId[]; readonly accounts: readonly AccountSeen[] },
): Promise<readonly Countable[]> {
  const { policy, clock } = services;
  const owner = await lastOwner(services, request);
  const kept = new Map([
    [request.requester.oid, request.requesterEvidence] as const,
    ...request.approvals.map(({ by, evidence }) => [by.oid, evidence] as const),
  ]);
  const oids = [...new Set([...deciders, ...kept.keys(), ...(owner ? [owner] : [])])];
  const seen = new Map(accounts.map((account) => [account.oid, account]));
  return oids.flatMap((one) => {
    const last = countable(one, seen.get(one), kept.get(one), policy.people);
    return last ? [withFormer(last, policy.people, { seen, now: clock.now() })] : [];
  });
}

function countable(
  oid: EntraObjectId,
  account: AccountSeen | undefined,
  evidence: Evidence | undefined,
  policy: RecallServices['policy']['people'],
): Countable | null {
  if (account) return { oid, person: account.carried, marks: marksOf(account.carried, policy) };
  if (!evidence) return null;
  const { marks } = evidence;
  const values = (kind: string) => marks.flatMap((mark) => (mark.kind === kind ? [mark.value] : []));
  return { oid, person: { employeeId: values('employee-id')[0] ?? null, addresses: values('address') }, marks };
}
