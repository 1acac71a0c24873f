import type { DirectoryPerson, Standing } from '../directory/directory.ts';
import { AirlockError } from '../errors.ts';
import type { Parts } from './parts.ts';
import type { Actor, Request } from './request.ts';

/** What a person is to a request; decides which buttons their card shows, never whether a click counts. */
export type ViewerRole = 'requester' | 'approver' | 'reader';

/**
 * Asks the directory whether this person may ask for changes now.
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export async function assertMayRequest(parts: Parts, actor: Actor): Promise<DirectoryPerson> {
  const { requesters } = parts.policy;
  const standing = await parts.directory.standing(actor.oid, requesters);
  return assertHolds(standing, requesters, 'ask for changes');
}

/**
 * Asks the directory, now, about the approver and the requester (design.md rules 2 and 3).
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export async function assertMayApprove(parts: Parts, request: Request, actor: Actor): Promise<void> {
  if (!actor.oid || !request.requester.oid)
    throw new AirlockError('not-allowed', 'Nobody can be told apart here, so nobody can approve.');
  if (actor.oid === request.requester.oid)
    throw new AirlockError('not-allowed', 'You asked for this change, so you cannot approve it. Another admin must.');
  const { approvers } = parts.policy;
  const [approver, requester] = await Promise.all([
    parts.directory.standing(actor.oid, approvers),
    parts.directory.standing(request.requester.oid, []),
  ]);
  const person = assertHolds(approver, approvers, 'approve changes');
  if (!requester)
    throw new AirlockError(
      'not-allowed',
      `${request.requester.name} is no longer in the directory, so this request cannot be approved.`,
    );
  if (isSamePerson(person, requester.person)) {
    throw new AirlockError(
      'not-allowed',
      `This account and ${request.requester.name}'s belong to the same person, who asked for this change. Another admin must approve it.`,
    );
  }
}

/** Two accounts of one human: any shared employee id, on-premises id or address makes them one person (design.md rule 2). */
export function isSamePerson(a: DirectoryPerson, b: DirectoryPerson): boolean {
  if (a.oid === b.oid) return true;
  if (a.employeeId && a.employeeId === b.employeeId) return true;
  if (a.onPremisesImmutableId && a.onPremisesImmutableId === b.onPremisesImmutableId) return true;
  return a.addresses.some((address) => b.addresses.includes(address));
}

/** For drawing a card: no answer from the directory, or any doubt, makes a reader. */
export async function viewerRole(parts: Parts, request: Request, oid: string): Promise<ViewerRole> {
  if (oid === request.requester.oid) return 'requester';
  return assertMayApprove(parts, request, { oid, name: '' }).then(
    () => 'approver',
    () => 'reader',
  );
}

function assertHolds(standing: Standing | null, ids: readonly string[], what: string): DirectoryPerson {
  if (!standing)
    throw new AirlockError('not-allowed', `Your account is not in this company's directory, so you cannot ${what}.`);
  const { person } = standing;
  if (!person.enabled) throw new AirlockError('not-allowed', `Your account is disabled, so you cannot ${what}.`);
  if (person.userType !== 'Member')
    throw new AirlockError('not-allowed', `Guests cannot ${what}, whatever role they hold.`);
  if (ids.some((id) => standing.holds.includes(id))) return person;
  if (ids.some((id) => standing.mayActivate.includes(id))) {
    throw new AirlockError(
      'not-allowed',
      `Your role is eligible but not active, so you cannot ${what} yet. Activate it in Privileged Identity Management, then try again.`,
    );
  }
  throw new AirlockError('not-allowed', `You do not hold a role that may ${what}.`);
}
