import { LRUCache } from 'lru-cache';
import type { EntraObjectId } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import type { DirectoryPerson } from '../../ports/directory.ts';
import type { Services } from '../../ports/services.ts';
import type { SessionWriter } from '../../ports/tenant.ts';
import type { Request } from '../../record/request.ts';
import { type ConnectorServices, connectorFor } from '../setting-owner.ts';
import type { Refusal } from './rights.ts';

export type OwnerServices = ConnectorServices & Pick<Services, 'directory'>;

/** Whose session would write. Null where no person's does: a person applies by hand, or nobody is signed in. */
export async function sessionOwner(
  services: ConnectorServices,
  { change }: Pick<Request, 'change'>,
): Promise<SessionWriter | null> {
  const tenant = connectorFor(services, change);
  return tenant.applies === 'automatically' ? tenant.actsAs() : null;
}

/**
 * Whose session would write. They could have written the change without Airlock, so their approval is no second pair of
 * eyes (docs/facts/defender.md#whose-session). They may still ask for changes and reject requests. `person` is null
 * where the directory does not know the owner: then nobody can be told apart from them.
 */
export type SessionOwner = SessionWriter & { readonly person: DirectoryPerson | null };

/** Null where no person's session writes. @throws AirlockError directory-unavailable */
export async function askOwner(
  services: OwnerServices,
  request: Pick<Request, 'change'>,
): Promise<SessionOwner | null> {
  const writer = await sessionOwner(services, request);
  if (!writer) return null;
  const person = await services.directory.byName(writer.name);
  if (person) OWNERS.set(writer.name, person.oid);
  return { ...writer, person };
}

/** Whose account an owner's was when the directory was last asked. */
const OWNERS = new LRUCache<string, EntraObjectId>({ max: 20 });

/** Decides nothing. Null where no person's session writes, or the directory was not asked yet. */
export async function lastOwner(
  services: ConnectorServices,
  request: Pick<Request, 'change'>,
): Promise<EntraObjectId | null> {
  const writer = await sessionOwner(services, request);
  return (writer && OWNERS.get(writer.name)) ?? null;
}

/** Why nothing can be approved or written while the directory does not know the session's owner. */
export function ownerUnknown({ name, source }: SessionWriter): Refusal {
  const sentence =
    source === 'read'
      ? t`The session that would write this belongs to ${name}, who is not in the directory. Another admin has to sign in.`
      : t`The session that would write this is said to belong to ${name}, who is not in the directory. Another admin has to sign in.`;
  return { why: 'may-own', sentence };
}
