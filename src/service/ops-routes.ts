import express, { type Router } from 'express';
import { isAirlockError, TELL_THE_OPERATOR } from '../shared/errors.ts';
import { troubleOf, troubleWords } from '../shared/store-trouble.ts';
import { staysBroken } from '../store/record/broken-record.ts';
import type { Metrics } from './metrics.ts';

export interface OpsOptions {
  /** Tells what keeps this instance from being ready; null where nothing does. Never throws. */
  readonly readiness: { fault(): Promise<unknown>; readonly waits: string | null };
  /** Served at `/metrics` when given. */
  readonly metrics?: Pick<Metrics, 'contentType' | 'text'>;
}

/** What operators and their machines ask: for inside the network only, since anybody may ask it. */
export function opsRoutes({ readiness, metrics }: OpsOptions): Router {
  const router = express.Router();
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/readyz', async (_request, response) => {
    const fault = await readiness.fault();
    const why = fault === null ? null : whyNot(fault);
    // It stays ready: who is sent nowhere cannot stop anything.
    const { waits } = readiness;
    const more = why === null && waits !== null ? { waits } : {};
    response.status(why === null ? 200 : 503).json({ status: why ?? 'ready', ...more });
  });
  if (metrics)
    router.get('/metrics', async (_request, response) => {
      response.type(metrics.contentType).send(await metrics.text());
    });
  return router;
}

/** What is at fault, the record or the store, for whoever operates Airlock. */
function whyNot(error: unknown): string {
  if (isAirlockError(error, 'record-broken')) {
    const why = staysBroken(error) ? error.details.found : error.message.replace(TELL_THE_OPERATOR, '').trim();
    return `the record is at fault, so nothing more is stored. ${why} Change nothing, run airlock audit verify, and see docs/operate.md#a-record-that-was-found-broken.`;
  }
  const trouble = troubleOf(error);
  if (trouble === null) return isAirlockError(error) ? error.message : 'nothing could be stored at the last try';
  const { what, mend } = troubleWords(trouble);
  return `the database cannot be used: ${what}. ${mend}`;
}
