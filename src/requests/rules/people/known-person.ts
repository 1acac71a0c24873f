import type { Clock } from '../../../shared/runtime.ts';
import type { CarriedValue, Carrier, Directory, DirectoryPerson, Standing } from '../../ports/directory.ts';
import { shortId } from '../../record/account-seen.ts';
import type { PeoplePolicy } from '../../record/people-policy.ts';
import type { Evidence, Mark } from '../../record/request.ts';
import { type Comparison, comparePeople, employeeIdOf, marksInCommon } from './compare-people.ts';
import { type CarriersOf, countedIn, type Sharing, sharingIn } from './ids/crowds.ts';
import { comparedAddress, type Marked, markKey, marksOf } from './marks.ts';

/** An account whose marks are counted in the directory, with what it carries. */
export interface Countable extends Marked {
  readonly person: Pick<DirectoryPerson, 'employeeId' | 'addresses'>;
  /** What it carried lately, where that is compared, too: then `marks` holds the marks of all. */
  readonly spelled?: readonly Spelled[];
}

/** An account as the directory answered, with its marks as they are compared. */
export interface KnownPerson extends Countable {
  readonly person: DirectoryPerson;
}

/** What the directory has, or had, of an account, and the marks that it makes. */
interface Spelled extends Pick<Marked, 'marks'> {
  readonly carried: Pick<DirectoryPerson, 'employeeId' | 'addresses'>;
}

export function knownPerson(person: DirectoryPerson, policy: PeoplePolicy): KnownPerson {
  return { person, oid: person.oid, marks: marksOf(person, policy) };
}

/** Two accounts to be told apart. */
export type Pair = readonly [KnownPerson, KnownPerson];

/** What counting the carriers of marks takes. */
export interface CountServices {
  readonly directory: Pick<Directory, 'carriers'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Compares pairs of accounts as the directory has them, for a look that decides nothing: it goes by counts of the last
 * hour, and not by what is remembered.
 * @param others accounts that may spell a mark in another way, such as those that are remembered
 * @throws AirlockError directory-unavailable
 */
export async function comparePairs(
  { directory, clock }: CountServices,
  pairs: readonly Pair[],
  policy: PeoplePolicy,
  others: readonly Countable[] = [],
): Promise<readonly Comparison[]> {
  const at = { now: clock.now(), minAge: policy.minAge };
  const carriers = await carriersThatMatter(directory, pairs, others, 'kept');
  return comparedBy(pairs, policy, sharingIn(countedIn(carriers, at), null, at));
}

/** Compares pairs of accounts, by what is known of marks that many carry. */
export function comparedBy(pairs: readonly Pair[], policy: PeoplePolicy, sharing: Sharing): readonly Comparison[] {
  return pairs.map(([a, b]) => naming(comparePeople(a, b, policy, sharing), a, b));
}

/**
 * Who carries the marks that comparing these pairs depends on, in every spelling that these accounts and the others
 * have; all asked at once.
 * @param how `anew` for a decision: what two accounts have in common is counted now. An employee id that the two do not
 * have in common is counted as in the last hour, which costs nothing: more who carry it make it prove less, and that
 * there are less is believed after a while only.
 * @throws AirlockError directory-unavailable
 */
export async function carriersThatMatter(
  directory: Pick<Directory, 'carriers'>,
  pairs: readonly (readonly [Countable, Countable])[],
  others: readonly Countable[],
  how: 'kept' | 'anew',
): Promise<CarriersOf> {
  const carrying = carryingEach([...new Set([...pairs.flat(), ...others])]);
  const all = pairs.flatMap((pair) => valuesThatMatter(pair, carrying));
  const wanted = new Map(all.map((one) => [JSON.stringify(one), one]));
  const found = await Promise.all(
    [...wanted.values()].map(async ({ mark, carried, isCommon }) => ({
      mark,
      accounts: await directory.carriers(carried, isCommon ? how : 'kept'),
    })),
  );
  return joined(found);
}

/** One mark may be spelled in several ways. */
export function joined(found: readonly { readonly mark: Mark; readonly accounts: readonly Carrier[] }[]): CarriersOf {
  const all = new Map<string, { readonly mark: Mark; readonly accounts: readonly Carrier[] }>();
  for (const { mark, accounts } of found) {
    const known = all.get(markKey(mark));
    const both = new Map([...(known?.accounts ?? []), ...accounts].map((one) => [one.oid, one]));
    all.set(markKey(mark), { mark: known?.mark ?? mark, accounts: [...both.values()] });
  }
  return all;
}

/** Each mark, by its key, and the accounts that carry it in one spelling or another. */
type Carrying = ReadonlyMap<string, { readonly mark: Mark; readonly all: readonly Countable[] }>;

export function carryingEach(accounts: readonly Countable[]): Carrying {
  const carrying = new Map<string, { readonly mark: Mark; readonly all: Countable[] }>();
  for (const account of accounts)
    for (const mark of new Map(account.marks.map((one) => [markKey(one), one])).values()) {
      const known = carrying.get(markKey(mark));
      if (known) known.all.push(account);
      else carrying.set(markKey(mark), { mark, all: [account] });
    }
  return carrying;
}

/** Says which employee id does not count, where one account alone lacks one that does. */
function naming(comparison: Comparison, a: KnownPerson, b: KnownPerson): Comparison {
  if (comparison.answer !== 'not-known' || comparison.why.kind !== 'missing') return comparison;
  const { why } = comparison;
  const { employeeId } = (why.whose === 'second' ? b : a).person;
  const uncounted = why.whose === 'both' ? '' : (employeeId?.trim() ?? '');
  return uncounted === '' ? comparison : { answer: 'not-known', why: { ...why, uncounted } };
}

interface Wanted {
  readonly mark: Mark;
  readonly carried: CarriedValue;
  readonly isCommon: boolean;
}

/** The marks in common and both employee ids, each in every spelling. An on-premises id is never shared. */
function valuesThatMatter([a, b]: readonly [Countable, Countable], carrying: Carrying): readonly Wanted[] {
  const common = marksInCommon(a, b);
  const keys = new Set(common.map(markKey));
  const ids = [employeeIdOf(a), employeeIdOf(b)].filter((mark) => mark !== null);
  return [...common, ...ids].flatMap((mark) => {
    const carried = carriedOf(mark, carrying.get(markKey(mark))?.all ?? []);
    return carried ? [{ mark, carried, isCommon: keys.has(markKey(mark)) }] : [];
  });
}

/**
 * A mark as these accounts spell it in the directory, and as it is compared; null where there is nothing to ask for.
 */
export function carriedOf(mark: Mark, accounts: readonly Countable[]): CarriedValue | null {
  const { kind } = mark;
  if (kind === 'on-premises-id') return null;
  const key = markKey(mark);
  const all = accounts.flatMap(({ person, marks, spelled }) => spelled ?? [{ carried: person, marks }]);
  const values = all.flatMap(({ carried, marks }) => {
    const own = marks.filter((one) => markKey(one) === key);
    if (kind === 'employee-id') return own.length > 0 && carried.employeeId ? [carried.employeeId] : [];
    const spelled = carried.addresses.filter((address) => own.some(({ value }) => value === comparedAddress(address)));
    return [...spelled, ...own.map(({ value }) => value)];
  });
  if (values.length === 0) return null;
  return { kind, values: [...new Set(values.map((value) => value.toLowerCase()))].sort() };
}

/** What the directory said about somebody whose own rights alone were asked: to ask for a change, or to reject it. */
export function evidenceOf({ person, holds }: Standing, policy: PeoplePolicy): Evidence {
  const { marks } = knownPerson(person, policy);
  return { marks, roles: holds, since: { account: person.createdAt, role: null }, proof: null };
}

/** The kinds of marks that differ from those that were kept when somebody acted; nothing was kept before 0.2.0. */
export function changedMarks(
  kept: Pick<Evidence, 'marks'> | undefined,
  now: Pick<Marked, 'marks'>,
): readonly Mark['kind'][] {
  if (!kept) return [];
  const values = (marks: readonly Mark[], kind: Mark['kind']) =>
    marks
      .filter((mark) => mark.kind === kind)
      .map(({ value }) => (kind === 'employee-id' ? shortId(value) : value))
      .sort()
      .join('\n');
  const kinds = ['employee-id', 'on-premises-id', 'address'] as const;
  return kinds.filter((kind) => values(kept.marks, kind) !== values(now.marks, kind));
}
