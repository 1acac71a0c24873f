import type { NextFunction, Request, Response } from 'express';
import { isAirlockError } from '../../shared/errors.ts';
import { isBodyFault, type Refusal, readRefusal } from '../wire/refusal.ts';
import { stableId } from '../wire/stable-id.ts';
import type { World } from '../world/world.ts';

const calls = new WeakMap<World, number>();

/** The last stop of Defender's routes: every error leaves as `{"error":{"code","message","target"}}`, target being a correlation id (learn: common-errors). */
export function mdeErrors(world: World) {
  return (error: unknown, _req: Request, res: Response, next: NextFunction): void => {
    if (res.headersSent) next(error);
    else send(world, res, readRefusal(error) ?? unmeant(error));
  };
}

function send(world: World, res: Response, refused: Refusal): void {
  const count = (calls.get(world) ?? 0) + 1;
  calls.set(world, count);
  const target = stableId('mde request', world.tenantId, count);
  res.status(refused.status).json({ error: { code: refused.code, message: refused.message, target } });
}

function unmeant(error: unknown): Refusal {
  if (isBodyFault(error)) return { status: 400, code: 'InvalidRequestBody', message: 'Request body is incorrect.' };
  if (error instanceof URIError) return { status: 400, code: 'BadRequest', message: 'The request URI is not valid.' };
  if (isAirlockError(error, 'input-invalid')) return { status: 400, code: 'ODataError', message: error.message };
  return { status: 500, code: 'InternalServerError', message: 'An unexpected error occurred. Try again later.' };
}
