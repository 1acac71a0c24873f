import { joinedByAnd } from '../../../shared/language/in-sentences.ts';
import { utcWords } from '../../../shared/language/time-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { fullName } from '../../record/actor-names.ts';
import type { PeoplePolicy } from '../../record/people-policy.ts';
import type { Actor, Evidence, Mark } from '../../record/request.ts';
import type { Comparison, NotKnown } from './compare-people.ts';
import { MARK_WORDS } from './marks.ts';
import type { Refusal } from './rights.ts';

/** How two accounts were told to be two people's, for the record. */
export type Proof = NonNullable<Evidence['proof']>;

const MAYBE_LINKED: readonly string[] = ['lost', 'late', 'unseen', 'crowded', 'one-id'];

/** From the weakest to the strongest. */
const PROOFS: readonly Proof[] = ['accounts', 'people-file', 'marks'];

/** The weakest of several proofs; null of none. */
export function weakest(proofs: readonly Proof[]): Proof | null {
  return PROOFS.find((proof) => proofs.includes(proof)) ?? null;
}

/** How two accounts compare, with what Airlock remembers of them. */
export type Told =
  | Comparison
  /** Both carried this mark lately; not both carry it now. */
  | { readonly answer: 'same'; readonly by: 'former'; readonly mark: Mark; readonly theirs?: string }
  | { readonly answer: 'not-known'; readonly why: Lately };

/**
 * An employee id that was changed at a moment and counts from another on, an account that was first seen long after the
 * last census, or one of which something else was remembered then than the record tells; ms since 1970.
 */
export interface Lately {
  readonly kind: 'changed' | 'late' | 'lost';
  readonly whose: 'first' | 'second';
  readonly at: number;
  readonly counts: number;
}

/**
 * What proves that two accounts are two people's; null where they count as one person's. Where somebody changed what is
 * remembered of one, nobody ever looked, both carry one employee id, or what many carry since a short while ago, two
 * accounts are not enough: they may be linked.
 */
export function proofOf(comparison: Told, { proof }: PeoplePolicy): Proof | null {
  if (comparison.answer === 'different') return comparison.by;
  const isUnlinked = comparison.answer === 'not-known' && !MAYBE_LINKED.includes(comparison.why.kind);
  return isUnlinked && proof === 'accounts' ? 'accounts' : null;
}

/** The values of marks are told to those whom they concern alone; what others read names the kind of a mark. */
type Names = 'values' | 'kinds';

type Untold = Exclude<Told, { answer: 'different' }>;

/**
 * Why two accounts do not count as two people's. Names the mark that both carry, or what is missing.
 * @param a "this account", or "Bob's account"
 * @param b the same of the other
 */
function apartWords(comparison: Untold, a: string, b: string, names: Names): string {
  return comparison.answer === 'same'
    ? t`${a} and ${b} belong to one person: ${sameBy(comparison, b, names)}`
    : t`it is not known whether ${a} and ${b} belong to two people: ${notKnownBy(comparison.why, a, b, names)}`;
}

/** The same for what everybody reads: a card, a notice, what is stored of a request. No mark stands in it. */
export function apartInShared(comparison: Untold, a: string, b: string): string {
  return apartWords(comparison, a, b, 'kinds');
}

/** A refusal in which somebody reads of their own account, and what others may read of it. */
export function refusalOfOne(
  comparison: Untold,
  [a, b]: readonly [string, string],
  sentenceOf: (words: string) => string,
): Refusal {
  return {
    why: comparison.answer === 'same' ? 'one-person' : 'not-known',
    sentence: sentenceOf(apartWords(comparison, a, b, 'values')),
    inShared: sentenceOf(apartWords(comparison, a, b, 'kinds')),
  };
}

/** Why an approval by this account does not count beside the other person's part in the request, and what to do. */
export function apartRefusal(comparison: Told, other: Pick<Actor, 'name'>): Refusal | null {
  if (comparison.answer === 'different') return null;
  return refusalOfOne(comparison, [t`this account`, accountOf(other)], (words) => {
    const sentence = t`Your approval does not count, since ${words}.`;
    return comparison.answer === 'same'
      ? t`${sentence} Another admin must decide.`
      : `${sentence} ${nextStep(comparison.why)}`;
  });
}

function nextStep(why: NotKnown | Lately): string {
  if (why.kind === 'unseen') return say(LOOK_FIRST);
  return 'counts' in why ? say(WAIT) : say(WHAT_TO_DO);
}

export function accountOf(person: Pick<Actor, 'name' | 'principalName'>): string {
  return t`the account of ${fullName(person)}`;
}

const WHAT_TO_DO = msg`Another admin can approve. To mend it, give everybody their own employee id in Entra, or name the accounts in PEOPLE_FILE.`;

const WAIT = msg`Try again then, or name the accounts in PEOPLE_FILE.`;

/** Why nothing is known of any account's age: a clause. */
export const UNSEEN = msg`Airlock could not look at everybody who may ask or approve yet, so it does not know since when accounts are as they are`;
const LOOK_FIRST = msg`Try again in some minutes. If it stays so, whoever operates Airlock finds in its log why the directory does not list them.`;

/** A mark as both carry it: where they spell it otherwise, as each does. */
function markWords({ value }: Mark, theirs: string | undefined, other: string): string {
  return theirs === undefined ? value : `${value} (${other}: ${theirs})`;
}

function sameBy(same: Extract<Told, { answer: 'same' }>, other: string, names: Names): string {
  if (same.by === 'former') {
    if (names === 'kinds') {
      return t`both carry, or carried until a short while ago, the same ${say(MARK_WORDS[same.mark.kind])}`;
    }
    return t`both carry, or carried until a short while ago, the ${say(MARK_WORDS[same.mark.kind])} ${markWords(same.mark, same.theirs, other)}`;
  }
  const { by } = same;
  if (by === 'account') return t`they are one account`;
  if (by === 'people-file') return t`whoever operates Airlock says so`;
  return names === 'kinds'
    ? t`both carry the same ${say(MARK_WORDS[by.kind])}`
    : t`both carry the ${say(MARK_WORDS[by.kind])} ${markWords(by, same.theirs, other)}`;
}

/** Why nothing is known of an account: a clause. @param whose "your account" */
export function lostWords(whose: string, at: number): string {
  return t`what Airlock stored about ${whose} was not what its record says at ${utc(at)}`;
}

function notKnownBy(why: NotKnown | Lately, a: string, b: string, names: Names): string {
  if (why.kind === 'unseen') return say(UNSEEN);
  if (why.kind === 'crowded' || why.kind === 'one-id' || why.kind === 'freed')
    return byMany(why, { first: a, second: b }, names);
  if (why.kind === 'lost') {
    const words = lostWords(why.whose === 'first' ? a : b, why.at);
    return t`${words}, so somebody changed the database; its employee id counts after ${utc(why.counts)}`;
  }
  if (why.kind === 'late') {
    const whose = why.whose === 'first' ? a : b;
    return t`Airlock first saw ${whose} at ${utc(why.at)}, and had not looked at everybody for long, so its employee id counts after ${utc(why.counts)}`;
  }
  if (why.kind === 'changed') {
    const whose = why.whose === 'first' ? a : b;
    return t`the employee id of ${whose} was changed at ${utc(why.at)}; it counts after ${utc(why.counts)}`;
  }
  return noPlainId(why, { first: a, second: b, both: t`each of them` }, names);
}

type ByMany = Extract<NotKnown | Lately, { readonly kind: 'crowded' | 'one-id' | 'freed' }>;

/** What many accounts carry, or did: a clause. */
function byMany(why: ByMany, accounts: Readonly<Record<'first' | 'second', string>>, names: Names): string {
  const isOpen = names === 'values';
  if (why.kind === 'crowded') {
    const { carriers } = why;
    const kind = say(MARK_WORDS[why.mark.kind]);
    const since = utc(why.at);
    const from = utc(why.counts);
    return isOpen
      ? t`both carry, or carried until a short while ago, the ${kind} ${markWords(why.mark, why.theirs, accounts.second)}. ${carriers} accounts carry it, guests and new accounts aside; Airlock has known that since ${since}, and what so many carry links nobody only after ${from}`
      : t`both carry, or carried until a short while ago, the same ${kind}. ${carriers} accounts carry it, guests and new accounts aside; Airlock has known that since ${since}, and what so many carry links nobody only after ${from}`;
  }
  if (why.kind === 'one-id')
    return isOpen
      ? t`both carry, or carried until a short while ago, the employee id ${markWords(why.mark, why.theirs, accounts.second)}, as more than two accounts do: they may be one person’s, or it is a placeholder`
      : t`both carry, or carried until a short while ago, one employee id, as more than two accounts do: they may be one person’s, or it is a placeholder`;
  const whose = accounts[why.whose];
  return isOpen
    ? t`more than two accounts carried the employee id of ${whose} (${why.mark.value}) until ${utc(why.at)}; it counts after ${utc(why.counts)}`
    : t`more than two accounts carried the employee id of ${whose} until ${utc(why.at)}; it counts after ${utc(why.counts)}`;
}

type WhoseWords = Readonly<Record<'first' | 'second' | 'both', string>>;

/** What is wrong with the employee ids of two accounts: a clause. */
function noPlainId(
  why: Exclude<NotKnown, ByMany | { readonly kind: 'unseen' }> | Lately,
  accounts: WhoseWords,
  names: Names,
): string {
  const isOpen = names === 'values';
  if (why.kind === 'alike' && !isOpen)
    return t`their employee ids differ only around the same part, or in signs that look alike`;
  if (why.kind === 'alike')
    return t`their employee ids, ${joinedByAnd(why.ids)}, differ only around the same part, or in signs that look alike`;
  const account = accounts[why.whose];
  if (why.kind === 'signs' && !isOpen)
    return t`the employee id of ${account} has other signs than letters from A to Z and digits, which can look like another id`;
  if (why.kind === 'signs')
    return t`the employee id of ${account} (${why.ids.join(', ')}) has other signs than letters from A to Z and digits, which can look like another id`;
  if (!isOpen && why.kind === 'missing' && why.uncounted !== undefined)
    return t`${account} carries no employee id that tells people apart: the one that it has ${whyUncounted(why.uncounted)}`;
  if (why.kind === 'missing' && why.uncounted !== undefined)
    return t`${account} carries no employee id that tells people apart: its employee id ${why.uncounted} ${whyUncounted(why.uncounted)}`;
  return why.kind === 'missing'
    ? t`${account} carries no employee id that tells people apart`
    : t`${account} carries an employee id that more than two accounts have`;
}

function whyUncounted(id: string): string {
  return /^(\d)\1+$/u.test(id)
    ? t`is one digit again and again, which counts as a placeholder`
    : t`is not clearly a person’s number, so it counts as a placeholder`;
}

/** A moment as people are told it. */
export function utc(at: number): string {
  return utcWords(at);
}
