import type { RequestHandler, Response } from 'express';
import type { Fault, World } from '../world.ts';

/** Plays the faults that are switched on for the surface `connector`; those with `times` strike that often. */
export function connectorFaults(world: World): RequestHandler {
  return (req, res, next) => {
    const fault = world.faults.find((one) => strikes(one, req.method, req.path));
    if (!fault) return next();
    if (fault.times !== undefined) fault.times -= 1;
    play(fault, res, next);
  };
}

function strikes(fault: Fault, method: string, path: string): boolean {
  if (fault.surface !== 'connector' || fault.times === 0) return false;
  if (fault.method !== undefined && fault.method !== method) return false;
  return fault.path === undefined || path.includes(fault.path);
}

function play(fault: Fault, res: Response, next: () => void): void {
  switch (fault.kind) {
    case 'status':
      if (fault.retryAfter !== undefined) res.set('Retry-After', String(fault.retryAfter));
      res.status(fault.status ?? 500).json({ error: { code: 'ServiceError', message: 'A fault is switched on.' } });
      return;
    case 'hang':
      return;
    case 'cut':
      res.socket?.destroy();
      return;
    case 'cut-after':
      res.end = () => {
        res.socket?.destroy();
        return res;
      };
      next();
      return;
    default:
      spoil(fault.kind, res, next);
  }
}

function spoil(kind: 'truncated-json' | 'wrong-content-type' | 'schema-drift', res: Response, next: () => void): void {
  const send = res.json.bind(res);
  res.json = (body: unknown) => {
    if (kind === 'schema-drift') return send({ data: body });
    const text = JSON.stringify(body);
    if (kind === 'wrong-content-type') return res.type('html').send(`<html><body>${text.length}</body></html>`);
    return res.type('json').send(text.slice(0, Math.floor(text.length / 2)));
  };
  next();
}
