import express from 'express';
import { z } from 'zod';
import type { Fault, World } from '../company/world.ts';
import { readBody } from './read-body.ts';

const KINDS = [
  'status',
  'hang',
  'cut',
  'cut-after',
  'latency',
  'odd-list',
  'truncated-json',
  'wrong-content-type',
  'schema-drift',
  'stale',
] as const;

const OddListBody = z.strictObject({
  without: z.array(z.string()).exactOptional(),
  set: z.record(z.string(), z.unknown()).exactOptional(),
  records: z.int().min(0).exactOptional(),
  copy: z.record(z.string(), z.unknown()).exactOptional(),
  instead: z.unknown().optional(),
  more: z.array(z.unknown()).exactOptional(),
  hides: z.string().exactOptional(),
  link: z.enum(['itself', 'new', 'nowhere']).exactOptional(),
  most: z.int().min(1).exactOptional(),
  skip: z.union([z.literal('ignored'), z.int()]).exactOptional(),
});

const NewFault = z
  .strictObject({
    surface: z.enum(['portal', 'mde', 'graph', 'activity', 'connector', 'sign-in']),
    kind: z.enum(KINDS),
    method: z
      .string()
      .regex(/^[A-Za-z]{3,7}$/)
      .toUpperCase()
      .exactOptional(),
    path: z.string().min(1).exactOptional(),
    status: z.int().min(300).max(599).exactOptional(),
    says: z.strictObject({ code: z.string(), message: z.string() }).exactOptional(),
    page: z.literal(true).exactOptional(),
    list: OddListBody.exactOptional(),
    ms: z.int().min(1).max(600_000).exactOptional(),
    retryAfter: z.int().min(0).max(86_400).exactOptional(),
    times: z.int().min(1).exactOptional(),
  })
  .refine(
    (fault) => (fault.kind === 'status') === (fault.status !== undefined),
    'kind "status" needs a status, no other kind takes one',
  )
  .refine(
    (fault) => (fault.kind === 'latency') === (fault.ms !== undefined),
    'kind "latency" needs ms, no other kind takes them',
  )
  .refine(
    (fault) => (fault.kind === 'odd-list') === (fault.list !== undefined),
    'kind "odd-list" needs a list, no other kind takes one',
  )
  .refine(
    (fault) => fault.kind === 'status' || (fault.says === undefined && fault.page === undefined),
    'only kind "status" says something or sends a page',
  );

const Clear = z.strictObject({ clear: z.literal(true) });

function isClear(sent: unknown): boolean {
  return typeof sent === 'object' && sent !== null && 'clear' in sent;
}

/** The faults that can still affect a call. */
export function activeFaults(world: World): Fault[] {
  return world.faults.filter((fault) => fault.times !== 0);
}

/**
 * `GET /sandbox/faults`, and `POST` of one fault (see Fault) or of `{"clear": true}`. Both answer with the active
 * faults.
 */
export function faultsRoutes(world: World): express.Router {
  const router = express.Router();
  router.get('/faults', (_req, res) => {
    res.json(activeFaults(world));
  });
  router.post('/faults', (req, res) => {
    const body = isClear(req.body)
      ? readBody(Clear, req.body, res)
      : readBody<z.infer<typeof NewFault>>(NewFault, req.body, res);
    if (body === undefined) return;
    if ('clear' in body) world.faults.splice(0);
    else world.faults.push(body);
    world.changes.emit('change');
    res.json(activeFaults(world));
  });
  return router;
}
