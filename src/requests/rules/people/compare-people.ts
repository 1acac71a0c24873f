import type { PeoplePolicy } from '../../record/people-policy.ts';
import type { Mark } from '../../record/request.ts';
import { areAlike, isPlainId } from './ids/alike-ids.ts';
import type { Sharing } from './ids/crowds.ts';
import { type Marked, markKey } from './marks.ts';

/**
 * Whether two accounts are one person's. `not-known` is an answer of its own: nothing shows that they are one, and
 * nothing proves that they are two. A mark is as the first account has it; `theirs` is how the second one spells it,
 * absent where it is the same.
 */
export type Comparison =
  | { readonly answer: 'same'; readonly by: Mark | 'account' | 'people-file'; readonly theirs?: string }
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
  | { readonly kind: 'alike'; readonly ids: readonly [string, string] }
  /** Both carry an employee id that many accounts have: those of one person, or of several with a placeholder. */
  | { readonly kind: 'one-id'; readonly mark: Mark; readonly theirs?: string }
  /** Many carry what both carry, and that is known since a short while; ms since 1970. */
  | {
      readonly kind: 'crowded';
      readonly mark: Mark;
      readonly theirs?: string;
      readonly carriers: number;
      readonly at: number;
      readonly counts: number;
    }
  /** Too many carried the employee id of one until a short while ago. */
  | {
      readonly kind: 'freed';
      readonly whose: 'first' | 'second';
      readonly mark: Mark;
      readonly at: number;
      readonly counts: number;
    }
  /** Nobody ever looked at everybody: since when anything is as it is is not known. */
  | { readonly kind: 'unseen' };

/**
 * Compares two accounts (docs/architecture.md#nobody-approves-their-own-request). The operator's file wins. Any mark in
 * common that not many carry makes them one person's. Only an employee id is a person's own number, so only employee
 * ids that differ make them two people's: on-premises ids and addresses belong to accounts, and one person's accounts
 * differ in them.
 */
export function comparePeople(a: Marked, b: Marked, policy: PeoplePolicy, sharing: Sharing): Comparison {
  if (a.oid === b.oid) return { answer: 'same', by: 'account' };
  const told = toldByFile(a.oid, b.oid, policy);
  if (told) return { answer: told, by: 'people-file' };
  return compareCommon(a, b, sharing) ?? compareIds(a, b, sharing);
}

/** What marks in common say. An employee id that many carry proves nothing, and may still be one person's. */
function compareCommon(a: Marked, b: Marked, sharing: Sharing): Comparison | null {
  const common = marksInCommon(a, b).map((mark) => ({ mark, voided: sharing.voided(mark) }));
  const link = common.find(({ voided }) => voided === false);
  if (link) return { answer: 'same', by: link.mark, ...spelled(b, link.mark) };
  const id = common.find(({ mark }) => mark.kind === 'employee-id');
  if (id) return { answer: 'not-known', why: { kind: 'one-id', mark: id.mark, ...spelled(b, id.mark) } };
  for (const { mark, voided } of common) {
    if (voided === 'unseen') return { answer: 'not-known', why: { kind: 'unseen' } };
    if (typeof voided === 'object')
      return { answer: 'not-known', why: { kind: 'crowded', mark, ...spelled(b, mark), ...voided } };
  }
  return null;
}

/** How an account spells a mark that it carries, where that is another way. */
function spelled({ marks }: Pick<Marked, 'marks'>, mark: Mark): { readonly theirs?: string } {
  const own = marks.filter((one) => markKey(one) === markKey(mark)).map(({ value }) => value);
  const [theirs] = own;
  return theirs === undefined || own.includes(mark.value) ? {} : { theirs };
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

function compareIds(a: Marked, b: Marked, { crowded }: Sharing): Comparison {
  const [idA, idB] = [employeeIdOf(a), employeeIdOf(b)];
  if (!idA || !idB) return { answer: 'not-known', why: { kind: 'missing', whose: whose(!idA, !idB) } };
  const crowds = [crowded(idA), crowded(idB)] as const;
  const shared = [crowds[0] === true, crowds[1] === true] as const;
  if (shared.includes(true)) return { answer: 'not-known', why: { kind: 'shared', whose: whose(...shared) } };
  const [ofA, ofB] = crowds;
  if (typeof ofA === 'object') return freed('first', idA, ofA);
  if (typeof ofB === 'object') return freed('second', idB, ofB);
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

function freed(side: 'first' | 'second', mark: Mark, since: { readonly at: number; readonly counts: number }) {
  return { answer: 'not-known', why: { kind: 'freed', whose: side, mark, ...since } } as const;
}

function whose(first: boolean, second: boolean): 'first' | 'second' | 'both' {
  if (first && second) return 'both';
  return first ? 'first' : 'second';
}
