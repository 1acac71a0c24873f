import express from 'express';
import { type EntraGroup, presentPeople, type World } from '../company/world.ts';
import { refusal } from '../wire/wire-refusal.ts';
import { needs } from './graph-guard.ts';
import { contextOf, graphList, type ListRules } from './graph-list.ts';
import { type Properties, projection } from './graph-select.ts';
import { USER_LIST } from './users-routes.ts';

const readGroups = needs('GroupMember.Read.All', 'Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All');

const GROUP_PROPERTIES: Properties<EntraGroup> = {
  type: 'microsoft.graph.group',
  read: {
    id: (group) => group.id,
    description: (group) => group.description,
    displayName: (group) => group.displayName,
    groupTypes: (group) => (group.securityEnabled ? [] : ['Unified']),
    mailEnabled: (group) => !group.securityEnabled,
    mailNickname: (group) => group.displayName.toLowerCase().replaceAll(' ', '-'),
    isAssignableToRole: () => null,
    securityEnabled: (group) => group.securityEnabled,
    visibility: () => null,
  },
};

const GROUP_LIST: ListRules<EntraGroup> = {
  context: 'groups',
  properties: GROUP_PROPERTIES,
  filter: {
    id: { kind: 'text', takes: ['eq', 'in'], read: (group) => group.id },
    displayName: { kind: 'text', takes: ['eq', 'ne', 'in', 'startswith'], read: (group) => group.displayName },
    securityEnabled: { kind: 'boolean', takes: ['eq', 'ne'], read: (group) => group.securityEnabled },
    mailEnabled: { kind: 'boolean', takes: ['eq', 'ne'], read: (group) => !group.securityEnabled },
  },
  search: { displayName: (group) => group.displayName, description: (group) => group.description },
  directory: true,
  page: { usual: 100, most: 999 },
};

/**
 * Serves `/groups`, `/groups/{id}` and its members. The company's groups are not nested, so transitive members are the
 * same as members.
 */
export function groupsRoutes(world: World, version: string): express.Router {
  const router = express.Router();
  router.get(
    '/groups',
    readGroups,
    (req, res) => void res.json(graphList(req, version, world.entraGroups, GROUP_LIST)),
  );
  router.get('/groups/:id', readGroups, (req, res) => {
    const { $select } = req.query;
    const select = typeof $select === 'string' ? $select : undefined;
    const show = projection(select, GROUP_PROPERTIES, 'groups');
    const group = groupWith(world, String(req.params.id));
    res.json({ '@odata.context': `${contextOf(version, 'groups', select)}/$entity`, ...show(group) });
  });
  router.get(['/groups/:id/transitiveMembers', '/groups/:id/members'], readGroups, (req, res) => {
    const group = groupWith(world, String(req.params.id));
    const members = presentPeople(world).filter((person) => person.groups.has(group.id));
    const rules = { ...USER_LIST, context: 'directoryObjects', itemType: '#microsoft.graph.user' };
    res.json(graphList(req, version, members, rules));
  });
  return router;
}

function groupWith(world: World, id: string): EntraGroup {
  const group = world.entraGroups.find((one) => one.id === id.toLowerCase());
  if (group) return group;
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  throw refusal(404, 'Request_ResourceNotFound', message);
}
