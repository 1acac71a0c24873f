import { isDeepStrictEqual } from 'node:util';
import express from 'express';
import { z } from 'zod';
import { auditFeatures } from '../audit-log/audit-log.ts';
import { recordWrite, type World } from '../company/world.ts';
import { portalError } from './portal-error.ts';

type Features = Record<string, unknown>;

const Body = z.record(z.string(), z.unknown());

/** The tenant's settings after a save. A known key that was not sent falls back to its default, as in a .NET object. */
function saved(before: Features, sent: Features): Features {
  const defaults = Object.entries(before).map(([key, value]) => [key, typeof value === 'boolean' ? false : null]);
  return { ...Object.fromEntries(defaults), ...sent };
}

/** Describes each key that changed: `Key: false -> true`. */
export function describeFeatureChanges(before: Features, after: Features): string {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key]));
  const lines = changed.map((key) => `${key}: ${shown(before[key])} -> ${shown(after[key])}`);
  return `advanced features: ${lines.length === 0 ? 'saved, nothing changed' : lines.join(', ')}`;
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? 'unset');
}

/** Serves Settings > Endpoints > Advanced features: reads and saves the whole object (facts: A.3). */
export function advancedFeaturesRoutes(world: World): express.Router {
  const router = express.Router();
  router.get('/settings/GetAdvancedFeaturesSetting', (_req, res) => {
    res.json(world.tenant.advancedFeatures);
  });
  router.post('/settings/SaveAdvancedFeaturesSetting', (req, res) => {
    const body = Body.safeParse(req.body);
    if (!body.success) return portalError(res, 400, 'The settings must be one object.');
    const before = world.tenant.advancedFeatures;
    const mistyped = Object.keys(body.data).find(
      (key) => typeof before[key] === 'boolean' && typeof body.data[key] !== 'boolean',
    );
    if (mistyped !== undefined) return portalError(res, 400, `${mistyped} must be true or false.`);
    world.tenant.advancedFeatures = saved(before, body.data);
    auditFeatures(world, String(res.locals.owner), before, world.tenant.advancedFeatures);
    recordWrite(world, String(res.locals.owner), describeFeatureChanges(before, world.tenant.advancedFeatures));
    res.json(true);
  });
  return router;
}
