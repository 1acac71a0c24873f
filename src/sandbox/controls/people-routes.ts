import express from 'express';
import { z } from 'zod';
import type { Person } from '../company/person.ts';
import { roleId, roleNames } from '../company/roles.ts';
import type { World } from '../company/world.ts';
import { stableId } from '../wire/stable-id.ts';
import { alterPerson, changeRole, newPerson, PersonChange, personsMeant } from './alter-person.ts';
import { readBody } from './read-body.ts';

const RoleChange = z.strictObject({
  person: z.string().min(1),
  role: z.string().min(1),
  give: z.boolean(),
  assignedAt: z.iso.datetime({ offset: true }).exactOptional(),
});

/** A person as the controls show them: all attributes, roles by name, `status` 404 for somebody who is gone. */
function personView(person: Person): object {
  const { id, mri, name, userPrincipalName, note, roles, groupRoles, eligible, groups, assignedAt, gone } = person;
  const { mail, otherMails, proxyAddresses, employeeId, onPremisesImmutableId, jobTitle } = person;
  const { userType, externalUserState, accountEnabled, createdDateTime, locale = 'en-US' } = person;
  const dates = [...assignedAt].map(([role, at]) => [roleNames(new Set([role]))[0] ?? role, at]);
  return {
    ...{ id, mri, name, userPrincipalName, note, status: gone ? 404 : 200 },
    ...{ displayName: name, mail, otherMails, proxyAddresses, employeeId, onPremisesImmutableId, jobTitle },
    ...{ userType, externalUserState, accountEnabled, createdDateTime, locale },
    roles: roleNames(roles),
    groupRoles: roleNames(groupRoles),
    eligible: roleNames(eligible),
    groups: [...groups],
    assignedAt: Object.fromEntries(dates),
  };
}

/**
 * `GET /sandbox/people`. `POST /sandbox/people`: alters the person with this `id` or `userPrincipalName`, or makes one;
 * the fields are those of PersonChange. `POST /sandbox/roles` `{person, role, give, assignedAt}`: the person by object
 * id, mri or user principal name, the role by name or template id; without `assignedAt` the role was assigned long ago.
 */
export function peopleRoutes(world: World): express.Router {
  const router = express.Router();
  router.get('/people', (_req, res) => {
    res.json(world.people.map(personView));
  });
  router.post('/people', (req, res) => {
    const change = readBody<PersonChange>(PersonChange, req.body, res);
    if (change === undefined) return;
    const error = objection(world, change);
    if (error !== null) {
      res.status(400).json({ error });
      return;
    }
    const [known] = personsMeant(world, change);
    const person = known ?? newPerson(world, change, stableId('person', world.people.length));
    alterPerson(world, person, change);
    if (!known) world.people.push(person);
    world.changes.emit('change');
    res.json(personView(person));
  });
  router.post('/roles', (req, res) => {
    const body = readBody(RoleChange, req.body, res);
    if (body === undefined) return;
    const person = world.people.find((one) => [one.id, one.mri, one.userPrincipalName].includes(body.person));
    const role = roleId(body.role);
    if (person === undefined || role === undefined) {
      const error = person === undefined ? `Nobody is called '${body.person}'.` : `There is no role '${body.role}'.`;
      res.status(404).json({ error });
      return;
    }
    changeRole(person, role, body.give, body.assignedAt);
    world.changes.emit('change');
    res.json({ id: person.id, name: person.name, roles: roleNames(person.roles) });
  });
  return router;
}

/** Why a change cannot be made, in one sentence; null if it can. */
function objection(world: World, change: PersonChange): string | null {
  const meant = personsMeant(world, change);
  if (meant.length > 1) return `More than one person is called '${change.userPrincipalName}'. Say the id.`;
  const [known] = meant;
  const upn = change.userPrincipalName?.toLowerCase();
  if (world.people.some((one) => one !== known && one.userPrincipalName.toLowerCase() === upn))
    return `Somebody else is called '${change.userPrincipalName}'.`;
  if (known && change.mri !== undefined && change.mri !== known.mri)
    return 'The id in Teams of a person cannot change.';
  if (!known && world.people.some(({ mri }) => mri === change.mri)) return `Somebody else is ${change.mri} in Teams.`;
  const dated = typeof change.assignedAt === 'object' ? Object.keys(change.assignedAt) : [];
  const strange = dated.find((role) => roleId(role) === undefined);
  if (strange !== undefined) return `assignedAt: there is no role '${strange}'.`;
  const group = change.groups?.find((id) => !world.entraGroups.some((one) => one.id === id));
  return group === undefined ? null : `There is no group '${group}'.`;
}
