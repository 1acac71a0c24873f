import { z } from 'zod';
import { NO_ROLE_DATES, type RoleDates, UNTOLD_ROLE } from '../requests/ports/directory.ts';
import type { AirlockError } from '../shared/errors.ts';
import { holdsPermission } from '../shared/http/token-claims.ts';
import type { EntraObjectId } from '../shared/ids.ts';
import { t } from '../shared/language/worded.ts';
import { adviceOn, type GraphCall, lasting, saidBy, unavailable, undecided } from './graph-call.ts';
import type { RoleIds } from './role-ids.ts';

const text = z.string().nullish().catch(null);

/** Each entry is read on its own: one that is odd says nothing of the others. */
const list = z.object({ value: z.array(z.unknown()), '@odata.nextLink': text });

const eligibility = z.object({ roleDefinitionId: z.string().toLowerCase(), principalId: text });

type Eligibility = z.infer<typeof eligibility>;

/** A list that goes on is not read to its end: who is not found in it was not asked about. */
interface Eligible {
  readonly found: readonly Eligibility[];
  readonly isWhole: boolean;
}

const assignment = z.object({
  roleDefinitionId: z.string().toLowerCase(),
  directoryScopeId: text,
  startDateTime: z.unknown().optional(),
  assignmentType: text,
  memberType: text,
  activatedUsing: z
    .object({ startDateTime: z.unknown().optional(), principalId: text, memberType: text })
    .nullish()
    .catch(null),
});

type Assignment = z.infer<typeof assignment>;

/** @returns null where the directory knows nobody with this id */
export async function heldBy(
  call: GraphCall,
  oid: EntraObjectId,
  ids: readonly string[],
): Promise<readonly string[] | null> {
  if (ids.length === 0) return [];
  const answer = await call('POST', `/v1.0/users/${oid}/checkMemberObjects`, { ids });
  if (answer.status === 404) return null;
  const parsed = list.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw undecided('checkMemberObjects', answer);
  const held = new Set(parsed.data.value.map((one) => String(one).toLowerCase()));
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
  const parsed = list.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) return null;
  const { value, '@odata.nextLink': next } = parsed.data;
  const found = value.flatMap((one) => eligibility.safeParse(one).data ?? []);
  return { found, isWhole: !next && found.length === value.length };
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

/** The most pages of one list of assignments: nobody holds as many roles. */
const MOST_PAGES = 10;

/**
 * Since when each role is assigned for the whole tenant; of several assignments of one role the oldest counts. An
 * activation began a moment ago, so its eligibility counts instead, where it is shown and the person's own: one of a
 * group says nothing of how long they are in it, so it dates nothing (docs/facts/teams.md#roles-in-graph). A role that
 * was asked about by its object id is dated under that id, too.
 */
export async function roleDatesOf(call: GraphCall, oid: EntraObjectId, roleIds: RoleIds): Promise<RoleDates> {
  const [entries, templates] = await Promise.all([assignmentsOf(call, oid), roleIds.templatesOf(roleIds.asked())]);
  const dates: Record<string, number | null> = {};
  for (const entry of entries) {
    const { data } = assignment.safeParse(entry);
    if (data && typeof data.directoryScopeId === 'string' && data.directoryScopeId !== '/') continue;
    const role = data && data.directoryScopeId === '/' ? data.roleDefinitionId : UNTOLD_ROLE;
    const at = data && role !== UNTOLD_ROLE ? beganAt(data, oid) : null;
    if (at !== undefined) dates[role] = older(at, dates[role]);
  }
  for (const [id, template] of templates) {
    const at = dates[template];
    if (at !== undefined) dates[id] = at;
  }
  return dates;
}

function older(at: number | null, known: number | null | undefined): number | null {
  return at === null || known === null || known === undefined ? (at ?? known ?? null) : Math.min(at, known);
}

/** Null for what is no moment; undefined where there is none of the person's own. */
function beganAt(held: Assignment, oid: EntraObjectId): number | null | undefined {
  const used = held.assignmentType === 'Activated' ? held.activatedUsing : null;
  if (isOfGroup(held) || (used && (isOfGroup(used) || used.principalId?.toLowerCase() !== oid))) return undefined;
  const began = used?.startDateTime || held.startDateTime;
  if (began === null || began === undefined) return undefined;
  const at = typeof began === 'string' ? Date.parse(began) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

/** Whether somebody has it as a member of a group (`memberType`: Direct, Group or Inherited). */
function isOfGroup({ memberType }: Pick<Assignment, 'memberType'>): boolean {
  return memberType?.toLowerCase() === 'group';
}

/** Every assignment of somebody; the last is null where there are more. */
async function assignmentsOf(call: GraphCall, oid: EntraObjectId): Promise<readonly unknown[]> {
  const path = `/v1.0/roleManagement/directory/roleAssignmentScheduleInstances?${ofPerson(oid)}&$expand=activatedUsing`;
  const found: unknown[] = [];
  let next: string | null | undefined = path;
  for (let page = 0; next && page < MOST_PAGES; page += 1) {
    const answer: Awaited<ReturnType<GraphCall>> = await call('GET', next);
    if ([400, 403, 404].includes(answer.status)) throw noDates(answer);
    const parsed = list.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success) throw undecided('roleAssignmentScheduleInstances', answer);
    found.push(...parsed.data.value);
    next = parsed.data['@odata.nextLink'];
  }
  return next ? [...found, null] : found;
}

/** Permissions by which Graph tells these dates (learn: rbacapplication-list-roleassignmentscheduleinstances). */
const DATE_PERMISSIONS = ['RoleManagement.Read.All', 'RoleAssignmentSchedule.Read.Directory'];

/** What Graph calls a tenant without Entra ID P2 (learn: privileged-identity-management errors). */
const NO_LICENSE = /premium|license|\bP2\b/i;

/**
 * The error of a tenant that gives no dates: it lets nobody in either, and passes on why. It says what to do only where
 * that is known: the token lacks the permission, or Graph names the license.
 */
function noDates(answer: Parameters<typeof saidBy>[0]): AirlockError {
  const said = saidBy(answer);
  const { status, roles } = answer;
  const isHeld = roles?.some((one) => DATE_PERMISSIONS.some((held) => holdsPermission([one], held))) === true;
  const grant = status === 403 && !isHeld ? adviceOn('RoleManagement.Read.Directory', roles) : '';
  const license = NO_LICENSE.test(said)
    ? t`In a tenant without Entra ID P2, which has no such dates, whoever operates Airlock sets APPROVER_MIN_AGE=0h.`
    : '';
  return lasting(NO_ROLE_DATES, t`The directory does not tell since when roles are held ${said}`, grant || license, {
    status,
  });
}

function ofRole(template: string): string {
  return `$filter=${encodeURIComponent(`roleDefinitionId eq '${template}'`)}`;
}

function ofPerson(oid: EntraObjectId): string {
  return `$filter=${encodeURIComponent(`principalId eq '${oid}'`)}`;
}
