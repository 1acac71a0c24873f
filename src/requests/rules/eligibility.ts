import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { DirectoryPerson, Standing } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import type { Actor, Request } from '../record/request.ts';

/** What a person is to a request; decides which buttons their card shows, never whether a click counts. */
export type ViewerRole = 'requester' | 'approver' | 'reader';

/**
 * Asks the directory whether this person may ask for changes now.
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export async function assertMayRequest(services: Services, actor: Actor): Promise<DirectoryPerson> {
  const { requesters } = services.policy;
  const standing = await services.directory.standing(actor.oid, requesters);
  return assertHolds(standing, requesters, 'ask for changes');
}

/**
 * Asks the directory, now, whether this person may decide on this request: a holder of an approver's role who is neither the
 * requester nor anybody who approved already, under whatever account
 * (docs/architecture.md#nobody-approves-their-own-request, docs/architecture.md#ask-for-rights-now).
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export async function assertMayApprove(services: Services, request: Request, actor: Actor): Promise<DirectoryPerson> {
  if (!actor.oid || !request.requester.oid) {
    throw new AirlockError('not-allowed', 'Without an identity from the directory nobody can approve.');
  }
  if (actor.oid === request.requester.oid) {
    throw new AirlockError('not-allowed', 'You asked for this change, so you cannot decide on it. Another admin must.');
  }
  const { approvers } = services.policy;
  const others = [request.requester, ...request.approvals.map((approval) => approval.by)].filter(
    ({ oid }) => oid !== actor.oid,
  );
  const [own, ...standings] = await Promise.all([
    services.directory.standing(actor.oid, approvers),
    ...others.map(({ oid }) => services.directory.standing(oid, [])),
  ]);
  const person = assertHolds(own ?? null, approvers, 'approve changes');
  others.forEach((other, index) => {
    assertOtherPerson(person, other, standings[index] ?? null);
  });
  return person;
}

/**
 * Asks the directory whether this person may say that a change was applied by hand: whoever may ask for changes or approve them.
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export async function assertMayAttest(services: Services, actor: Actor): Promise<void> {
  const { requesters, approvers } = services.policy;
  const what = 'confirm changes';
  try {
    assertHolds(await services.directory.standing(actor.oid, requesters), requesters, what);
  } catch (error) {
    if (!isAirlockError(error, 'not-allowed')) throw error;
    assertHolds(await services.directory.standing(actor.oid, approvers), approvers, what);
  }
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
 * Whether the requester may still ask for changes; null when so.
 * @throws AirlockError directory-unavailable
 */
export async function requesterFault(
  services: Services,
  request: Request,
): Promise<{ code: 'rights-lost'; why: string } | null> {
  const lost = await lostRight(() => assertMayRequest(services, request.requester));
  if (!lost) return null;
  const why = `${request.requester.name}, who asked for this, may no longer ask for changes. Nothing was changed.`;
  return { code: 'rights-lost', why };
}

/**
 * Whether any approver has lost the right to approve since the click; null when none has.
 * @throws AirlockError directory-unavailable
 */
export async function approverFault(
  services: Services,
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

async function lostRight(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return false;
  } catch (error) {
    if (isAirlockError(error, 'not-allowed')) return true;
    throw error;
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

/** For drawing a card: no answer from the directory, or any doubt, makes a reader. */
export async function viewerRole(services: Services, request: Request, oid: string): Promise<ViewerRole> {
  if (oid === request.requester.oid) return 'requester';
  return assertMayApprove(services, request, { oid, name: '' }).then(
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
