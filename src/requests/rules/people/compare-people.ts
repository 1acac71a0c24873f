import type { PeoplePolicy } from '../../record/people-policy.ts';
import type { Mark } from '../../record/request.ts';
import { areAlike, isPlainId } from './ids/alike-ids.ts';
import { type Marked, markKey } from './marks.ts';

/**
 * Whether two accounts are one person's. `not-known` is an answer of its own: nothing shows that they are one, and
 * nothing proves that they are two.
 */
export type Comparison =
  | { readonly answer: 'same'; readonly by: Mark | 'account' | 'people-file' }
  | { readonly answer: 'different'; readonly by: 'marks' | 'people-file' }
  | { readonly answer: 'not-known'; readonly why: NotKnown };

/**
 * `missing`: an account carries no employee id that says anything; `shared`: too many accounts carry it; `signs`: an id
 * has letters or signs that can look like others.
 */
export type NotKnown =
  | {
      readonly kind: 'missing' | 'shared';
      readonly whose: 'first' | 'second' | 'both';
      /** An employee id that one account carries and that does not count, as the directory has it. */
      readonly uncounted?: string;
    }
  | { readonly kind: 'signs'; readonly whose: 'first' | 'second' | 'both'; readonly ids: readonly string[] }
  | { readonly kind: 'alike'; readonly ids: readonly [string, string] };

/** The marks that more accounts carry than one person has: then they are no marks. */
export type IsShared = (mark: Mark) => boolean;

/**
 * Compares two accounts (docs/architecture.md#nobody-approves-their-own-request). The operator's file wins. Any mark in
 * common makes them one person's. Only an employee id is a person's own number, so only employee ids that differ make
 * them two people's: on-premises ids and addresses belong to accounts, and one person's accounts differ in them.
 */
export function comparePeople(a: Marked, b: Marked, policy: PeoplePolicy, isShared: IsShared): Comparison {
  if (a.oid === b.oid) return { answer: 'same', by: 'account' };
  const told = toldByFile(a.oid, b.oid, policy);
  if (told) return { answer: told, by: 'people-file' };
  const common = marksInCommon(a, b).find((mark) => !isShared(mark));
  if (common) return { answer: 'same', by: common };
  return compareIds(a, b, isShared);
}

/** The marks that both accounts carry, as the first does. */
export function marksInCommon(a: Marked, b: Marked): readonly Mark[] {
  const keys = new Set(b.marks.map(markKey));
  return a.marks.filter((mark) => keys.has(markKey(mark)));
}

/** The employee id of an account as compared; null where it has none that says anything. */
export function employeeIdOf({ marks }: Pick<Marked, 'marks'>): Mark | null {
  return marks.find(({ kind }) => kind === 'employee-id') ?? null;
}

/** Two accounts in one line of the file are one person's, in two lines two people's. Null where one is not in it. */
function toldByFile(a: string, b: string, { known }: PeoplePolicy): 'same' | 'different' | null {
  const [ofA, ofB] = [a, b].map((oid) => known.findIndex((accounts) => accounts.includes(oid)));
  if (ofA === -1 || ofB === -1) return null;
  return ofA === ofB ? 'same' : 'different';
}

function compareIds(a: Marked, b: Marked, isShared: IsShared): Comparison {
  const [idA, idB] = [employeeIdOf(a), employeeIdOf(b)];
  if (!idA || !idB) return { answer: 'not-known', why: { kind: 'missing', whose: whose(!idA, !idB) } };
  const shared = [isShared(idA), isShared(idB)] as const;
  if (shared.includes(true)) return { answer: 'not-known', why: { kind: 'shared', whose: whose(...shared) } };
  const odd = [!isPlainId(idA.value), !isPlainId(idB.value)] as const;
  if (odd.includes(true)) {
    const ids = [idA.value, idB.value].filter((id) => !isPlainId(id));
    return { answer: 'not-known', why: { kind: 'signs', whose: whose(...odd), ids } };
  }
  if (areAlike(idA.value, idB.value)) {
    return { answer: 'not-known', why: { kind: 'alike', ids: [idA.value, idB.value] } };
  }
  return { answer: 'different', by: 'marks' };
}

function whose(first: boolean, second: boolean): 'first' | 'second' | 'both' {
  if (first && second) return 'both';
  return first ? 'first' : 'second';
}
