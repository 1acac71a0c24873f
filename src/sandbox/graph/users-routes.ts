import express from 'express';
import { z } from 'zod';
import { holdsRole, type Person } from '../company/person.ts';
import { presentPeople, type World } from '../company/world.ts';
import { refusal } from '../wire/wire-refusal.ts';
import { needs } from './graph-guard.ts';
import { contextOf, graphList, type ListRules } from './graph-list.ts';
import { projection } from './graph-select.ts';
import { templateOfObject } from './role-instances.ts';
import { USER_FILTER, USER_PROPERTIES, USER_SEARCH } from './user-resource.ts';

const readUsers = needs('User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All');

/** The query options of lists of users. */
export const USER_LIST: ListRules<Person> = {
  context: 'users',
  properties: USER_PROPERTIES,
  filter: USER_FILTER,
  search: USER_SEARCH,
  directory: true,
  page: { usual: 100, most: 999 },
};

const DELETED_LIST: ListRules<Person> = { ...USER_LIST, context: 'directory/deletedItems/microsoft.graph.user' };

/** As Graph lists them: the object id stands before the principal name. */
function deletedPeople({ people }: World): Person[] {
  return people
    .filter(({ gone }) => gone)
    .map((one) => ({ ...one, userPrincipalName: `${one.id.replaceAll('-', '')}${one.userPrincipalName}` }));
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const idsShape = z.object({ ids: z.array(z.string()) });
const selectShape = z.object({ $select: z.string().optional() }).strict();

/** Serves `/users`, `/users/{id or userPrincipalName}`, `checkMemberObjects`, and those who are gone, as deleted. */
export function usersRoutes(world: World, version: string): express.Router {
  const router = express.Router();
  router.get(
    '/users',
    readUsers,
    (req, res) => void res.json(graphList(req, version, presentPeople(world), USER_LIST)),
  );
  router.get(
    '/directory/deletedItems/microsoft.graph.user',
    readUsers,
    (req, res) => void res.json(graphList(req, version, deletedPeople(world), DELETED_LIST)),
  );
  router.get('/users/:id', readUsers, (req, res) => {
    const person = personOf(world, String(req.params.id));
    const query = selectShape.safeParse(req.query);
    if (!query.success) throw refusal(400, 'BadRequest', 'The query specified in the URI is not valid.');
    const show = projection(query.data.$select, USER_PROPERTIES, 'users');
    res.json({ '@odata.context': `${contextOf(version, 'users', query.data.$select)}/$entity`, ...show(person) });
  });
  router.post('/users/:id/checkMemberObjects', readUsers, express.json(), (req, res) => {
    const person = personOf(world, String(req.params.id));
    const held = requestedIds(req.body).filter((id) => holds(person, id.toLowerCase()));
    res.json({ '@odata.context': contextOf(version, 'Collection(Edm.String)'), value: held });
  });
  return router;
}

/**
 * Whether a person is in this group or has this role actively, by its template id or that of its object. As in Graph,
 * an eligible role does not count, and a disabled account makes no difference.
 */
function holds(person: Person, id: string): boolean {
  return holdsRole(person, templateOfObject(id) ?? id) || person.groups.has(id);
}

function personOf(world: World, id: string): Person {
  const wanted = id.toLowerCase();
  const people = presentPeople(world);
  const person = people.find((one) => one.id === wanted || one.userPrincipalName.toLowerCase() === wanted);
  if (person) return person;
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  throw refusal(404, 'Request_ResourceNotFound', message);
}

/** At most 20 ids a call (learn: directoryObject-checkMemberObjects). */
function requestedIds(body: unknown): string[] {
  const read = idsShape.safeParse(body);
  if (!read.success)
    throw refusal(400, 'Request_BadRequest', "The parameter 'ids' is missing or is not a collection of strings.");
  const { ids } = read.data;
  if (ids.length > 20)
    throw refusal(400, 'Request_BadRequest', "The number of elements in 'ids' exceeds the limit of 20.");
  const wrong = ids.find((id) => !GUID.test(id));
  if (wrong !== undefined) throw refusal(400, 'Request_BadRequest', `Invalid GUID:${wrong}`);
  return ids;
}
