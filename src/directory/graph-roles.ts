import { z } from 'zod';
import { NO_ROLE_DATES, type RoleDates } from '../requests/ports/directory.ts';
import { AirlockError } from '../shared/errors.ts';
import type { EntraObjectId } from '../shared/ids.ts';
import { type GraphCall, unavailable, undecided } from './graph-call.ts';
import { momentOf } from './graph-people.ts';
import type { RoleIds } from './role-ids.ts';

const memberObjects = z.object({ value: z.array(z.string()) });
const text = z.string().nullish();

const eligibilities = z.object({
  value: z.array(z.object({ roleDefinitionId: z.string().toLowerCase(), principalId: text })),
  '@odata.nextLink': text,
});

type Eligibility = z.infer<typeof eligibilities>['value'][number];

/** A list that goes on is not read to its end: who is not found in it was not asked about. */
interface Eligible {
  readonly found: readonly Eligibility[];
  readonly isWhole: boolean;
}

const assignments = z.object({
  value: z.array(
    z.object({
      roleDefinitionId: z.string().toLowerCase(),
      directoryScopeId: text,
      startDateTime: text,
      assignmentType: text,
      activatedUsing: z.object({ startDateTime: text }).nullish(),
    }),
  ),
});

/** @returns null where the directory knows nobody with this id */
export async function heldBy(
  call: GraphCall,
  oid: EntraObjectId,
  ids: readonly string[],
): Promise<readonly string[] | null> {
  if (ids.length === 0) return [];
  const answer = await call('POST', `/v1.0/users/${oid}/checkMemberObjects`, { ids });
  if (answer.status === 404) return null;
  const parsed = memberObjects.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw undecided('checkMemberObjects', answer);
  const held = new Set(parsed.data.value.map((one) => one.toLowerCase()));
  return ids.filter((id) => held.has(id));
}

/** How many ids one call of checkMemberObjects takes (learn: directoryobject-checkmemberobjects). */
const AT_ONCE = 20;

/** How many groups that are eligible for a role are asked about. */
const MOST_GROUPS = 60;

/**
 * Which of these roles the person could activate: eligible themselves, or through a group that is and that they are in.
 * Null where that cannot be read, or not as a whole. It is only a hint, and says nothing of a group whose membership
 * they could activate.
 */
export async function eligibleFor(
  call: GraphCall,
  oid: EntraObjectId,
  ids: readonly string[],
  templates: ReadonlyMap<string, string>,
): Promise<readonly string[] | null> {
  const templateOf = (id: string) => templates.get(id) ?? id;
  const amongThem = (roles: readonly Eligibility[]) => {
    const names = new Set(roles.map(({ roleDefinitionId }) => roleDefinitionId));
    return ids.filter((id) => names.has(templateOf(id)));
  };
  try {
    const own = await eligibleInstances(call, ofPerson(oid));
    if (own === null) return null;
    const found = amongThem(own.found);
    if (found.length > 0) return found;
    const through = await throughGroups(call, oid, [...new Set(ids.map(templateOf))]);
    const more = amongThem(through.found);
    return more.length > 0 || (own.isWhole && through.isWhole) ? more : null;
  } catch {
    return null;
  }
}

/** The eligibilities of groups for these roles that the person is in. */
async function throughGroups(call: GraphCall, oid: EntraObjectId, roles: readonly string[]): Promise<Eligible> {
  const lists = await Promise.all(roles.map((role) => eligibleInstances(call, ofRole(role))));
  const all = lists.flatMap((one) => one?.found ?? []);
  const groups = [...new Set(all.flatMap(({ principalId }) => principalId?.toLowerCase() ?? []))];
  const member = new Set(await memberOf(call, oid, groups.slice(0, MOST_GROUPS)));
  return {
    found: all.filter(({ principalId }) => principalId && member.has(principalId.toLowerCase())),
    isWhole: groups.length <= MOST_GROUPS && lists.every((one) => one?.isWhole === true),
  };
}

async function eligibleInstances(call: GraphCall, filter: string): Promise<Eligible | null> {
  const answer = await call('GET', `/v1.0/roleManagement/directory/roleEligibilityScheduleInstances?${filter}`);
  const parsed = eligibilities.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) return null;
  return { found: parsed.data.value, isWhole: !parsed.data['@odata.nextLink'] };
}

/** Reads the ids of people and groups that could activate a role; null where that cannot be read as a whole. */
export function eligiblePrincipals(call: GraphCall): (role: string) => Promise<readonly string[] | null> {
  return async (role) => {
    const list = await eligibleInstances(call, ofRole(role));
    return list?.isWhole ? list.found.flatMap(({ principalId }) => principalId?.toLowerCase() ?? []) : null;
  };
}

/** In which of these groups the person is, directly or through others. @throws AirlockError directory-unavailable */
async function memberOf(call: GraphCall, oid: EntraObjectId, groups: readonly string[]): Promise<readonly string[]> {
  const parts = Array.from({ length: Math.ceil(groups.length / AT_ONCE) }, (_, part) =>
    groups.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
  );
  const held = await Promise.all(parts.map((part) => heldBy(call, oid, part)));
  if (held.includes(null)) throw unavailable('half an answer about a person');
  return held.flatMap((one) => one ?? []);
}

/** What a directory without Privileged Identity Management, or without the permission, answers. */
const NO_LIST: ReadonlySet<number> = new Set([400, 403, 404]);

/**
 * Since when each role is assigned for the whole tenant; of several assignments of one role the oldest counts. An
 * activation began a moment ago, so its eligibility counts instead, where it is shown
 * (docs/facts/teams.md#roles-in-graph). A role that was asked about by its object id is dated under that id, too.
 */
export async function roleDatesOf(call: GraphCall, oid: EntraObjectId, roleIds: RoleIds): Promise<RoleDates> {
  const path = `/v1.0/roleManagement/directory/roleAssignmentScheduleInstances?${ofPerson(oid)}&$expand=activatedUsing`;
  const [answer, templates] = await Promise.all([call('GET', path), roleIds.templatesOf(roleIds.asked())]);
  if (NO_LIST.has(answer.status)) throw noDates(answer.status);
  const parsed = assignments.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw undecided('roleAssignmentScheduleInstances', answer);
  const dates: Record<string, number> = {};
  for (const { roleDefinitionId, directoryScopeId, startDateTime, assignmentType, activatedUsing } of parsed.data
    .value) {
    if (directoryScopeId !== '/') continue;
    const began = (assignmentType === 'Activated' && activatedUsing?.startDateTime) || startDateTime;
    const at = momentOf(began);
    if (at !== null) dates[roleDefinitionId] = Math.min(at, dates[roleDefinitionId] ?? at);
  }
  for (const [id, template] of templates) {
    const at = dates[template];
    if (at !== undefined) dates[id] = at;
  }
  return dates;
}

/** The error of a tenant that gives no dates: it lets nobody in either, and says what the operator has to do. */
function noDates(status: number): AirlockError {
  const sentence =
    'The directory does not tell since when roles are held, so nothing was decided. Whoever operates Airlock has to grant RoleManagement.Read.Directory; in a tenant without Entra ID P2, which has no such dates, set APPROVER_MIN_AGE=0h.';
  return new AirlockError('directory-unavailable', sentence, {
    details: { reason: NO_ROLE_DATES, status },
  });
}

function ofRole(template: string): string {
  return `$filter=${encodeURIComponent(`roleDefinitionId eq '${template}'`)}`;
}

function ofPerson(oid: EntraObjectId): string {
  return `$filter=${encodeURIComponent(`principalId eq '${oid}'`)}`;
}
