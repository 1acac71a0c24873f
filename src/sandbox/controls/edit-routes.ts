import express from 'express';
import { z } from 'zod';
import { recordWrite, type World } from '../company/world.ts';
import { describeFeatureChanges } from '../defender/advanced-features-routes.ts';
import { addGroup, deleteGroup, findGroup, PORTAL_USER, replaceGroup } from './edit-group.ts';
import { readBody } from './read-body.ts';

const Fields = z.record(z.string(), z.unknown());
const GroupKey = z.union([z.int(), z.string()]);
const FeaturesEdit = z.strictObject({ features: z.record(z.string(), z.union([z.boolean(), z.number(), z.null()])) });

const GroupEdit = z.union([
  z.strictObject({ group: GroupKey, set: Fields }),
  z.strictObject({ group: GroupKey, replace: Fields }),
  z.strictObject({ group: GroupKey, delete: z.literal(true) }),
]);

const Edit = z.union([FeaturesEdit, z.strictObject({ create: Fields }), GroupEdit]);

type Edit = z.infer<typeof Edit>;

function editFeatures(world: World, features: z.infer<typeof FeaturesEdit>['features']): void {
  const before = world.tenant.advancedFeatures;
  world.tenant.advancedFeatures = { ...before, ...features };
  recordWrite(world, PORTAL_USER, describeFeatureChanges(before, world.tenant.advancedFeatures));
}

/**
 * Makes the edit.
 * @returns why it was refused, as one sentence; undefined if it was done
 */
function apply(world: World, edit: Edit): string | undefined {
  if ('features' in edit) {
    editFeatures(world, edit.features);
    return undefined;
  }
  if (world.tenant.kind === 'business') return 'This tenant has no device groups.';
  if ('create' in edit) return addGroup(world, edit.create);
  const group = findGroup(world, edit.group);
  if (group === undefined) return `There is no device group '${edit.group}'.`;
  if ('delete' in edit) return deleteGroup(world, group);
  return replaceGroup(world, group, 'set' in edit ? { ...group, ...edit.set } : edit.replace);
}

/**
 * `POST /sandbox/edit`: a change behind the bot's back, one of `{features: {key: value}}`, `{group, set: {key:
 * value}}`, `{group, replace: {...}}`, `{group, delete: true}`, `{create: {...}}`; a group is named by number or name,
 * its fields are in wire form. It answers with the groups and features after the edit.
 */
export function editRoutes(world: World): express.Router {
  const router = express.Router();
  router.post('/edit', (req, res) => {
    const edit = readBody<Edit>(Edit, req.body, res);
    if (edit === undefined) return;
    const error = apply(world, edit);
    if (error !== undefined) {
      res.status(400).json({ error });
      return;
    }
    const { advancedFeatures, deviceGroups } = world.tenant;
    res.json({ advancedFeatures, deviceGroups });
  });
  return router;
}
