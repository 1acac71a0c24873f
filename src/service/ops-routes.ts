import express, { type Router } from 'express';
import { isAirlockError } from '../shared/errors.ts';
import { troubleOf, troubleWords } from '../shared/store-trouble.ts';
import type { Metrics } from './metrics.ts';

export interface OpsOptions {
  /** Tells what storing something failed with a short while ago; null where it succeeded. */
  readonly heartbeat: { readonly fault: unknown };
  /** Served at `/metrics` when given. */
  readonly metrics?: Pick<Metrics, 'contentType' | 'text'>;
}

/** What operators and their machines ask: for inside the network only, since anybody may ask it. */
export function opsRoutes({ heartbeat, metrics }: OpsOptions): Router {
  const router = express.Router();
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/readyz', (_request, response) => {
    const { fault } = heartbeat;
    const why = fault === null ? null : whyNot(fault);
    response.status(why === null ? 200 : 503).json({ status: why ?? 'ready' });
  });
  if (metrics)
    router.get('/metrics', async (_request, response) => {
      response.type(metrics.contentType).send(await metrics.text());
    });
  return router;
}

function whyNot(error: unknown): string {
  if (isAirlockError(error, 'record-broken'))
    return 'the record does not hold together, so nothing more is stored: the log says why';
  const trouble = troubleOf(error);
  if (trouble === null) return 'the store cannot be written to';
  const { what, mend } = troubleWords(trouble);
  return `the store cannot be written to: ${what}. ${mend}`;
}
