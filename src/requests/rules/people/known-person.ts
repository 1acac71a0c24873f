import type { CarriedValue, Directory, DirectoryPerson, Standing } from '../../ports/directory.ts';
import type { PeoplePolicy } from '../../record/people-policy.ts';
import type { Evidence, Mark } from '../../record/request.ts';
import { shortId } from '../../record/request-parts.ts';
import { type Comparison, comparePeople, employeeIdOf, type IsShared, marksInCommon } from './compare-people.ts';
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

/** More accounts than these are too many for one person: then what they carry is no mark. */
const MOST_ACCOUNTS = 2;

/**
 * Compares pairs of accounts. Asks the directory how many accounts carry the marks that these comparisons depend on,
 * all at once; what it knows from the last hour costs nothing.
 * @throws AirlockError directory-unavailable
 */
export async function comparePairs(
  directory: Pick<Directory, 'carriers'>,
  pairs: readonly Pair[],
  policy: PeoplePolicy,
): Promise<readonly Comparison[]> {
  const shared = await sharedMarks(directory, pairs);
  const isShared: IsShared = (mark) => shared.has(markKey(mark));
  return pairs.map(([a, b]) => naming(comparePeople(a, b, policy, isShared), a, b));
}

/**
 * The keys of the marks that comparing these pairs depends on and that too many accounts carry.
 * @throws AirlockError directory-unavailable
 */
export async function sharedMarks(
  directory: Pick<Directory, 'carriers'>,
  pairs: readonly (readonly [Countable, Countable])[],
): Promise<ReadonlySet<string>> {
  const shared = new Set<string>();
  const wanted = new Map(pairs.flatMap(valuesThatMatter).map((one) => [JSON.stringify(one), one]));
  await Promise.all(
    [...wanted.values()].map(async ({ key, carried }) => {
      if ((await directory.carriers(carried)) > MOST_ACCOUNTS) shared.add(key);
    }),
  );
  return shared;
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
  readonly key: string;
  readonly carried: CarriedValue;
}

/**
 * The marks in common and both employee ids, each in every spelling that the two accounts carry. An on-premises id is
 * never shared.
 */
function valuesThatMatter([a, b]: readonly [Countable, Countable]): readonly Wanted[] {
  const ids = [employeeIdOf(a), employeeIdOf(b)].filter((mark) => mark !== null);
  return [...marksInCommon(a, b), ...ids].flatMap((mark) => {
    const carried = carriedOf(mark, [a, b]);
    return carried ? [{ key: markKey(mark), carried }] : [];
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
