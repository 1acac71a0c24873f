import type { Response } from 'express';
import type { World } from '../company/world.ts';
import { stableId } from '../wire/stable-id.ts';

/**
 * A refusal of the token service: OAuth's error name, the AADSTS number and its sentence (learn:
 * reference-error-codes).
 */
export interface EntraRefusal {
  readonly status: 400 | 401;
  readonly error: string;
  readonly number: number;
  readonly message: string;
}

const calls = new WeakMap<World, number>();

/** Answers with Entra's error body, including trace ids and time stamp. */
export function sendEntraRefusal(world: World, res: Response, refused: EntraRefusal): void {
  const count = (calls.get(world) ?? 0) + 1;
  calls.set(world, count);
  const trace = stableId('trace', world.tenantId, count);
  const correlation = stableId('correlation', world.tenantId, count);
  const timestamp = `${new Date(world.now()).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const description = `AADSTS${refused.number}: ${refused.message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`;
  res.status(refused.status).json({
    error: refused.error,
    error_description: description,
    error_codes: [refused.number],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${refused.number}`,
  });
}
