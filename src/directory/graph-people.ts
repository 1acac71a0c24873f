import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { CarriedValue, Carrier, Directory, DirectoryPerson } from '../requests/ports/directory.ts';
import { type EntraObjectId, entraObjectId } from '../shared/ids.ts';
import { t } from '../shared/language/worded.ts';
import type { Clock } from '../shared/runtime.ts';
import { type GraphCall, lasting, unavailable, undecided } from './graph-call.ts';

const SELECT = [
  'id,displayName,userPrincipalName,accountEnabled,userType,externalUserState,createdDateTime',
  'employeeId,onPremisesImmutableId,mail,otherMails,proxyAddresses',
].join(',');

const text = z.string().nullish().catch(null);

/** Only the id is needed to read one; each other part is read as far as it can be, where it is needed. */
const user = z.object({
  id: z.string(),
  displayName: text,
  userPrincipalName: text,
  accountEnabled: z.boolean().nullish().catch(null),
  userType: z.unknown().optional(),
  externalUserState: z.unknown().optional(),
  createdDateTime: z.unknown().optional(),
  employeeId: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .catch(null),
  onPremisesImmutableId: text,
  mail: z.unknown().optional(),
  otherMails: z.unknown().optional(),
  proxyAddresses: z.unknown().optional(),
});

export async function personOf(call: GraphCall, oid: EntraObjectId): Promise<DirectoryPerson | null> {
  const person = await askPerson(call, oid);
  if (person && person.oid !== oid) throw unavailable('users: another person');
  return person;
}

/** @param name in lower case */
export async function personNamed(call: GraphCall, name: string): Promise<DirectoryPerson | null> {
  const person = await askPerson(call, name);
  if (person && person.userPrincipalName.toLowerCase() !== name) throw unavailable('users: another person');
  return person;
}

/** @param key object id or user principal name; Graph takes either */
async function askPerson(call: GraphCall, key: string): Promise<DirectoryPerson | null> {
  const answer = await call('GET', `/v1.0/users/${encodeURIComponent(key)}?$select=${SELECT}`);
  if (answer.status === 404) return null;
  const parsed = user.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw undecided('users', answer);
  const { accountEnabled: enabled } = parsed.data;
  if (typeof enabled !== 'boolean')
    throw lasting('users', t`The directory does not say whether this account is enabled`);
  return toPerson(parsed.data, enabled);
}

function toPerson(found: z.infer<typeof user>, enabled: boolean): DirectoryPerson {
  return {
    oid: entraObjectId.parse(found.id),
    name: found.displayName ?? '',
    userPrincipalName: found.userPrincipalName ?? '',
    enabled,
    userType: userTypeOf(found.userType),
    isExternal: isExternal(found),
    createdAt: createdAt(found.createdDateTime),
    employeeId: found.employeeId?.trim() || null,
    onPremisesImmutableId: found.onPremisesImmutableId?.trim() || null,
    addresses: addressesOf(found),
  };
}

function isExternal({ userPrincipalName, externalUserState }: z.infer<typeof user>): boolean {
  return /#ext#/i.test((userPrincipalName ?? '').normalize('NFKC')) || Boolean(externalUserState);
}

const bin = z.object({ value: z.array(user), '@odata.nextLink': z.string().optional() });

/** The most pages of deleted accounts to read, and how many each holds. */
const BIN_PAGES = 20;
const BIN_PAGE = 500;

/**
 * Accounts that were deleted in the last 30 days (learn: directory-deleteditems-list), by the names that they had:
 * Graph puts the object id before the principal name of a deleted one. Null where Graph refuses, or lists more pages
 * than these.
 */
export async function deletedPeople(call: GraphCall): Promise<readonly DirectoryPerson[] | null> {
  const people: DirectoryPerson[] = [];
  let next: string | undefined = `/v1.0/directory/deletedItems/microsoft.graph.user?$select=${SELECT}&$top=${BIN_PAGE}`;
  for (let read = 0; next !== undefined; read += 1) {
    if (read === BIN_PAGES) return null;
    const answer = await call('GET', next);
    const parsed = bin.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success) return null;
    people.push(...parsed.data.value.map((one) => toPerson({ ...one, userPrincipalName: formerName(one) }, false)));
    next = parsed.data['@odata.nextLink'];
  }
  return people;
}

function formerName({ id, userPrincipalName }: z.infer<typeof user>): string {
  const name = userPrincipalName ?? '';
  const prefix = id.replaceAll('-', '').toLowerCase();
  return name.toLowerCase().startsWith(prefix) ? name.slice(prefix.length) : name;
}

function userTypeOf(type: unknown): DirectoryPerson['userType'] {
  if (type === null || type === undefined) return null;
  return type === 'Member' || type === 'Guest' ? type : 'unknown';
}

/** @throws AirlockError directory-unavailable for what is no moment: it would count as an old account */
function createdAt(time: unknown): number | null {
  if (time === null || time === undefined) return null;
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(at)) {
    throw lasting(
      'no moment',
      t`The directory tells since when this account exists in a form that Airlock does not know`,
    );
  }
  return at;
}

/** Every text in a value, whatever its form is. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function addressesOf({ mail, userPrincipalName, otherMails, proxyAddresses }: z.infer<typeof user>): readonly string[] {
  const all = textsIn([mail, userPrincipalName, otherMails, proxyAddresses]);
  const folded = all.map((one) =>
    one
      .trim()
      .toLowerCase()
      .replace(/^(smtp|sip|x500):/, ''),
  );
  return [...new Set(folded.filter((one) => one !== ''))];
}

/** How long a count is kept, in ms, and how many counts. */
const KEPT_FOR = 3_600_000;
const KEPT = 2_000;

/** More than two members are too many for one person; among so many accounts there are three of them, if anywhere. */
const MOST = 100;

/** What tells whether an account could have been made by anybody. */
const CARRIER = 'id,userPrincipalName,accountEnabled,userType,externalUserState,createdDateTime';

const page = z.object({ value: z.array(user) });

/** Finds who carries a value, and keeps what it found for an hour. Permission User.Read.All (learn: user-list). */
export function createCarriers(call: GraphCall, clock: Clock): Directory['carriers'] {
  const found = new LRUCache<string, { readonly all: Promise<readonly Carrier[]>; readonly until: number }>({
    max: KEPT,
  });
  return (carried, how) => {
    const key = JSON.stringify([carried.kind, carried.values]);
    const known = found.get(key);
    if (how === 'kept' && known && known.until > clock.now()) return known.all;
    const all = findCarriers(call, carried);
    const own = { all, until: clock.now() + KEPT_FOR };
    found.set(key, own);
    all.catch(() => found.get(key) === own && found.delete(key));
    return all;
  };
}

/**
 * Text is compared without regard to case. An address counts wherever an account carries it, and an account once,
 * however often it does. A 400 says that this directory cannot search by addresses; then one that two accounts carry is
 * a mark.
 */
async function findCarriers(call: GraphCall, { kind, values }: CarriedValue): Promise<readonly Carrier[]> {
  const clauses = values
    .map(literal)
    .flatMap((value) => (kind === 'employee-id' ? [`employeeId eq ${value}`] : byAddress(value)));
  const query = `$filter=${encodeURIComponent(clauses.join(' or '))}&$select=${CARRIER}&$top=${MOST}&$count=true`;
  const answer = await call('GET', `/v1.0/users?${query}`);
  if (answer.status === 400 && kind === 'address') return [];
  const parsed = page.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw undecided('carriers', answer);
  return [...new Map(parsed.data.value.map((one) => [one.id, toCarrier(one)])).values()];
}

/** Where the date is none, the account may be a minute old. */
function toCarrier(found: z.infer<typeof user>): Carrier {
  const { createdDateTime: made } = found;
  const createdAt = typeof made === 'string' ? Date.parse(made) : Number.NaN;
  const isDated = (made ?? null) === null || !Number.isNaN(createdAt);
  const type = userTypeOf(found.userType);
  return {
    oid: entraObjectId.parse(found.id),
    createdAt: Number.isNaN(createdAt) ? null : createdAt,
    isMember: isDated && found.accountEnabled === true && (type === 'Member' || type === null) && !isExternal(found),
  };
}

/** @param value a literal */
function byAddress(value: string): readonly string[] {
  return [
    `mail eq ${value}`,
    `userPrincipalName eq ${value}`,
    `otherMails/any(m:m eq ${value})`,
    ...['smtp:', 'sip:'].map((scheme) => `proxyAddresses/any(p:p eq '${scheme}${value.slice(1)})`),
  ];
}

/** Doubles each quote (OData 4.01, 5.1.1.6.1), so that the value cannot end the string. */
function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
