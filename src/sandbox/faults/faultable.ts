import type { Request, RequestHandler, Response } from 'express';
import type { Fault, World } from '../company/world.ts';
import { AGAIN, drift, errorBody, oddList, oddPage, rewriteBody } from './rewrite-body.ts';

function strikes(fault: Fault, surface: Fault['surface'], req: Request): boolean {
  return (
    fault.surface === surface &&
    (fault.method === undefined || fault.method === req.method) &&
    (fault.path === undefined || req.originalUrl.includes(fault.path))
  );
}

/**
 * Finds the first fault that affects this call, of latency or of all others, and removes a fault that has now been used
 * often enough.
 */
function take(world: World, surface: Fault['surface'], req: Request, late: boolean): Fault | undefined {
  const index = world.faults.findIndex((fault) => (fault.kind === 'latency') === late && strikes(fault, surface, req));
  const fault = world.faults[index];
  if (fault?.times === undefined) return fault;
  fault.times -= 1;
  if (fault.times <= 0) world.faults.splice(index, 1);
  world.changes.emit('change');
  return fault;
}

function answerStatus(world: World, fault: Fault, res: Response): void {
  const status = fault.status ?? 500;
  if (fault.retryAfter !== undefined) res.setHeader('Retry-After', String(fault.retryAfter));
  res.status(status);
  if (fault.page) res.type('html').send(PAGE);
  else res.json(errorBody(fault.surface, status, world.now(), fault.says));
}

const PAGE = '<!DOCTYPE html><title>Access blocked</title><p>You cannot get there from here.</p>';

function jsonBody(body: Buffer, change: (value: unknown) => unknown): Buffer {
  try {
    return Buffer.from(JSON.stringify(change(JSON.parse(body.toString('utf8')))));
  } catch {
    return body;
  }
}

/**
 * Waits as long as a fault of latency says.
 * @returns whether the caller is still there; closing the server hangs up, too
 */
async function waitFor(world: World, fault: Fault | undefined, res: Response): Promise<boolean> {
  if (fault?.ms === undefined) return true;
  const hangUp = new AbortController();
  const abort = () => hangUp.abort();
  res.once('close', abort);
  await world.wait(fault.ms, hangUp.signal).catch(() => undefined);
  res.off('close', abort);
  return !hangUp.signal.aborted;
}

/** What each address answered first since a fault was ordered. */
const FIRST = new WeakMap<Fault, Map<string, Buffer>>();

function firstOf(fault: Fault, address: string, status: number, body: Buffer): Buffer {
  if (status !== 200) return body;
  const known = FIRST.get(fault) ?? new Map<string, Buffer>();
  FIRST.set(fault, known);
  const first = known.get(address) ?? body;
  known.set(address, first);
  return first;
}

type OtherKind = Exclude<Fault['kind'], 'latency'>;

/** Applies a fault to a call; true if the call's work is still to be done. */
const STRIKES: Readonly<Record<OtherKind, (world: World, fault: Fault, req: Request, res: Response) => boolean>> = {
  status: (world, fault, _req, res) => {
    answerStatus(world, fault, res);
    return false;
  },
  hang: () => false,
  cut: (_world, _fault, req) => {
    req.socket.destroy();
    return false;
  },
  'cut-after': (_world, _fault, req, res) => {
    const cut = () => {
      req.socket.destroy();
      return res;
    };
    res.write = (() => true) as typeof res.write;
    res.end = cut as typeof res.end;
    return true;
  },
  'odd-list': (_world, fault, req, res) => {
    const { list = {} } = fault;
    const at = new URL(req.originalUrl, `http://${req.headers.host}`);
    req.url = oddPage(req.url.replace(new RegExp(`[?&]${AGAIN}=\\d+`), ''), list);
    rewriteBody(res, (body) => jsonBody(body, (value) => oddList(value, list, at)));
    return true;
  },
  'truncated-json': (_world, _fault, _req, res) => {
    rewriteBody(res, (body) => body.subarray(0, Math.floor(body.length / 2)));
    return true;
  },
  'wrong-content-type': (_world, _fault, _req, res) => {
    rewriteBody(res, () => {
      res.setHeader('Content-Type', 'text/html; charset=utf-8');
      return Buffer.from('<!DOCTYPE html><title>Sign in</title><p>Please sign in to continue.</p>');
    });
    return true;
  },
  'schema-drift': (_world, _fault, _req, res) => {
    rewriteBody(res, (body) => jsonBody(body, drift));
    return true;
  },
  stale: (_world, fault, req, res) => {
    if (req.method === 'GET') rewriteBody(res, (body) => firstOf(fault, req.originalUrl, res.statusCode, body));
    return true;
  },
};

function isStillThere(world: World, surface: Fault['surface'], req: Request, res: Response): Promise<boolean> {
  return waitFor(world, take(world, surface, req, true), res);
}

/** Lets the calls of one API come late that no other fault strikes, where they are `ours`. */
export function late(world: World, surface: Fault['surface'], ours: (req: Request) => boolean): RequestHandler {
  return async (req, res, next) => {
    if (!ours(req) || (await isStillThere(world, surface, req, res))) next();
  };
}

/** Applies the active faults to the calls of one API; mount it before the API's routes. */
export function faultable(world: World, surface: Fault['surface']): RequestHandler {
  return async (req, res, next) => {
    if (!(await isStillThere(world, surface, req, res))) return;
    const fault = take(world, surface, req, false);
    if (fault === undefined || fault.kind === 'latency' || STRIKES[fault.kind](world, fault, req, res)) next();
  };
}
