import { AirlockError } from '../../shared/errors.ts';
import type { DirectoryPerson } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { type ConnectorServices, connectorFor } from './connector.ts';
import { isSamePerson } from './four-eyes.ts';

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
  return tenant.applies === 'by-itself' ? tenant.actsAs() : null;
}

/**
 * Whoever's session would write a change does not approve it too: they could have written it without Airlock, so their
 * approval is no second door (docs/facts/defender.md#whose-session). They may still ask and reject.
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
 * The same right before the write, since the session may be another one by now: approvals of its owner are not counted.
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
    `The session that would write this is said to be ${name}'s, who is not in the directory. Another admin has to sign in.`,
  );
}
