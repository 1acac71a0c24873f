import type { Directory, Standing } from '../requests/ports/directory.ts';
import { AirlockError } from '../shared/errors.ts';
import { type EntraObjectId, entraObjectId } from '../shared/ids.ts';
import { type GraphCall, type GraphOptions, graphCall, unavailable } from './graph-call.ts';
import { groupsCalled, groupsLike, idsWithoutGroup } from './graph-groups.ts';
import { eligibleHolders, holdersOf } from './graph-holders.ts';
import { createCarriers, deletedPeople, personNamed, personOf } from './graph-people.ts';
import { eligibleFor, heldBy, roleDatesOf } from './graph-roles.ts';
import { createRoleIds, type RoleIds, whatIs } from './role-ids.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Looks people up in Microsoft Graph: users/{id} and checkMemberObjects, which takes directory role template ids and
 * answers transitively (docs/facts/teams.md#roles-in-graph). Application permissions: User.Read.All,
 * GroupMember.Read.All, RoleManagement.Read.Directory.
 */
export function createGraphDirectory(options: GraphOptions): Directory {
  const call = graphCall(options);
  const roleIds = createRoleIds(call, options.clock);
  return {
    standing: (oid, ids) => standingOf(call, roleIds, oid, ids),
    roleDates: async (oid) => roleDatesOf(call, objectId(oid), roleIds),
    carriers: createCarriers(call, options.clock),
    byName: (name) => personNamed(call, name.trim().toLowerCase()),
    deleted: () => deletedPeople(call),
    holders: (ids) => holdersOf(call, ids),
    eligible: (ids) => eligibleHolders(call, ids, roleIds),
    searchGroups: (text, top) => groupsLike(call, text, top),
    findGroups: (entries) => groupsCalled(call, entries),
    goneGroups: (ids) => idsWithoutGroup(call, ids),
    whatIs: (id) => whatIs(call, id),
  };
}

async function standingOf(
  call: GraphCall,
  roleIds: RoleIds,
  oid: EntraObjectId,
  ids: readonly string[],
): Promise<Standing | null> {
  const id = objectId(oid);
  const asked = ids.map((one) => one.toLowerCase());
  const [person, holds, templates] = await Promise.all([
    personOf(call, id),
    heldBy(call, id, asked),
    roleIds.templatesOf(asked),
  ]);
  if ((person === null) !== (holds === null) && asked.length > 0) throw unavailable('half an answer about a person');
  if (!person || !holds) return null;
  const mayActivate = holds.length === 0 && asked.length > 0 ? await eligibleFor(call, id, asked, templates) : [];
  return { person, holds, mayActivate };
}

/** @throws AirlockError input-invalid for what is no object id: it never reaches a path */
function objectId(oid: EntraObjectId): EntraObjectId {
  const id = entraObjectId.parse(oid);
  if (GUID.test(id)) return id;
  throw new AirlockError('input-invalid', 'This is not the id of a person in the directory.');
}
