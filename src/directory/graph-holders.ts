import { z } from 'zod';
import { isAirlockError } from '../shared/errors.ts';
import { type EntraObjectId, entraObjectId } from '../shared/ids.ts';
import { type GraphCall, undecided } from './graph-call.ts';
import { eligiblePrincipals } from './graph-roles.ts';
import type { RoleIds } from './role-ids.ts';

const text = z.string().nullish().catch(null);

/** Each member is read on its own: one that is odd says nothing of the others. */
const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': text });

const member = z.object({ '@odata.type': text, id: entraObjectId });

type Member = z.infer<typeof member>;

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
    for (const member of members) for (const person of await peopleOf(call, member)) people.add(person);
  }
  return [...people];
}

/** An object of another type than a person's may be a group, or is not told: then its members are asked for. */
async function peopleOf(call: GraphCall, { '@odata.type': type, id }: Member): Promise<readonly EntraObjectId[]> {
  const isGroup = type === '#microsoft.graph.group';
  const members = isGroup || type === null ? await membersOf(call, transitive(id)) : null;
  return members?.map((one) => one.id) ?? (isGroup ? [] : [id]);
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
    return [...new Set(people.flat().flatMap((id) => entraObjectId.safeParse(id).data ?? []))];
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
  let next: string | null | undefined = path;
  for (let read = 0; next && read < PAGES; read += 1) {
    const answer = await call('GET', next);
    if (answer.status === 404) return null;
    const parsed = page.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success) throw undecided('members', answer);
    members.push(...parsed.data.value.flatMap((one) => member.safeParse(one).data ?? []));
    next = parsed.data['@odata.nextLink'];
  }
  return members;
}
