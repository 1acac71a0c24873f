import { z } from 'zod';
import { isAirlockError } from '../shared/errors.ts';
import { type EntraObjectId, entraObjectId } from '../shared/ids.ts';
import { type GraphCall, undecided } from './graph-call.ts';
import { eligiblePrincipals } from './graph-roles.ts';
import type { RoleIds } from './role-ids.ts';

const page = z.object({
  value: z.array(z.object({ '@odata.type': z.string().optional(), id: z.string() })),
  '@odata.nextLink': z.string().optional(),
});

type Member = z.infer<typeof page>['value'][number];

/** The most pages to read. */
const PAGES = 50;

/**
 * Finds everybody who holds one of these roles (template ids, or ids of their objects) or is in one of these groups
 * (ids), with nested groups expanded. Object ids are in lower case.
 */
export async function holdersOf(call: GraphCall, ids: readonly string[]): Promise<readonly EntraObjectId[]> {
  const people = new Set<EntraObjectId>();
  for (const id of ids) {
    const members =
      (await membersOf(call, `/v1.0/directoryRoles(roleTemplateId='${id}')/members`)) ??
      (await membersOf(call, transitive(id))) ??
      (await membersOf(call, `/v1.0/directoryRoles/${id}/members`)) ??
      [];
    for (const member of members) {
      if (member['@odata.type'] !== '#microsoft.graph.group') people.add(entraObjectId.parse(member.id));
      else
        for (const one of (await membersOf(call, transitive(member.id))) ?? []) people.add(entraObjectId.parse(one.id));
    }
  }
  return [...people];
}

/** How many principals that are eligible are looked up: people, or groups of them. */
const MOST_ELIGIBLE = 60;

/** Finds everybody who could activate one of these roles, with groups expanded; null where that cannot be read. */
export async function eligibleHolders(
  call: GraphCall,
  ids: readonly string[],
  roleIds: RoleIds,
): Promise<readonly EntraObjectId[] | null> {
  try {
    const asked = ids.map((id) => id.toLowerCase());
    const templates = await roleIds.templatesOf(asked);
    const lists = await Promise.all(
      [...new Set(asked.map((id) => templates.get(id) ?? id))].map(eligiblePrincipals(call)),
    );
    const principals = [...new Set(lists.flatMap((list) => list ?? []))];
    if (lists.includes(null) || principals.length > MOST_ELIGIBLE) return null;
    const people = await Promise.all(
      principals.map(async (id) => (await membersOf(call, transitive(id)))?.map((one) => one.id) ?? [id]),
    );
    return [...new Set(people.flat().map((id) => entraObjectId.parse(id)))];
  } catch (error) {
    if (isAirlockError(error, 'directory-unavailable')) return null;
    throw error;
  }
}

function transitive(groupId: string): string {
  return `/v1.0/groups/${groupId}/transitiveMembers?$select=id`;
}

/** @returns null when there is no such role or group. */
async function membersOf(call: GraphCall, path: string): Promise<readonly Member[] | null> {
  const members: Member[] = [];
  let next: string | undefined = path;
  for (let read = 0; next !== undefined && read < PAGES; read += 1) {
    const answer = await call('GET', next);
    if (answer.status === 404) return null;
    const parsed = page.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success) throw undecided('members', answer);
    members.push(...parsed.data.value);
    next = parsed.data['@odata.nextLink'];
  }
  return members;
}
