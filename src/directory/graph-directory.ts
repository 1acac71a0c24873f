import { z } from 'zod';
import type { Directory, DirectoryPerson, Standing } from '../requests/ports/directory.ts';
import { AirlockError } from '../shared/errors.ts';
import { type EntraObjectId, entraObjectId } from '../shared/ids.ts';
import { type GraphCall, type GraphOptions, graphCall, unavailable } from './graph-call.ts';
import { groupsCalled, groupsLike } from './graph-groups.ts';
import { holdersOf } from './graph-holders.ts';

const SELECT =
  'id,displayName,userPrincipalName,accountEnabled,userType,employeeId,onPremisesImmutableId,mail,otherMails,proxyAddresses';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const text = z.string().nullish();

const user = z.object({
  id: z.string(),
  displayName: text,
  userPrincipalName: text,
  accountEnabled: z.boolean(),
  userType: text,
  employeeId: text,
  onPremisesImmutableId: text,
  mail: text,
  otherMails: z.array(z.string()).nullish(),
  proxyAddresses: z.array(z.string()).nullish(),
});

const memberObjects = z.object({ value: z.array(z.string()) });
const eligibilities = z.object({ value: z.array(z.object({ roleDefinitionId: z.string() })) });

/**
 * Looks people up in Microsoft Graph: users/{id} and checkMemberObjects, which takes directory role template ids and
 * answers transitively (docs/facts/teams.md#roles-in-graph). Application permissions: User.Read.All,
 * GroupMember.Read.All, RoleManagement.Read.Directory.
 */
export function createGraphDirectory(options: GraphOptions): Directory {
  const call = graphCall(options);
  return {
    standing: (oid, ids) => standingOf(call, oid, ids),
    byName: (name) => personNamed(call, name.trim().toLowerCase()),
    holders: (ids) => holdersOf(call, ids),
    searchGroups: (text, top) => groupsLike(call, text, top),
    findGroups: (entries) => groupsCalled(call, entries),
  };
}

async function standingOf(call: GraphCall, oid: EntraObjectId, ids: readonly string[]): Promise<Standing | null> {
  const id = entraObjectId.parse(oid);
  if (!GUID.test(id)) throw new AirlockError('input-invalid', 'This is not the id of a person in the directory.');
  const asked = ids.map((one) => one.toLowerCase());
  const [person, holds] = await Promise.all([personOf(call, id), heldBy(call, id, asked)]);
  if (!person) return null;
  const mayActivate = holds.length === 0 && asked.length > 0 ? await eligibleFor(call, id, asked) : [];
  return { person, holds, mayActivate };
}

async function personOf(call: GraphCall, oid: EntraObjectId): Promise<DirectoryPerson | null> {
  const person = await askPerson(call, oid);
  if (person && person.oid !== oid) throw unavailable('users: another person');
  return person;
}

async function personNamed(call: GraphCall, name: string): Promise<DirectoryPerson | null> {
  const person = await askPerson(call, name);
  if (person && person.userPrincipalName.toLowerCase() !== name) throw unavailable('users: another person');
  return person;
}

/** @param key object id or user principal name; Graph takes either */
async function askPerson(call: GraphCall, key: string): Promise<DirectoryPerson | null> {
  const answer = await call('GET', `/v1.0/users/${encodeURIComponent(key)}?$select=${SELECT}`);
  if (answer.status === 404) return null;
  const parsed = user.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw unavailable(`users ${answer.status}`);
  const found = parsed.data;
  const addresses = [found.mail, found.userPrincipalName, ...(found.otherMails ?? []), ...(found.proxyAddresses ?? [])];
  return {
    oid: entraObjectId.parse(found.id),
    name: found.displayName ?? '',
    userPrincipalName: found.userPrincipalName ?? '',
    enabled: found.accountEnabled,
    userType: found.userType === 'Member' || found.userType === 'Guest' ? found.userType : 'unknown',
    employeeId: folded(found.employeeId),
    onPremisesImmutableId: found.onPremisesImmutableId?.trim() || null,
    addresses: [
      ...new Set(
        addresses
          .map((one) => folded(one)?.replace(/^(smtp|sip|x500):/, ''))
          .filter((one): one is string => Boolean(one)),
      ),
    ],
  };
}

function folded(value: string | null | undefined): string | null {
  return value?.trim().toLowerCase() || null;
}

async function heldBy(call: GraphCall, oid: EntraObjectId, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const answer = await call('POST', `/v1.0/users/${oid}/checkMemberObjects`, { ids });
  if (answer.status === 404) return [];
  const parsed = memberObjects.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw unavailable(`checkMemberObjects ${answer.status}`);
  const held = new Set(parsed.data.value.map((one) => one.toLowerCase()));
  return ids.filter((id) => held.has(id));
}

/**
 * Which of these roles the person could activate. It is only a hint: where eligibility cannot be read, the person
 * simply has no role.
 */
async function eligibleFor(call: GraphCall, oid: EntraObjectId, ids: readonly string[]): Promise<readonly string[]> {
  const filter = encodeURIComponent(`principalId eq '${oid}'`);
  try {
    const answer = await call(
      'GET',
      `/v1.0/roleManagement/directory/roleEligibilityScheduleInstances?$filter=${filter}`,
    );
    const parsed = eligibilities.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success) return [];
    const eligible = new Set(parsed.data.value.map((one) => one.roleDefinitionId.toLowerCase()));
    return ids.filter((id) => eligible.has(id));
  } catch {
    return [];
  }
}
