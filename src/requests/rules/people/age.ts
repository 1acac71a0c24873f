import { AirlockError } from '../../../shared/errors.ts';
import { BUILT_IN_ROLES } from '../../../shared/ids.ts';
import { type RoleDates, type Standing, UNTOLD_ROLE } from '../../ports/directory.ts';
import type { PeoplePolicy } from '../../record/people-policy.ts';
import type { Evidence } from '../../record/request.ts';
import type { Refusal } from './rights.ts';

/** Since when an account, and the role that makes it count, exist; ms since 1970. */
export type Since = Evidence['since'];

/**
 * Since when somebody counts. Of several roles with a date the oldest counts; one without a date, held through a group,
 * makes no other older than it is.
 * @throws AirlockError directory-unavailable where the only date cannot be read: it would count as an old role
 */
export function sinceOf({ person, holds }: Standing, dates: RoleDates, { minAge }: PeoplePolicy): Since {
  const known = holds.flatMap((id) => dates[id] ?? []);
  const isUntold = dates[UNTOLD_ROLE] === null && holds.some((id) => Object.hasOwn(BUILT_IN_ROLES, id));
  if (minAge > 0 && known.length === 0 && (isUntold || holds.some((id) => dates[id] === null))) throw unreadDates();
  return { account: person.createdAt, role: known.length > 0 ? Math.min(...known) : null };
}

function unreadDates(): AirlockError {
  const sentence =
    'The directory tells since when this role is held in a form that Airlock does not know, so nothing was decided.';
  return new AirlockError('directory-unavailable', sentence, { details: { reason: 'role dates' } });
}

/** The moment at which an account or a role must have existed to count now. */
function oldEnoughAt(now: number, { minAge }: PeoplePolicy): number {
  return minAge === 0 ? Number.POSITIVE_INFINITY : now - minAge;
}

/**
 * Why an approval does not count yet; null when account and role are old enough, as far as the directory dates them
 * (docs/facts/teams.md#roles-in-graph). What it does not date is judged by `seenRefusal`.
 */
export function ageRefusal({ account, role }: Since, now: number, policy: PeoplePolicy): Refusal | null {
  const limit = oldEnoughAt(now, policy);
  if (account !== null && account > limit) return tooYoung('Your account exists', account, policy);
  if (role !== null && role > limit) return tooYoung('You hold your approver’s role', role, policy);
  return null;
}

function tooYoung(what: string, since: number, { minAge }: PeoplePolicy): Refusal {
  const sentence = `${what} only since ${utc(since)}, so your approval does not count yet. It counts from ${utc(since + minAge)}; another admin can decide now.`;
  return { why: 'too-young', sentence };
}

function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
