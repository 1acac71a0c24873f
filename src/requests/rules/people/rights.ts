import { AirlockError, isAirlockError } from '../../../shared/errors.ts';
import { BUILT_IN_ROLES, type EntraObjectId } from '../../../shared/ids.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Directory, DirectoryPerson, Standing } from '../../ports/directory.ts';
import type { Actor } from '../../record/request.ts';

/** Why somebody may not do something now, and the sentence that tells them. */
export interface Refusal {
  readonly why:
    | 'gone'
    | 'disabled'
    | 'outsider'
    | 'no-role'
    | 'eligible'
    | 'requester'
    | 'one-person'
    | 'not-known'
    | 'too-young'
    | 'own-session'
    | 'may-own'
    | 'approver';
  readonly sentence: string;
  /** The same for those who read along: without the value of any mark. Absent where the sentence holds none. */
  readonly inShared?: string;
}

/** The error for a refusal. */
export function refused({ why, sentence, inShared }: Refusal): AirlockError {
  return new AirlockError('not-allowed', sentence, { details: { why, ...(inShared !== undefined && { inShared }) } });
}

/**
 * Why this account may not act, whatever its role: it is gone, disabled, or of somebody from outside. Null when it may.
 * @param what "approve changes", for the sentence
 */
export function memberRefusal(standing: Standing | null, what: string): Refusal | null {
  if (!standing) {
    return { why: 'gone', sentence: t`Your account is not in this company's directory, so you cannot ${what}.` };
  }
  const { enabled, userType, isExternal } = standing.person;
  if (!enabled) return { why: 'disabled', sentence: t`Your account is disabled, so you cannot ${what}.` };
  const outsider = (sentence: string): Refusal => ({ why: 'outsider', sentence });
  if (userType === 'Guest') return outsider(t`Guests cannot ${what}, whatever role they hold.`);
  if (isExternal) {
    return outsider(
      t`Your account was invited from outside this company, so you cannot ${what}, whatever role it holds.`,
    );
  }
  if (userType === 'unknown') {
    return outsider(t`The directory does not say that your account is a member's, so you cannot ${what}.`);
  }
  return null;
}

const WHOM_TO_ASK = msg`If you could activate a membership of a group that may, which Airlock does not see, do that first in Privileged Identity Management. Else ask whoever operates Airlock which roles may.`;

/**
 * Why this account may not act now: `memberRefusal`, or it holds none of these ids. Null when it may.
 * @param ids role template ids and group ids
 */
export function rightRefusal(standing: Standing | null, ids: readonly string[], what: string): Refusal | null {
  const refusal = memberRefusal(standing, what);
  if (refusal || !standing) return refusal;
  if (ids.some((id) => standing.holds.includes(id))) return null;
  if (!standing.mayActivate) {
    const sentence = t`You hold no active role that may ${what}, and whether you could activate one could not be asked. If your role, or your membership of a group, is eligible, activate it in Privileged Identity Management; then try again.`;
    return { why: 'no-role', sentence };
  }
  if (ids.some((id) => standing.mayActivate?.includes(id))) {
    const sentence = t`Your role is eligible but not active, so you cannot ${what} yet. Activate it in Privileged Identity Management, then try again.`;
    return { why: 'eligible', sentence };
  }
  return { why: 'no-role', sentence: t`You do not hold a role that may ${what}. ${say(WHOM_TO_ASK)}` };
}

/**
 * The standing of somebody who holds one of these ids.
 * @throws AirlockError not-allowed with the sentence of `rightRefusal`, and who can help
 */
export async function assertHolds(
  directory: Directory,
  standing: Standing | null,
  ids: readonly string[],
  what: string,
): Promise<Standing> {
  const refusal = rightRefusal(standing, ids, what);
  if (!refusal && standing) return standing;
  throw await refusedWithHelp(directory, refusal ?? { why: 'gone', sentence: '' }, ids);
}

/** How many holders of a role a refusal names. */
const NAMED = 3;

/**
 * The error for a refusal; for want of a role it names who can help, as far as the directory says so at once.
 * @param requester who asked for the change, and cannot decide on it; null where that bars nobody
 */
export async function refusedWithHelp(
  directory: Directory,
  refusal: Refusal,
  ids: readonly string[],
  requester: EntraObjectId | null = null,
): Promise<AirlockError> {
  const { why, sentence } = refusal;
  if (why !== 'no-role') return refused(refusal);
  const names = await namesOfHolders(directory, ids, requester).catch(noneIfKnown);
  const roles = ids.flatMap((id) => BUILT_IN_ROLES[id] ?? []);
  const rights = roles.length > 0 ? t` These roles may: ${roles.join(', ')}.` : '';
  const people = names.length > 0 ? t` These people hold one: ${names.join(', ')}.` : '';
  return refused({ why, sentence: `${sentence}${rights}${people}` });
}

async function namesOfHolders(
  directory: Directory,
  ids: readonly string[],
  requester: EntraObjectId | null,
): Promise<readonly string[]> {
  const oids = (await directory.holders(ids)).filter((oid) => oid !== requester).slice(0, NAMED);
  const found = await Promise.all(oids.map((oid) => directory.standing(oid, ids)));
  return found.flatMap((standing) =>
    standing && rightRefusal(standing, ids, '') === null ? [actorOf(standing.person).name] : [],
  );
}

function noneIfKnown(error: unknown): readonly string[] {
  if (isAirlockError(error)) return [];
  throw error;
}

/** Somebody who acts, by the names that the directory has for them; by their object id where it has none. */
export function actorOf({ oid, name, userPrincipalName }: DirectoryPerson): Actor {
  return {
    oid,
    name: name.trim() || userPrincipalName || oid,
    ...(userPrincipalName !== '' && { principalName: userPrincipalName }),
  };
}
