import type { CarriedValue, Directory, DirectoryPerson, Standing } from '../../ports/directory.ts';
import type { PeoplePolicy } from '../../record/people-policy.ts';
import type { Evidence, Mark } from '../../record/request.ts';
import { type Comparison, comparePeople, employeeIdOf, type IsShared, marksInCommon } from './compare-people.ts';
import { comparedAddress, type Marked, marksOf } from './marks.ts';

/** An account as the directory answered, with its marks as they are compared. */
export interface KnownPerson extends Marked {
  readonly person: DirectoryPerson;
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
  const wanted = new Map(pairs.flatMap(valuesThatMatter).map((one) => [keyOf(one.mark) + one.carried.value, one]));
  const shared = new Set<string>();
  await Promise.all(
    [...wanted.values()].map(async ({ mark, carried }) => {
      if ((await directory.carriers(carried)) > MOST_ACCOUNTS) shared.add(keyOf(mark));
    }),
  );
  const isShared: IsShared = (mark) => shared.has(keyOf(mark));
  return pairs.map(([a, b]) => comparePeople(a, b, policy, isShared));
}

interface Wanted {
  readonly mark: Mark;
  readonly carried: CarriedValue;
}

/** The marks in common and both employee ids, each as the accounts carry it. An on-premises id is never shared. */
function valuesThatMatter([a, b]: Pair): readonly Wanted[] {
  const ids = [employeeIdOf(a), employeeIdOf(b)].filter((mark) => mark !== null);
  return [...marksInCommon(a, b), ...ids].flatMap((mark) =>
    [a, b].flatMap((one) => valuesCarried(one, mark).map((carried) => ({ mark, carried }))),
  );
}

/** The values of an account that are this mark, as the directory has them; none of an account without it. */
export function valuesCarried({ person, marks }: KnownPerson, mark: Mark | null): readonly CarriedValue[] {
  if (!mark || !marks.some((own) => keyOf(own) === keyOf(mark))) return [];
  const { kind } = mark;
  if (kind === 'employee-id') return person.employeeId ? [{ kind, value: person.employeeId }] : [];
  if (kind === 'on-premises-id') return [];
  return person.addresses
    .filter((address) => comparedAddress(address) === mark.value)
    .map((value) => ({ kind, value }));
}

function keyOf({ kind, value }: Mark): string {
  return `${kind}:${value}`;
}

/** What the directory said about somebody when they asked for a change. */
export function requesterEvidence({ person, holds }: Standing, policy: PeoplePolicy): Evidence {
  const { marks } = knownPerson(person, policy);
  return { marks, roles: holds, since: { account: person.createdAt, role: null }, proof: null };
}

/** The kinds of marks that differ from those that were kept when somebody acted; nothing was kept before 0.2.0. */
export function changedMarks(kept: Evidence | undefined, now: Marked): readonly Mark['kind'][] {
  if (!kept) return [];
  const values = (marks: readonly Mark[], kind: Mark['kind']) =>
    marks
      .filter((mark) => mark.kind === kind)
      .map(({ value }) => value)
      .sort()
      .join('\n');
  const kinds = ['employee-id', 'on-premises-id', 'address'] as const;
  return kinds.filter((kind) => values(kept.marks, kind) !== values(now.marks, kind));
}
