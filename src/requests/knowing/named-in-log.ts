import { entraObjectId, guidIn } from '../../shared/ids.ts';
import type { DirectoryPerson } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import type { AuditedChange } from '../ports/tenant-audit.ts';
import type { Request } from '../record/request.ts';
import { sessionIn } from '../record/told-by-request.ts';

type Account = Pick<AuditedChange, 'by' | 'oid'>;

/**
 * Whom a record names, by the directory: by the object id of the account, which nobody else ever has, else by a
 * principal name. A display name, and a number of another kind, name nobody.
 * @returns null where it knows nobody by that
 * @throws AirlockError directory-unavailable
 */
export async function personNamed(
  { directory }: Pick<Services, 'directory'>,
  { by, oid = by }: Account,
): Promise<DirectoryPerson | null> {
  const id = guidIn(oid);
  const standing = id === null ? null : await directory.standing(entraObjectId.parse(id), []);
  if (standing) return standing.person;
  return by.includes('@') ? directory.byName(by.trim()) : null;
}

interface Named {
  readonly oid?: string;
  readonly principalName?: string | undefined;
}

/** Who said that they applied it, or whose session wrote it; null where nobody did. */
export function whoSaidSo(request: Pick<Request, 'handover' | 'outcome' | 'waiting'>): Named | null {
  if (request.handover?.attested) return request.handover.attested.by;
  const { session } = sessionIn(request);
  return session ? { principalName: session.name } : null;
}

/**
 * Whether a record names this account. Where both have an object id, that alone tells: a principal name can be given to
 * somebody else.
 * @param person whom the directory knows by what the record names
 */
export function isNamed(
  { oid, principalName = '' }: Named,
  { by, oid: account }: Account,
  person: DirectoryPerson | null,
): boolean {
  if (oid !== undefined && account !== undefined && person?.oid === account) return isSameName(oid, account);
  const isOne = person !== null && (person.oid === oid || isSameName(person.userPrincipalName, principalName));
  const isAddress = principalName !== '' && person?.addresses.includes(principalName.trim().toLowerCase());
  return isOne || isAddress === true || isSameName(principalName, by) || isSameName(oid ?? '', by);
}

/** Where both have an object id, that alone tells: records of one change name an account in several ways. */
export function isSameAccount(one: Account, other: Account): boolean {
  if (one.oid !== undefined && other.oid !== undefined) return isSameName(one.oid, other.oid);
  const names = (account: Account) => [account.by, account.oid ?? ''];
  return names(one).some((name) => names(other).some((known) => isSameName(name, known)));
}

/** Principal names have no case. Nobody is called by nothing. */
function isSameName(one: string, other: string): boolean {
  return one.trim() !== '' && one.trim().toLowerCase() === other.trim().toLowerCase();
}
