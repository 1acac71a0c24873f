import { z } from 'zod';
import { NO_ROLE_DATES, type RoleDates } from '../requests/ports/directory.ts';
import { AirlockError } from '../shared/errors.ts';
import type { EntraObjectId } from '../shared/ids.ts';
import { type GraphCall, undecided } from './graph-call.ts';
import { momentOf } from './graph-people.ts';
import type { RoleIds } from './role-ids.ts';

const memberObjects = z.object({ value: z.array(z.string()) });
const text = z.string().nullish();

const eligibilities = z.object({
  value: z.array(z.object({ roleDefinitionId: z.string().toLowerCase(), principalId: text })),
});

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
 * Which of these roles the person could activate: eligible themselves, or through a group that is. Null where
 * eligibility cannot be read. It is only a hint.
 */
export async function eligibleFor(
  call: GraphCall,
  oid: EntraObjectId,
  ids: readonly string[],
  templates: ReadonlyMap<string, string>,
): Promise<readonly string[] | null> {
  const templateOf = (id: string) => templates.get(id) ?? id;
  try {
    const own = await eligibleInstances(call, ofPerson(oid));
    if (own === null) return null;
    const themselves = new Set(own.map(({ roleDefinitionId }) => roleDefinitionId));
    const found = ids.filter((id) => themselves.has(templateOf(id)));
    if (found.length > 0) return found;
    const lists = await Promise.all(
      [...new Set(ids.map(templateOf))].map((role) => eligibleInstances(call, ofRole(role))),
    );
    if (lists.includes(null)) return null;
    const through = lists.flatMap((one) => one ?? []);
    const groups = [...new Set(through.flatMap(({ principalId }) => principalId?.toLowerCase() ?? []))];
    const member = new Set(await memberOf(call, oid, groups.slice(0, MOST_GROUPS)));
    const roles = new Set(
      through
        .filter(({ principalId }) => principalId && member.has(principalId.toLowerCase()))
        .map(({ roleDefinitionId }) => roleDefinitionId),
    );
    return ids.filter((id) => roles.has(templateOf(id)));
  } catch {
    return null;
  }
}

async function eligibleInstances(
  call: GraphCall,
  filter: string,
): Promise<z.infer<typeof eligibilities>['value'] | null> {
  const answer = await call('GET', `/v1.0/roleManagement/directory/roleEligibilityScheduleInstances?${filter}`);
  const parsed = eligibilities.safeParse(answer.body);
  return answer.status === 200 && parsed.success ? parsed.data.value : null;
}

/** In which of these groups the person is, directly or through others. @throws AirlockError directory-unavailable */
async function memberOf(call: GraphCall, oid: EntraObjectId, groups: readonly string[]): Promise<readonly string[]> {
  const parts = Array.from({ length: Math.ceil(groups.length / AT_ONCE) }, (_, part) =>
    groups.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
  );
  const held = await Promise.all(parts.map((part) => heldBy(call, oid, part)));
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
