import { z } from 'zod';
import { COMPANY } from '../company/company.ts';
import type { Person } from '../company/person.ts';
import { roleId } from '../company/roles.ts';
import type { World } from '../company/world.ts';

const text = z.string().max(256);
const words = z.string().trim().min(1).max(256);
const moment = z.iso.datetime({ offset: true, error: 'not a moment such as 2026-11-24T03:00:00Z' });
const addresses = z.array(text).max(50).nullable();
const objectId = z.guid('not an object id such as a11ce000-0000-4000-8000-000000000001').toLowerCase();
const roles = z.array(
  z.string().transform((role, context) => {
    const id = roleId(role);
    if (id === undefined) context.addIssue(`There is no role '${role}'.`);
    return id ?? '';
  }),
);

/** The attributes that are taken over as they are sent, named as in Graph. */
const attributes = {
  userPrincipalName: words,
  mail: text.nullable(),
  otherMails: addresses,
  proxyAddresses: addresses,
  employeeId: text.nullable(),
  onPremisesImmutableId: text.nullable(),
  userType: z.enum(['Member', 'Guest']).nullable(),
  externalUserState: z.enum(['PendingAcceptance', 'Accepted']).nullable(),
  accountEnabled: z.boolean(),
  createdDateTime: moment.nullable(),
  jobTitle: text.nullable(),
  locale: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'not a locale such as de-DE'),
  note: words,
};

/** What may be sent about a person; everything is optional, and what is absent stays as it is. */
export const PersonChange = z
  .strictObject({
    ...attributes,
    id: objectId,
    mri: z.string().regex(/^29:\S{1,200}$/, 'not an id of Teams such as 29:alice'),
    displayName: words,
    /** The same as `displayName`. */
    name: words,
    roles,
    /** Held through a group: without an assignment of the person's own. */
    groupRoles: roles,
    eligible: roles,
    groups: z.array(objectId),
    /**
     * When `roles` and `eligible` were assigned; without either of them, all that the person has. By role, as
     * `GET /sandbox/people` shows it, for each its own.
     */
    assignedAt: z.union([moment, z.record(z.string(), moment)]),
    /** 404: the directory has deleted the account. 200: it is there again. */
    status: z.literal([200, 404]),
  })
  .partial();

export type PersonChange = z.infer<typeof PersonChange>;

/** The people whom a change is about: the one with its id, or else whoever has its user principal name. */
export function personsMeant(world: World, { id, userPrincipalName }: PersonChange): Person[] {
  if (id !== undefined) return world.people.filter((person) => person.id === id);
  const upn = userPrincipalName?.toLowerCase();
  return world.people.filter((person) => person.userPrincipalName.toLowerCase() === upn);
}

/** A member without marks, roles and groups, made now. @param id where the change has none */
export function newPerson(world: World, change: PersonChange, id: string): Person {
  const own = change.id ?? id;
  const name = change.displayName ?? change.name ?? 'New Person';
  return {
    id: own,
    mri: change.mri ?? `29:${own}`,
    name,
    userPrincipalName: freeName(world, mailbox(name)),
    mail: null,
    otherMails: [],
    proxyAddresses: [],
    employeeId: null,
    onPremisesImmutableId: null,
    userType: 'Member',
    externalUserState: null,
    accountEnabled: true,
    createdDateTime: new Date(world.now()).toISOString(),
    jobTitle: null,
    note: 'added here',
    roles: new Set(),
    groupRoles: new Set(),
    eligible: new Set(),
    groups: new Set(),
    assignedAt: new Map(),
    gone: false,
  };
}

/** A user principal name that nobody has: the mailbox's, with a number where that is taken. */
function freeName(world: World, mailbox: string, number = 1): string {
  const name = `${mailbox}${number === 1 ? '' : number}@${COMPANY.domain}`;
  const taken = world.people.some(({ userPrincipalName }) => userPrincipalName.toLowerCase() === name);
  return taken ? freeName(world, mailbox, number + 1) : name;
}

function mailbox(name: string): string {
  return (
    name
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join('.') ?? 'new.person'
  );
}

/** Makes the change. A role that the person did not have before counts from now on, unless `assignedAt` says else. */
export function alterPerson(world: World, person: Person, change: PersonChange): void {
  for (const key of Object.keys(attributes))
    if (key in change) Object.assign(person, { [key]: Reflect.get(change, key) });
  person.name = change.displayName ?? change.name ?? person.name;
  if (change.status !== undefined) person.gone = change.status === 404;
  if (change.groups) refill(person.groups, change.groups);
  if (change.groupRoles) refill(person.groupRoles, change.groupRoles);
  const before = new Set([...person.roles, ...person.eligible]);
  if (change.roles) refill(person.roles, change.roles);
  if (change.eligible) refill(person.eligible, change.eligible);
  const given = [...(change.roles ?? []), ...(change.eligible ?? [])];
  dateRoles(world, person, before);
  const { assignedAt } = change;
  if (assignedAt === undefined) return;
  const all = given.length > 0 ? given : [...person.roles, ...person.eligible];
  const dates = typeof assignedAt === 'string' ? all.map((role) => [role, assignedAt] as const) : datesIn(assignedAt);
  for (const [role, at] of dates) person.assignedAt.set(role, at);
}

/** Dates by role, by name or template id. */
function datesIn(dates: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(dates).flatMap(([name, at]) => {
    const role = roleId(name);
    return role === undefined ? [] : [[role, at] as const];
  });
}

/** Gives a role or takes it away. @param since ISO 8601; long ago where absent */
export function changeRole(person: Person, role: string, give: boolean, since?: string): void {
  if (give) person.roles.add(role);
  else person.roles.delete(role);
  if (since !== undefined) person.assignedAt.set(role, since);
  else if (!person.eligible.has(role)) person.assignedAt.delete(role);
}

/** Dates the roles that are new, and forgets the dates of those that are gone. */
function dateRoles(world: World, person: Person, before: ReadonlySet<string>): void {
  const after = new Set([...person.roles, ...person.eligible]);
  const now = new Date(world.now()).toISOString();
  for (const role of after) if (!before.has(role)) person.assignedAt.set(role, now);
  for (const role of before) if (!after.has(role)) person.assignedAt.delete(role);
}

function refill(set: Set<string>, values: readonly string[]): void {
  set.clear();
  for (const value of values) set.add(value);
}
