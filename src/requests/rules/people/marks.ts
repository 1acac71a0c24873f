import { domainToASCII, domainToUnicode } from 'node:url';
import { LRUCache } from 'lru-cache';
import { msg } from '../../../shared/language/worded.ts';
import { lookAlikeKey, plainText } from '../../../shared/name-keys.ts';
import type { DirectoryPerson } from '../../ports/directory.ts';
import type { PeoplePolicy } from '../../record/people-policy.ts';
import type { Mark } from '../../record/request.ts';
import { comparedId, lookOfId } from './ids/employee-id.ts';

/** Who carries which marks. */
export interface Marked extends Pick<DirectoryPerson, 'oid'> {
  readonly marks: readonly Mark[];
}

/**
 * The marks of an account as they are compared: its employee id, its on-premises id, its addresses
 * (docs/facts/teams.md#roles-in-graph). What says nothing is left out.
 */
export function marksOf(person: Carrying, { employeeIdPattern }: PeoplePolicy): readonly Mark[] {
  const known = MADE.get(person);
  if (known?.pattern === employeeIdPattern) return known.marks;
  const marks = madeOnce(person, employeeIdPattern);
  MADE.set(person, { pattern: employeeIdPattern, marks });
  return marks;
}

/** The directory answers each question with a new object, which mostly holds what the last one held. */
function madeOnce(person: Carrying, employeeIdPattern: string | null): readonly Mark[] {
  const { name, userPrincipalName, employeeId, onPremisesImmutableId, addresses } = person;
  const own = [name, userPrincipalName, employeeId, onPremisesImmutableId, addresses];
  const carried = JSON.stringify([employeeIdPattern, ...own]);
  const known = MADE_OF.get(carried);
  if (known) return known;
  const marks = madeOf(person, employeeIdPattern);
  if (carried.length <= LONG) MADE_OF.set(carried, marks);
  return marks;
}

type Carrying = Pick<
  DirectoryPerson,
  'name' | 'userPrincipalName' | 'employeeId' | 'onPremisesImmutableId' | 'addresses'
>;

/** What was made of an answer, or of what is remembered: each click compares the same accounts several times. */
const MADE = new WeakMap<Carrying, { readonly pattern: string | null; readonly marks: readonly Mark[] }>();

/** The same by everything that an account carries. What carries more text is not kept. */
const MADE_OF = new LRUCache<string, readonly Mark[]>({ max: 1_000 });
const LONG = 2_000;

function madeOf(person: Carrying, employeeIdPattern: string | null): readonly Mark[] {
  const employeeId = comparedId(person.employeeId, employeeIdPattern, [
    person.name,
    person.userPrincipalName.split('@', 1)[0] ?? '',
  ]);
  const onPremises = base64Of(person.onPremisesImmutableId ?? '');
  const addresses = new Set(person.addresses.map(comparedAddress).filter((address) => address !== ''));
  return [
    ...(employeeId === null ? [] : [{ kind: 'employee-id', value: employeeId } as const]),
    ...(onPremises === '' ? [] : [{ kind: 'on-premises-id', value: onPremises } as const]),
    ...[...addresses].sort().map((value) => ({ kind: 'address', value }) as const),
  ];
}

/** Base64 of 16 bytes, in either alphabet, with or without what fills it up. */
const ANCHOR = /^([A-Za-z\d+/_-]{22})(==)?$/u;

/** Base64, so its case matters; what is no base64 of an object's id stays as it is. */
function base64Of(id: string): string {
  const seen = id.normalize('NFKC').replace(/[\p{Cf}\s]/gu, '');
  const bare = ANCHOR.exec(seen)?.[1];
  return bare === undefined ? seen : `${bare.replaceAll('-', '+').replaceAll('_', '/')}==`;
}

/** Domains of a provider that hands a mailbox the mail of its address with dots in any place. */
const DOTLESS: readonly string[] = ['gmail.com', 'googlemail.com'];

/**
 * An address folded as names are: without the name, the schemes, the comment and the marks that may stand around it;
 * its domain as DNS spells it, and without what reaches the same mailbox: what follows a plus sign, and dots at Gmail.
 */
export function comparedAddress(address: string): string {
  const whole = plainText(address);
  const bare = /<([^<>]*)>\W*$/u.exec(whole)?.[1] ?? whole;
  const folded = bare
    .replace(/\s+/gu, '')
    .replace(/^([a-z][a-z\d-]*:)+/u, '')
    .replace(/[;,]+$/u, '')
    .replaceAll('%40', '@');
  const at = folded.lastIndexOf('@');
  if (at < 1) return folded;
  const local = folded
    .slice(0, at)
    .replace(/\([^()]*\)/gu, '')
    .replace(/["\\]/gu, '');
  const domain = folded
    .slice(at + 1)
    .replace(/\([^()]*\)/gu, '')
    .replace(/[.\u3002]+$/u, '');
  const base = local.split('+', 1)[0];
  const name = base === undefined || base === '' ? local : base;
  return DOTLESS.includes(domain)
    ? `${name.replaceAll('.', '')}@gmail.com`
    : `${name}@${domainToASCII(domain) || domain}`;
}

/** What tells a mark from another: its kind, and how its value looks. Look-alikes are one mark. */
export function markKey(mark: Mark): string {
  const key = KEYS.get(mark) ?? keyOf(mark);
  KEYS.set(mark, key);
  return key;
}

/** Marks are shared as long as what they were made of is the same, and nobody changes one. */
const KEYS = new WeakMap<Mark, string>();

function keyOf({ kind, value }: Mark): string {
  if (kind === 'employee-id') return `${kind}:${lookOfId(value)}`;
  if (kind === 'on-premises-id') return `${kind}:${value}`;
  const [local, domain] = [value.slice(0, value.lastIndexOf('@') + 1), value.slice(value.lastIndexOf('@') + 1)];
  return `${kind}:${lookAlikeKey(local)}${lookAlikeKey(domainToUnicode(domain) || domain)}`;
}

/** Each kind of mark in words. */
export const MARK_WORDS: Readonly<Record<Mark['kind'], string>> = {
  'employee-id': msg`employee id`,
  'on-premises-id': msg`on-premises id`,
  address: msg`address`,
};
