import { AirlockError } from '../../../shared/errors.ts';
import type { DirectoryPerson, Standing } from '../../ports/directory.ts';
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
    | 'approver';
  readonly sentence: string;
}

/** The error for a refusal. */
export function refused({ why, sentence }: Refusal): AirlockError {
  return new AirlockError('not-allowed', sentence, { details: { why } });
}

/**
 * Why this account may not act, whatever its role: it is gone, disabled, or of somebody from outside. Null when it may.
 * @param what "approve changes", for the sentence
 */
export function memberRefusal(standing: Standing | null, what: string): Refusal | null {
  if (!standing) {
    return { why: 'gone', sentence: `Your account is not in this company's directory, so you cannot ${what}.` };
  }
  const { enabled, userType, isExternal } = standing.person;
  if (!enabled) return { why: 'disabled', sentence: `Your account is disabled, so you cannot ${what}.` };
  const outsider = (sentence: string): Refusal => ({ why: 'outsider', sentence });
  if (userType === 'Guest') return outsider(`Guests cannot ${what}, whatever role they hold.`);
  if (isExternal) {
    return outsider(
      `Your account was invited from outside this company, so you cannot ${what}, whatever role it holds.`,
    );
  }
  if (userType === 'unknown') {
    return outsider(`The directory does not say that your account is a member's, so you cannot ${what}.`);
  }
  return null;
}

const WHOM_TO_ASK =
  'If you could activate a membership of a group that may, which Airlock does not see, do that first in Privileged Identity Management. Else ask whoever operates Airlock which roles may.';

/**
 * Why this account may not act now: `memberRefusal`, or it holds none of these ids. Null when it may.
 * @param ids role template ids and group ids
 */
export function rightRefusal(standing: Standing | null, ids: readonly string[], what: string): Refusal | null {
  const refusal = memberRefusal(standing, what);
  if (refusal || !standing) return refusal;
  if (ids.some((id) => standing.holds.includes(id))) return null;
  if (!standing.mayActivate) {
    const sentence = `You hold no active role that may ${what}, and whether you could activate one could not be asked. If your role, or your membership of a group, is eligible, activate it in Privileged Identity Management; then try again.`;
    return { why: 'no-role', sentence };
  }
  if (ids.some((id) => standing.mayActivate?.includes(id))) {
    const sentence = `Your role is eligible but not active, so you cannot ${what} yet. Activate it in Privileged Identity Management, then try again.`;
    return { why: 'eligible', sentence };
  }
  return { why: 'no-role', sentence: `You do not hold a role that may ${what}. ${WHOM_TO_ASK}` };
}

/** @throws AirlockError not-allowed with the sentence of `rightRefusal` */
export function assertHolds(standing: Standing | null, ids: readonly string[], what: string): Standing {
  const refusal = rightRefusal(standing, ids, what);
  if (!refusal && standing) return standing;
  throw refused(refusal ?? { why: 'gone', sentence: '' });
}

/** Somebody who acts, by the names that the directory has for them; by their object id where it has none. */
export function actorOf({ oid, name, userPrincipalName }: DirectoryPerson): Actor {
  return {
    oid,
    name: name.trim() || userPrincipalName || oid,
    ...(userPrincipalName !== '' && { principalName: userPrincipalName }),
  };
}
