import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { DirectoryPerson, Standing } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import type { Actor, Request } from '../record/request.ts';

/** What it takes to ask about people's rights. */
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
 * Asks the directory whether this person may say that a change was applied by hand: whoever may ask for changes or
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
export async function lostRight(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return false;
  } catch (error) {
    if (isAirlockError(error, 'not-allowed')) return true;
    throw error;
  }
}

/** @param what "approve changes", for the sentence of a refusal */
export function assertHolds(standing: Standing | null, ids: readonly string[], what: string): DirectoryPerson {
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
