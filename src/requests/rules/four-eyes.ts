import { AirlockError } from '../../shared/errors.ts';
import type { DirectoryPerson, Standing } from '../ports/directory.ts';
import type { EntraObjectId } from '../record/ids.ts';
import type { Actor, Request } from '../record/request.ts';
import { assertHolds, lostRight, type RightsServices } from './eligibility.ts';

/**
 * Nobody approves their own request. Asks the directory, now, whether this person may decide on this one: a holder of
 * an approver's role who is neither the requester nor anybody who approved already, under whatever account
 * (docs/architecture.md#nobody-approves-their-own-request, docs/architecture.md#ask-for-rights-now).
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export async function assertMayApprove(
  { directory, policy }: RightsServices,
  request: Pick<Request, 'requester' | 'approvals'>,
  actor: Actor,
): Promise<DirectoryPerson> {
  if (!actor.oid || !request.requester.oid) {
    throw new AirlockError('not-allowed', 'Without an identity from the directory nobody can approve.');
  }
  if (actor.oid === request.requester.oid) {
    throw new AirlockError('not-allowed', 'You asked for this change, so you cannot decide on it. Another admin must.');
  }
  const { approvers } = policy;
  const others = [request.requester, ...request.approvals.map((approval) => approval.by)].filter(
    ({ oid }) => oid !== actor.oid,
  );
  const [own, ...standings] = await Promise.all([
    directory.standing(actor.oid, approvers),
    ...others.map(({ oid }) => directory.standing(oid, [])),
  ]);
  const person = assertHolds(own ?? null, approvers, 'approve changes');
  others.forEach((other, index) => {
    assertOtherPerson(person, other, standings[index] ?? null);
  });
  return person;
}

function assertOtherPerson(person: DirectoryPerson, other: Actor, standing: Standing | null): void {
  if (!standing) {
    throw new AirlockError(
      'not-allowed',
      `${other.name} is no longer in the directory, so this request cannot be decided.`,
    );
  }
  if (isSamePerson(person, standing.person)) {
    throw new AirlockError(
      'not-allowed',
      `This account and ${other.name}'s belong to one person, who has acted on this request already. Another admin must decide.`,
    );
  }
}

/**
 * Two accounts of one human: any shared employee id, on-premises id or address makes them one person
 * (docs/architecture.md#nobody-approves-their-own-request).
 */
export function isSamePerson(a: DirectoryPerson, b: DirectoryPerson): boolean {
  if (a.oid === b.oid) return true;
  if (a.employeeId && a.employeeId === b.employeeId) return true;
  if (a.onPremisesImmutableId && a.onPremisesImmutableId === b.onPremisesImmutableId) return true;
  return a.addresses.some((address) => b.addresses.includes(address));
}

/**
 * Whether any approver has lost the right to approve since they approved; null when none has.
 * @throws AirlockError directory-unavailable
 */
export async function approverFault(
  services: RightsServices,
  request: Request,
): Promise<{ code: 'rights-lost'; why: string } | null> {
  for (const { by } of request.approvals) {
    const others = { ...request, approvals: request.approvals.filter((approval) => approval.by.oid !== by.oid) };
    const lost = await lostRight(() => assertMayApprove(services, others, by));
    if (lost)
      return {
        code: 'rights-lost',
        why: `${by.name}, who approved this, may no longer approve changes. Nothing was changed; ask again.`,
      };
  }
  return null;
}

/** What a person is to a request: it decides which buttons their card shows, never whether an action counts. */
export type ViewerRole = 'requester' | 'approver' | 'reader';

/**
 * What this person's card is drawn for. Where the directory gives no answer, or there is any doubt, they are a reader.
 */
export async function viewerRole(services: RightsServices, request: Request, oid: EntraObjectId): Promise<ViewerRole> {
  if (oid === request.requester.oid) return 'requester';
  return assertMayApprove(services, request, { oid, name: '' }).then(
    () => 'approver',
    () => 'reader',
  );
}
