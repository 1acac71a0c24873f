import express, { type Router } from 'express';
import type { Store } from '../requests/ports/store.ts';
import { isAirlockError } from '../shared/errors.ts';
import type { Clock } from '../shared/runtime.ts';
import { troubleOf, troubleWords } from '../shared/store-trouble.ts';
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
  const obstacle = readiness(store, clock);
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/readyz', async (_request, response) => {
    const why = await obstacle();
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

/** Asks the store at most once a second, and once at a time. Answers why nothing can be stored; null where it can. */
function readiness(store: OpsOptions['store'], clock: Clock): () => Promise<string | null> {
  let asked = Number.NEGATIVE_INFINITY;
  let answer: Promise<string | null> = Promise.resolve(null);
  let isPending = false;
  return () => {
    if (isPending || clock.now() - asked < FRESH) return answer;
    isPending = true;
    answer = store
      .ping()
      .then(() => null, whyNot)
      .finally(() => {
        isPending = false;
        asked = clock.now();
      });
    return answer;
  };
}
