import express from 'express';
import { z } from 'zod';
import { auditLogOf, RECORD_SHAPES, showRecords } from '../audit-log/audit-log.ts';
import type { World } from '../company/world.ts';
import { readBody } from './read-body.ts';

const Change = z.strictObject({
  isOn: z.boolean().exactOptional(),
  isHunted: z.boolean().exactOptional(),
  delayMs: z.int().min(0).max(86_400_000).exactOptional(),
  shape: z.enum(RECORD_SHAPES).exactOptional(),
  names: z.string().trim().min(1).nullable().exactOptional(),
  show: z.literal(true).exactOptional(),
  unsubscribe: z.literal(true).exactOptional(),
});

function logAsKept(world: World): object {
  const { records, subscribedAt: _, ...log } = auditLogOf(world);
  const now = world.now();
  return {
    ...log,
    records: records.map(({ at, visibleAt, by, setting, after }) => ({
      at: new Date(at).toISOString(),
      by,
      setting,
      value: after,
      /** Seconds until the log shows it; 0 where it does. */
      in: Math.max(0, Math.ceil((visibleAt - now) / 1_000)),
    })),
  };
}

/**
 * `GET /sandbox/audit-log`: every record, and how the log behaves. `POST` changes that: `isOn` (auditing), `isHunted`
 * (the records get into `CloudAppEvents`), `delayMs` and `shape` of the records to come, `names` (the person whom they
 * give, whoever it was), `show: true` lets the log show at once what it has, `unsubscribe: true` ends the
 * subscription to `Audit.General`.
 */
export function auditLogRoutes(world: World): express.Router {
  const router = express.Router();
  router.get('/audit-log', (_req, res) => {
    res.json(logAsKept(world));
  });
  router.post('/audit-log', (req, res) => {
    const body = readBody<z.infer<typeof Change>>(Change, req.body, res);
    if (body === undefined) return;
    const { show, unsubscribe, ...change } = body;
    Object.assign(auditLogOf(world), change);
    if (show) showRecords(world);
    if (unsubscribe) auditLogOf(world).subscribedAt = null;
    world.changes.emit('change');
    res.json(logAsKept(world));
  });
  return router;
}
