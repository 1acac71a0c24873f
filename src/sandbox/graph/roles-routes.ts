import express from 'express';
import { holdsRole } from '../company/person.ts';
import { ROLES } from '../company/roles.ts';
import { presentPeople, type World } from '../company/world.ts';
import { refusal } from '../wire/wire-refusal.ts';
import { needs } from './graph-guard.ts';
import { graphList, type ListRules } from './graph-list.ts';
import { projection } from './graph-select.ts';
import {
  assignmentInstances,
  DIRECTORY_ROLES,
  eligibilityInstances,
  ROLE_LIST,
  type RoleInstance,
  templateOfObject,
} from './role-instances.ts';
import { USER_LIST } from './users-routes.ts';

const shared: ListRules<RoleInstance>['properties']['read'] = {
  id: (one) => one.id,
  principalId: (one) => one.principalId,
  roleDefinitionId: (one) => one.roleDefinitionId,
  directoryScopeId: (one) => one.directoryScopeId,
  appScopeId: (one) => one.appScopeId,
  startDateTime: (one) => one.startDateTime,
  endDateTime: (one) => one.endDateTime,
  memberType: (one) => one.memberType,
};

const filter: ListRules<RoleInstance>['filter'] = {
  principalId: { kind: 'text', takes: ['eq'], read: (one) => one.principalId },
  roleDefinitionId: { kind: 'text', takes: ['eq'], read: (one) => one.roleDefinitionId },
  directoryScopeId: { kind: 'text', takes: ['eq'], read: (one) => one.directoryScopeId },
};

const ELIGIBILITIES: ListRules<RoleInstance> = {
  context: 'roleManagement/directory/roleEligibilityScheduleInstances',
  properties: {
    type: 'microsoft.graph.unifiedRoleEligibilityScheduleInstance',
    read: { ...shared, roleEligibilityScheduleId: (one) => one.scheduleId },
  },
  filter,
  page: { usual: 100, most: 999 },
};

const showEligibility = projection(undefined, ELIGIBILITIES.properties, ELIGIBILITIES.context);

const ASSIGNMENTS: ListRules<RoleInstance> = {
  context: 'roleManagement/directory/roleAssignmentScheduleInstances',
  properties: {
    type: 'microsoft.graph.unifiedRoleAssignmentScheduleInstance',
    read: {
      ...shared,
      assignmentType: (one) => one.assignmentType,
      roleAssignmentOriginId: (one) => one.id,
      roleAssignmentScheduleId: (one) => one.scheduleId,
    },
  },
  expand: {
    activatedUsing: ({ activatedUsing }) => (activatedUsing === null ? null : showEligibility(activatedUsing)),
  },
  filter: { ...filter, assignmentType: { kind: 'text', takes: ['eq'], read: (one) => one.assignmentType } },
  page: { usual: 100, most: 999 },
};

const TEMPLATE = /^directoryRoles\(roleTemplateId='([^']*)'\)$/i;
const known: readonly string[] = Object.values(ROLES);

const DIRECTORY = ['RoleManagement.Read.Directory', 'RoleManagement.Read.All', 'RoleManagement.ReadWrite.Directory'];

/** Serves directory roles, by template and by object, and PIM's two lists of instances. */
export function rolesRoutes(world: World, version: string): express.Router {
  const router = express.Router();
  directoryRoles(router, world, version);
  const base = '/roleManagement/directory';
  router.get(
    `${base}/roleAssignmentScheduleInstances`,
    needs('RoleAssignmentSchedule.Read.Directory', ...DIRECTORY),
    (req, res) => {
      res.json(graphList(req, version, assignmentInstances(world), ASSIGNMENTS));
    },
  );
  router.get(
    `${base}/roleEligibilityScheduleInstances`,
    needs('RoleEligibilitySchedule.Read.Directory', ...DIRECTORY),
    (req, res) => {
      res.json(graphList(req, version, eligibilityInstances(world), ELIGIBILITIES));
    },
  );
  return router;
}

function directoryRoles(router: express.Router, world: World, version: string): void {
  const readRoles = needs(...DIRECTORY, 'Directory.Read.All');
  router.get('/directoryRoles', readRoles, (req, res) => {
    res.json(graphList(req, version, DIRECTORY_ROLES, ROLE_LIST));
  });
  router.get('/directoryRoleTemplates/:id', readRoles, (req, res) => {
    const id = String(req.params.id).toLowerCase();
    const found = DIRECTORY_ROLES.find(({ roleTemplateId }) => roleTemplateId === id);
    if (found === undefined) throw noSuch(id);
    res.json({ id, displayName: found.displayName });
  });
  const members = (req: express.Request, res: express.Response, template: string | undefined, asked: string) => {
    if (template === undefined || !known.includes(template)) throw noSuch(asked);
    const holders = presentPeople(world).filter((person) => holdsRole(person, template));
    const rules = { ...USER_LIST, context: 'directoryObjects', itemType: '#microsoft.graph.user' };
    res.json(graphList(req, version, holders, rules));
  };
  router.get('/directoryRoles/:id/members', readRoles, (req, res) => {
    const id = String(req.params.id).toLowerCase();
    members(req, res, templateOfObject(id), id);
  });
  router.get(
    '/:role/members',
    (req, res, next) => {
      const template = TEMPLATE.exec(String(req.params.role))?.[1]?.toLowerCase();
      if (template === undefined) return next('route');
      res.locals.template = template;
      next();
    },
    readRoles,
    (req, res) => members(req, res, String(res.locals.template), String(res.locals.template)),
  );
}

function noSuch(id: string): Error {
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return refusal(404, 'Request_ResourceNotFound', message);
}
