import type { ErrorRequestHandler } from 'express';
import { isAirlockError } from '../../shared/errors.ts';
import { isBodyFault, readRefusal } from '../wire/wire-refusal.ts';

/** Turns a route's refusal into the Bot Connector's error body. It reveals nothing of an unexpected error. */
export const connectorErrors: ErrorRequestHandler = (error, _req, res, _next) => {
  const refused = readRefusal(error);
  if (refused) {
    const retryAfter = isAirlockError(error) ? error.details.retryAfter : undefined;
    if (typeof retryAfter === 'number') res.set('Retry-After', String(retryAfter));
    res.status(refused.status).json({ error: { code: refused.code, message: refused.message } });
    return;
  }
  if (isBodyFault(error)) {
    const tooLarge = (error as { type?: unknown }).type === 'entity.too.large';
    const [status, code] = tooLarge ? [413, 'MessageSizeTooBig'] : [400, 'BadSyntax'];
    res.status(status as number).json({ error: { code, message: tooLarge ? 'Message size too large.' : 'Bad JSON.' } });
    return;
  }
  res.status(500).json({ error: { code: 'ServiceError', message: 'Unknown.' } });
};
