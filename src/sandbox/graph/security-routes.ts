import express from 'express';
import type { WireGroup, World } from '../company/world.ts';
import { investigationsOf } from '../mde/investigations.ts';
import { refusal } from '../wire/wire-refusal.ts';
import { alertRules } from './alert-resource.ts';
import { needs } from './graph-guard.ts';
import { contextOf, graphList, type ListRules } from './graph-list.ts';
import { projection } from './graph-select.ts';

const readAlerts = needs(
  'SecurityAlert.Read.All',
  'SecurityAlert.ReadWrite.All',
  'SecurityIncident.Read.All',
  'SecurityIncident.ReadWrite.All',
);

const APP_SCOPES: ListRules<WireGroup> = {
  context: 'roleManagement/defender/customAppScopes',
  properties: {
    type: 'microsoft.graph.customAppScope',
    read: {
      id: (group) => String(group.MachineGroupId).padStart(5, '0'),
      type: () => 'DeviceGroups',
      displayName: (group) => group.Name,
      description: (group) => group.Description,
      customAttributes: () => [],
    },
  },
  filter: {},
  page: { usual: 100, most: 999 },
};

/** Whether a caller takes states that newer versions of Graph added (learn: best practices, evolvable enumerations). */
function prefersAll(req: express.Request): boolean {
  return /\binclude-unknown-enum-members\b/u.test(req.get('prefer') ?? '');
}

/**
 * Serves `/security/alerts_v2`, and, in beta only, the device groups as Defender's app scopes: names and ids, without
 * rules, level or rank.
 */
export function securityRoutes(world: World, version: string): express.Router {
  const router = express.Router();
  router.get('/security/alerts_v2', readAlerts, (req, res) => {
    res.json(graphList(req, version, investigationsOf(world), alertRules(world, prefersAll(req))));
  });
  router.get('/security/alerts_v2/:id', readAlerts, (req, res) => {
    const alert = investigationsOf(world).find((one) => one.investigation.triggeringAlertId === req.params.id);
    if (!alert) throw refusal(404, 'NotFound', `Alert '${String(req.params.id)}' was not found.`);
    const rules = alertRules(world, prefersAll(req));
    const show = projection(undefined, rules.properties, rules.context);
    res.json({ '@odata.context': `${contextOf(version, rules.context)}/$entity`, ...show(alert) });
  });
  if (version !== 'beta') return router;
  const readScopes = needs(
    'RoleManagement.Read.Defender',
    'RoleManagement.ReadWrite.Defender',
    'RoleManagement.Read.All',
  );
  router.get('/roleManagement/defender/customAppScopes', readScopes, (req, res) => {
    const groups = world.tenant.deviceGroups.filter((group) => !group.IsUnassignedMachineGroup);
    res.json(graphList(req, version, groups, APP_SCOPES));
  });
  return router;
}
