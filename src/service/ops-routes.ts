import express, { type Router } from 'express';
import type { Store } from '../requests/ports/store.ts';
import type { Clock } from '../shared/runtime.ts';
import type { Metrics } from './metrics.ts';

export interface OpsOptions {
  readonly store: Pick<Store, 'ping'>;
  readonly clock: Clock;
  /** Served at `/metrics` when given. */
  readonly metrics?: Pick<Metrics, 'contentType' | 'text'>;
}

/** Milliseconds for which an answer of the store is used again, however many ask. */
const FRESH = 1_000;

/** What operators and their machines ask: for inside the network only, since anybody may ask it. */
export function opsRoutes({ store, clock, metrics }: OpsOptions): Router {
  const router = express.Router();
  const isReady = readiness(store, clock);
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/readyz', async (_request, response) => {
    const ready = await isReady();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'the store cannot be written to' });
  });
  if (metrics)
    router.get('/metrics', async (_request, response) => {
      response.type(metrics.contentType).send(await metrics.text());
    });
  return router;
}

/** Asks the store at most once a second, and once at a time. */
function readiness(store: OpsOptions['store'], clock: Clock): () => Promise<boolean> {
  let asked = Number.NEGATIVE_INFINITY;
  let answer: Promise<boolean> = Promise.resolve(false);
  let isPending = false;
  return () => {
    if (isPending || clock.now() - asked < FRESH) return answer;
    isPending = true;
    answer = store
      .ping()
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        isPending = false;
        asked = clock.now();
      });
    return answer;
  };
}
