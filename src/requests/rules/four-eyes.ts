import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { EntraObjectId } from '../../shared/ids.ts';
import type { DirectoryPerson, Standing } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import type { Actor, Request } from '../record/request.ts';
import { type ConnectorServices, connectorFor } from './setting-owner.ts';

/** The services that are needed to check people's rights. */
export type RightsServices = Pick<Services, 'directory' | 'policy'>;

/**
 * Asks the directory whether this person may ask for changes now.
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export async function assertMayRequest({ directory, policy }: RightsServices, actor: Actor): Promise<DirectoryPerson> {
  const { requesters } = policy;
  const standing = await directory.standing(actor.oid, requesters);
  return assertHolds(standing, requesters, 'ask for changes');
}

/**
 * Asks the directory whether this person may report a change as applied by hand: anybody who may ask for changes or
 * approve them.
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export async function assertMayAttest({ directory, policy }: RightsServices, actor: Actor): Promise<void> {
  const { requesters, approvers } = policy;
  const what = 'confirm changes';
  try {
    assertHolds(await directory.standing(actor.oid, requesters), requesters, what);
  } catch (error) {
    if (!isAirlockError(error, 'not-allowed')) throw error;
    assertHolds(await directory.standing(actor.oid, approvers), approvers, what);
  }
}

/**
 * Whether the requester may still ask for changes; null when so.
 * @throws AirlockError directory-unavailable
 */
export async function requesterFault(
  services: RightsServices,
  request: Request,
): Promise<{ code: 'rights-lost'; why: string } | null> {
  const lost = await lostRight(() => assertMayRequest(services, request.requester));
  if (!lost) return null;
  const why = `${request.requester.name}, who asked for this, may no longer ask for changes. Nothing was changed.`;
  return { code: 'rights-lost', why };
}

/** Whether the directory refuses what it granted before. @throws AirlockError directory-unavailable */
async function lostRight(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return false;
  } catch (error) {
    if (isAirlockError(error, 'not-allowed')) return true;
    throw error;
  }
}

/** @param what "approve changes", for the sentence of a refusal */
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

type OwnerServices = ConnectorServices & Pick<Services, 'directory'>;

/**
 * The user principal name that Airlock would write as. Null where no person's session writes: a person applies by hand,
 * or nobody is signed in.
 */
export async function sessionOwner(
  services: ConnectorServices,
  { change }: Pick<Request, 'change'>,
): Promise<string | null> {
  const tenant = connectorFor(services, change);
  return tenant.applies === 'automatically' ? tenant.actsAs() : null;
}

/**
 * Refuses an approval by the person whose session would write the change. They could have written it without Airlock,
 * so their approval is no second pair of eyes (docs/facts/defender.md#whose-session). They may still ask for changes
 * and reject requests.
 * @throws AirlockError not-allowed, directory-unavailable
 */
export async function assertAnothersSession(
  services: OwnerServices,
  request: Request,
  approver: DirectoryPerson,
): Promise<void> {
  const owner = await ownerPerson(services, request);
  if (owner && isSamePerson(owner, approver)) {
    throw new AirlockError(
      'not-allowed',
      'Your own session would write this change, so your approval does not count. Another admin must approve.',
    );
  }
}

/**
 * The same check right before the write, since the session may have changed. Approvals by its owner do not count.
 * @returns the user principal name that the write may be made as; null where no person's session writes
 * @throws AirlockError not-allowed when too few approvals are left, directory-unavailable
 */
export async function countedSessionOwner(
  services: OwnerServices & Pick<Services, 'policy'>,
  request: Request,
): Promise<string | null> {
  const owner = await ownerPerson(services, request);
  if (!owner) return null;
  const standings = await Promise.all(request.approvals.map(({ by }) => services.directory.standing(by.oid, [])));
  const own = request.approvals.filter((_approval, index) => {
    const person = standings[index]?.person;
    return !person || isSamePerson(owner, person);
  });
  const [first] = own;
  if (!first || request.approvals.length - own.length >= services.policy.quorum) return owner.userPrincipalName;
  throw new AirlockError(
    'not-allowed',
    `${first.by.name} approved this, and the session that would write it is their own. Another admin has to sign in; then it is applied.`,
  );
}

/**
 * @throws AirlockError not-allowed where the directory does not know the owner: then nobody can be told apart from them
 */
async function ownerPerson(services: OwnerServices, request: Request): Promise<DirectoryPerson | null> {
  const name = await sessionOwner(services, request);
  if (name === null) return null;
  const person = await services.directory.byName(name);
  if (person) return person;
  throw new AirlockError(
    'not-allowed',
    `The session that would write this is said to belong to ${name}, who is not in the directory. Another admin has to sign in.`,
  );
}

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

/** A person's role in a request. It decides which buttons their card shows, never whether an action counts. */
export type ViewerRole = 'requester' | 'approver' | 'reader';

/**
 * The role that this person's card is drawn for: a reader where the directory does not answer or there is any doubt.
 */
export async function viewerRole(services: RightsServices, request: Request, oid: EntraObjectId): Promise<ViewerRole> {
  if (oid === request.requester.oid) return 'requester';
  return assertMayApprove(services, request, { oid, name: '' }).then(
    () => 'approver',
    () => 'reader',
  );
}
