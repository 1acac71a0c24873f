import { domainToASCII } from 'node:url';
import { plainText } from '../../../shared/name-keys.ts';
import type { DirectoryPerson } from '../../ports/directory.ts';
import type { PeoplePolicy } from '../../record/people-policy.ts';
import type { Mark } from '../../record/request.ts';
import { comparedId } from './employee-id.ts';

/** Who carries which marks. */
export interface Marked extends Pick<DirectoryPerson, 'oid'> {
  readonly marks: readonly Mark[];
}

/**
 * The marks of an account as they are compared: its employee id, its on-premises id, its addresses
 * (docs/facts/teams.md#roles-in-graph). What says nothing is left out.
 */
export function marksOf(person: DirectoryPerson, { employeeIdPattern }: PeoplePolicy): readonly Mark[] {
  const employeeId = comparedId(person.employeeId, employeeIdPattern);
  const onPremises = unseenTaken(person.onPremisesImmutableId ?? '');
  const addresses = new Set(person.addresses.map(comparedAddress).filter((address) => address !== ''));
  return [
    ...(employeeId === null ? [] : [{ kind: 'employee-id', value: employeeId } as const]),
    ...(onPremises === '' ? [] : [{ kind: 'on-premises-id', value: onPremises } as const]),
    ...[...addresses].sort().map((value) => ({ kind: 'address', value }) as const),
  ];
}

/** Base64, so its case matters. */
function unseenTaken(id: string): string {
  return id.normalize('NFKC').replace(/[\p{Cf}\s]/gu, '');
}

/**
 * An address folded as names are; its domain as DNS spells it, and without what follows a plus sign, which reaches the
 * same mailbox.
 */
export function comparedAddress(address: string): string {
  const folded = plainText(address).replace(/\s+/gu, '');
  const at = folded.lastIndexOf('@');
  if (at < 1) return folded;
  const [local, domain] = [folded.slice(0, at), folded.slice(at + 1)];
  const base = local.split('+', 1)[0];
  return `${base === '' ? local : base}@${domainToASCII(domain) || domain}`;
}

/** Each kind of mark in words. */
export const MARK_WORDS: Readonly<Record<Mark['kind'], string>> = {
  'employee-id': 'employee id',
  'on-premises-id': 'on-premises id',
  address: 'address',
};
