import type { EntraObjectId } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import type { Request } from '../../record/request.ts';
import type { Refusal } from './rights.ts';
import { type OwnerServices, sessionOwner } from './session-owner.ts';

/**
 * Directory roles whose holders change these settings in the Defender portal themselves (docs/facts/defender.md#roles).
 * Roles of Defender's own can do so, too; the directory does not show them.
 */
export const PORTAL_WRITERS = [
  { id: '194ae4cb-b126-40b2-bd5b-6091b380977d', name: 'Security Administrator' },
  { id: '62e90394-69f5-4237-9190-012177145e10', name: 'Global Administrator' },
  { id: '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f', name: 'Security Operator' },
] as const;

const IDS = PORTAL_WRITERS.map(({ id }) => id);

/**
 * Who of these people may own the session that would write. Nobody, where Defender told whose it is: then the owner is
 * compared instead. Where it is only said, whoever holds or could activate a role that writes Defender.
 * @throws AirlockError directory-unavailable
 */
export async function possibleOwners(
  services: OwnerServices,
  request: Pick<Request, 'change'>,
  oids: readonly EntraObjectId[],
): Promise<ReadonlySet<EntraObjectId>> {
  const writer = await sessionOwner(services, request);
  if (writer?.source !== 'said') return new Set();
  const standings = await Promise.all(oids.map((oid) => services.directory.standing(oid, IDS)));
  return new Set(
    oids.filter((_oid, index) => {
      const standing = standings[index];
      return !standing || standing.holds.length > 0 || standing.mayActivate?.length !== 0;
    }),
  );
}

/** @param name whose the session is said to be */
export function possibleOwner(name: string): Refusal {
  const sentence = t`Defender has not told whose session would write this; it is only said to be ${name}’s. Until it tells, nobody counts who may change this setting in Defender themselves, as you may. Try again in a minute; if it stays so, somebody who may not has to approve, or whoever operates Airlock has to sign in anew.`;
  return { why: 'may-own', sentence };
}

/** Why an approval by whom the session is only said to be of does not count. */
export function saidOwner(): Refusal {
  const sentence = t`The session that would write this is said to be yours; Defender has not told whose it is. Until it tells, nobody counts who may change this setting in Defender themselves. Try again in a minute; if it stays so, somebody who may not has to approve, or whoever operates Airlock has to sign in anew.`;
  return { why: 'may-own', sentence };
}
