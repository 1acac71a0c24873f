import { AirlockError, isAirlockError } from '../../../../shared/errors.ts';
import { BUILT_IN_ROLES, type EntraObjectId } from '../../../../shared/ids.ts';
import { msg, say, t } from '../../../../shared/language/worded.ts';
import { type RoleDates, type Standing, UNTOLD_ROLE } from '../../../ports/directory.ts';
import type { Services } from '../../../ports/services.ts';
import type { PeoplePolicy } from '../../../record/people-policy.ts';
import type { Actor, Evidence } from '../../../record/request.ts';
import type { Recalled } from '../../seen-accounts.ts';
import type { Refusal } from '../rights.ts';
import { lostWords, UNSEEN, utc } from '../told-apart.ts';

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
  const sentence = t`The directory tells since when this role is held in a form that Airlock does not know, so nothing was decided.`;
  return new AirlockError('directory-unavailable', sentence, { details: { reason: 'role dates' } });
}

/** The moment at which an account or a role must have existed to count now. */
function oldEnoughAt(now: number, { minAge }: PeoplePolicy): number {
  return minAge === 0 ? Number.POSITIVE_INFINITY : now - minAge;
}

/** Whose age is judged, for what, as a refusal says it. */
/** Each text of `msg`, or worded already. */
export interface AgeWords {
  /** "your account" */
  readonly account: string;
  /** "you hold your approver’s role" */
  readonly holds: string;
  /** "you" */
  readonly them: string;
  /**
   * What follows, until when: a clause and a sentence.
   * @param from when it counts, as people are told it
   * @param at the same in ms since 1970
   */
  readonly so: (from: string, at: number) => string;
}

/** What ends at a deadline, ms since 1970; null for what does not. */
interface Ending {
  readonly deadline: number | null;
}

/** Nothing counts any more that counts from its end on. */
function endsBefore({ deadline }: Ending, at: number): boolean {
  return deadline !== null && deadline <= at;
}

/** Of one's own approval of a request. */
export function approvalWords(request: Ending): AgeWords {
  return {
    account: msg`your account`,
    holds: msg`you hold your approver’s role`,
    them: msg`you`,
    so: (from, at) =>
      endsBefore(request, at)
        ? t`so your approval does not count yet. It would from ${from}, and this request ends before; another admin can decide now.`
        : t`so your approval does not count yet. It counts from ${from}; another admin can decide now.`,
  };
}

const OWN_APPROVAL = approvalWords({ deadline: null });

/** Of an emergency that one would start with this draft. */
export function emergencyWords(draft: Ending): AgeWords {
  return {
    ...OWN_APPROVAL,
    so: (from, at) =>
      endsBefore(draft, at)
        ? t`so you cannot do this at once yet. This draft ends before you can: write it again from ${from} on, or another admin does it now.`
        : t`so you cannot do this at once yet. You can from ${from}; another admin can do it now.`,
  };
}

export const OWN_ADOPTION: AgeWords = {
  ...OWN_APPROVAL,
  so: (from) => t`so you cannot adopt changes yet. You can from ${from}; another admin can adopt it now.`,
};

const ASKING = { account: msg`your account`, holds: msg`you hold the role to ask for changes`, them: msg`you` };

/** Of a draft that ends before, nothing is left to submit by then. */
export function submitWords(draft: Ending): AgeWords {
  return {
    ...ASKING,
    so: (from, at) =>
      endsBefore(draft, at)
        ? t`so you cannot submit this yet. This draft ends before you can: ask for it again from ${from} on, or a colleague asks for it now.`
        : t`so you cannot submit this yet. You can from ${from}; a colleague can ask for it now.`,
  };
}

/** Of one's own word that a request was applied. */
export function reportWords(request: Ending): AgeWords {
  return {
    ...{ account: msg`your account`, holds: msg`you hold the role by which you may report`, them: msg`you` },
    so: (from, at) =>
      endsBefore(request, at)
        ? t`so your word does not count yet. It would from ${from}, and this request ends before; a colleague can report it now.`
        : t`so your word does not count yet. It counts from ${from}; a colleague can report it now.`,
  };
}

export const OWN_CANCEL: AgeWords = {
  ...ASKING,
  so: (from) => t`so you cannot cancel this yet. You can from ${from}; a colleague can cancel it now.`,
};

export function requesterWords({ name }: Pick<Actor, 'name'>, request: Ending): AgeWords {
  return {
    ...{
      account: t`the account of ${name}, who asked for this,`,
      holds: t`${name}, who asked for this, holds that role`,
    },
    them: msg`them`,
    so: (from, at) =>
      endsBefore(request, at)
        ? t`so this does not count as asked for by a second person yet. It could be approved from ${from}, and this request ends before: ask again then.`
        : t`so this does not count as asked for by a second person yet. It can be approved from ${from}.`,
  };
}

/** Of an approval for which a request is stopped. */
export function approverWords({ name }: Pick<Actor, 'name'>): AgeWords {
  return {
    ...{
      account: t`the account of ${name}, who approved this,`,
      holds: t`${name}, who approved this, holds that role`,
    },
    them: msg`them`,
    so: (from) => t`so their approval does not count. It would from ${from}, and this request ends before.`,
  };
}

/**
 * Why somebody does not count yet; null when account and role are old enough, as far as the directory dates them
 * (docs/facts/teams.md#roles-in-graph). What it does not date is judged by `seenRefusal`.
 */
export function ageRefusal(
  { account, role }: Since,
  now: number,
  policy: PeoplePolicy,
  words: AgeWords = OWN_APPROVAL,
): Refusal | null {
  const limit = oldEnoughAt(now, policy);
  if (account !== null && account > limit) return tooYoung(t`${say(words.account)} exists`, account, policy, words);
  if (role !== null && role > limit) return tooYoung(say(words.holds), role, policy, words);
  return null;
}

function tooYoung(what: string, since: number, { minAge }: PeoplePolicy, { so }: AgeWords): Refusal {
  const [first = '', ...rest] = what;
  const sentence = t`${first.toUpperCase()}${rest.join('')} only since ${utc(since)}, ${so(utc(since + minAge), since + minAge)}`;
  return { why: 'too-young', sentence };
}

/** What a role is for, and the words of a refusal. */
export interface JudgedRole {
  readonly role: 'approver' | 'asker';
  readonly words: AgeWords;
}

/**
 * Why an account or a role that Graph does not date does not count yet: Airlock knows the account, or its holder with
 * the role, only for a short while. Null when both count.
 */
export function seenRefusal(
  since: Since,
  oid: EntraObjectId,
  policy: PeoplePolicy,
  recalled: Recalled,
  judged: JudgedRole = { role: 'approver', words: OWN_APPROVAL },
): Refusal | null {
  if (recalled.isBlind && (since.account === null || since.role === null))
    return {
      why: 'too-young',
      sentence: t`It is not known yet for how long ${say(judged.words.holds)}, since ${say(UNSEEN)}.`,
    };
  const account = since.account === null ? unknownAge(oid, policy, recalled, judged.words) : null;
  return account ?? seenRole(since, oid, policy, recalled, judged);
}

/** The directory dates no account from before June 2018, and nothing else tells that one is so old. */
function unknownAge(
  oid: EntraObjectId,
  { minAge }: PeoplePolicy,
  { firstTold, now }: Recalled,
  { account, so }: AgeWords,
): Refusal | null {
  const at = firstTold.get(oid) ?? now;
  if (minAge === 0 || at <= now - minAge) return null;
  const sentence = t`The directory does not say since when ${say(account)} exists. Airlock first noted it at ${utc(at)}, ${so(utc(at + minAge), at + minAge)}`;
  return { why: 'too-young', sentence };
}

function seenRole(
  { role: dated }: Since,
  oid: EntraObjectId,
  { minAge }: PeoplePolicy,
  { seen, now }: Recalled,
  { role, words: { account, holds, them, so } }: JudgedRole,
): Refusal | null {
  const known = seen.get(oid);
  const at = (role === 'approver' ? known?.approverSince : known?.asker?.since) ?? null;
  if (dated !== null || at === null || at <= now - minAge) return null;
  const untold = t`The directory does not say since when ${say(holds)}`;
  const sentence =
    known?.lostAt === at
      ? t`${untold}, and ${lostWords(say(account), at)}, ${so(utc(at + minAge), at + minAge)}`
      : t`${untold}. Airlock first saw ${say(them)} with it at ${utc(at)}, ${so(utc(at + minAge), at + minAge)}`;
  return { why: 'too-young', sentence };
}

/** What the directory answered of somebody: `dates` is an error where they could not be asked. */
export interface Dated {
  readonly standing: Standing;
  readonly dates: RoleDates | AirlockError;
}

/**
 * Why an account, or the role by which somebody may do something, is too young; null where both are old enough.
 * @throws AirlockError directory-unavailable where dates of roles could not be asked
 */
export function holderRefusal(
  { clock, policy: { people } }: Pick<Services, 'clock' | 'policy'>,
  { standing, dates }: Dated,
  recalled: Recalled,
  judged: JudgedRole = { role: 'approver', words: OWN_APPROVAL },
): Refusal | null {
  const since = sinceOf(standing, datesOf(dates), people);
  return (
    ageRefusal(since, clock.now(), people, judged.words) ??
    seenRefusal(since, standing.person.oid, people, recalled, judged)
  );
}

/** Without a least age a role needs no date. */
export function whyNoDates(error: unknown, { minAge }: PeoplePolicy): RoleDates | AirlockError {
  if (!isAirlockError(error, 'directory-unavailable')) throw error;
  return minAge === 0 ? {} : error;
}

/** @throws AirlockError directory-unavailable where they could not be asked */
export function datesOf(dates: RoleDates | AirlockError): RoleDates {
  if (dates instanceof AirlockError) throw dates;
  return dates;
}
