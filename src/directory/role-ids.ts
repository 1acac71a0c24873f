import { z } from 'zod';
import type { NamedId } from '../requests/ports/directory.ts';
import { BUILT_IN_ROLES, guidIn } from '../shared/ids.ts';
import type { Clock } from '../shared/runtime.ts';
import { type GraphCall, unavailable } from './graph-call.ts';

const roles = z.object({
  value: z.array(
    z.object({
      id: z.string().toLowerCase(),
      roleTemplateId: z.string().toLowerCase(),
      displayName: z.string().nullish(),
    }),
  ),
});

/** A directory role of this tenant: it has an object id of its own besides the template id, as Graph's roles do. */
type DirectoryRole = z.infer<typeof roles>['value'][number];

/** Milliseconds for which the list is kept: ids never change, and only a role that was activated since is missing. */
const KEPT_FOR = 3_600_000;

/** The two ids that a directory role has in a tenant. */
export interface RoleIds {
  /**
   * The template id of each of these ids that is a role's object id. Asks nothing for template ids that every tenant
   * has. Empty where the roles cannot be listed: it grants nothing, and Graph takes either id where it is asked who
   * holds one.
   */
  templatesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Every id that was asked about so far. */
  asked(): readonly string[];
}

/** Permission RoleManagement.Read.Directory (learn: directoryrole-list). */
async function directoryRoles(call: GraphCall): Promise<readonly DirectoryRole[] | null> {
  const answer = await call('GET', '/v1.0/directoryRoles?$select=id,displayName,roleTemplateId').catch(() => null);
  const parsed = roles.safeParse(answer?.body);
  return answer?.status === 200 && parsed.success ? parsed.data.value : null;
}

export function createRoleIds(call: GraphCall, clock: Clock): RoleIds {
  const asked = new Set<string>();
  let kept: { readonly list: Promise<readonly DirectoryRole[] | null>; readonly until: number } | null = null;

  async function list(): Promise<readonly DirectoryRole[]> {
    if (kept === null || kept.until <= clock.now())
      kept = { list: directoryRoles(call), until: clock.now() + KEPT_FOR };
    const found = await kept.list;
    if (found === null) kept = null;
    return found ?? [];
  }

  return {
    asked: () => [...asked],
    async templatesOf(ids) {
      const others = ids.filter((id) => !Object.hasOwn(BUILT_IN_ROLES, id));
      for (const id of others) asked.add(id);
      if (others.length === 0) return new Map();
      const known = await list();
      return new Map(known.filter(({ id }) => others.includes(id)).map((role) => [role.id, role.roleTemplateId]));
    },
  };
}

const named = z.object({ displayName: z.string().nullish() });

/**
 * What an object of this tenant with this id is: for whoever wrote the id into a setting. Permissions
 * RoleManagement.Read.Directory, GroupMember.Read.All, User.Read.All (learn: directoryroletemplate-get, group-get).
 */
export async function whatIs(call: GraphCall, text: string): Promise<NamedId> {
  const id = guidIn(text);
  if (id === null) return { kind: 'nothing' };
  const roles = (await directoryRoles(call)) ?? [];
  const role = roles.find((one) => one.id === id);
  if (role) return { kind: 'role-object', name: role.displayName ?? '', template: role.roleTemplateId };
  const template = roles.find((one) => one.roleTemplateId === id) ?? (await get(call, `directoryRoleTemplates/${id}`));
  if (template) return { kind: 'role', name: template.displayName ?? '' };
  const group = await get(call, `groups/${id}`);
  if (group) return { kind: 'group', name: group.displayName ?? '' };
  const person = await get(call, `users/${id}`);
  return person ? { kind: 'person', name: person.displayName ?? '' } : { kind: 'nothing' };
}

/** Null where there is no such object. */
async function get(call: GraphCall, path: string): Promise<z.infer<typeof named> | null> {
  const { status, body } = await call('GET', `/v1.0/${path}?$select=id,displayName`);
  if (status === 404) return null;
  const parsed = named.safeParse(body);
  if (status !== 200 || !parsed.success) throw unavailable(`${path.split('/', 1)[0]} ${status}`);
  return parsed.data;
}
