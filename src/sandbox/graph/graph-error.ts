import type { NextFunction, Request, Response } from 'express';
import { isAirlockError } from '../../shared/errors.ts';
import type { World } from '../company/world.ts';
import { stableId } from '../wire/stable-id.ts';
import { isBodyFault, type Refusal, readRefusal } from '../wire/wire-refusal.ts';

const JSON_TYPE = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const calls = new WeakMap<World, number>();

/**
 * Sets the headers that Graph sets: `request-id`, the caller's `client-request-id`, and the content type with its OData
 * parameters.
 */
export function graphHeaders(world: World) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const count = (calls.get(world) ?? 0) + 1;
    calls.set(world, count);
    const requestId = stableId('graph request', world.tenantId, count);
    const clientId = req.get('client-request-id') ?? requestId;
    res.set({ 'request-id': requestId, 'client-request-id': clientId, 'cache-control': 'no-cache' }).type(JSON_TYPE);
    next();
  };
}

/** Answers with Graph's error body (learn: graph/errors); the inner date has no zone, as on the wire. */
function sendGraphRefusal(world: World, res: Response, refused: Refusal): void {
  const innerError = {
    date: new Date(world.now()).toISOString().slice(0, 19),
    'request-id': String(res.getHeader('request-id')),
    'client-request-id': String(res.getHeader('client-request-id')),
  };
  res.status(refused.status).json({ error: { code: refused.code, message: refused.message, innerError } });
}

/** Handles all errors of Graph's routes: answers with Graph's own error body. */
export function graphErrors(world: World) {
  return (error: unknown, _req: Request, res: Response, next: NextFunction): void => {
    if (res.headersSent) next(error);
    else sendGraphRefusal(world, res, readRefusal(error) ?? unmeant(error));
  };
}

function unmeant(error: unknown): Refusal {
  if (isBodyFault(error)) {
    const message =
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.';
    return { status: 400, code: 'BadRequest', message };
  }
  if (error instanceof URIError) {
    return { status: 400, code: 'BadRequest', message: 'The query specified in the URI is not valid.' };
  }
  if (isAirlockError(error, 'input-invalid'))
    return { status: 400, code: 'Request_BadRequest', message: error.message };
  return { status: 500, code: 'generalException', message: 'General exception while processing.' };
}
