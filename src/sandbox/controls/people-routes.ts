import express from 'express';
import { z } from 'zod';
import type { Person } from '../company/person.ts';
import { ROLES } from '../company/roles.ts';
import type { World } from '../company/world.ts';
import { readBody } from './read-body.ts';

const RoleChange = z.strictObject({ person: z.string().min(1), role: z.string().min(1), give: z.boolean() });

const roleId = (text: string): string | undefined =>
  Object.entries(ROLES).find(
    ([name, id]) => name.toLowerCase() === text.toLowerCase() || id === text.toLowerCase(),
  )?.[1];

function roleNames(person: Person): string[] {
  return Object.entries(ROLES).flatMap(([name, id]) => (person.roles.has(id) ? [name] : []));
}

/**
 * `GET /sandbox/people`, and `POST /sandbox/roles` `{person, role, give}`: the person by object id, mri or user
 * principal name, the role by name or template id.
 */
export function peopleRoutes(world: World): express.Router {
  const router = express.Router();
  router.get('/people', (_req, res) => {
    res.json(
      world.people.map(({ id, mri, name, userPrincipalName, note }) => ({ id, mri, name, userPrincipalName, note })),
    );
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
    if (body.give) person.roles.add(role);
    else person.roles.delete(role);
    world.changes.emit('change');
    res.json({ id: person.id, name: person.name, roles: roleNames(person) });
  });
  return router;
}
