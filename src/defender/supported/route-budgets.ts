import type { Clock } from '../../shared/runtime.ts';
import { type CallBudget, type CallLimit, createCallBudget } from '../public-api/call-budget.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Calls that take many at once (learn: import-ti-indicators, batch-delete-ti-indicators). */
const MANY_INDICATORS: readonly CallLimit[] = [
  { calls: 30, windowMs: MINUTE },
  { calls: 1_500, windowMs: HOUR },
];

/** The limits of single calls, by their paths, beside those of all calls (docs/facts/defender.md#reading-apis). */
const LIMITS: Readonly<Record<string, readonly CallLimit[]>> = {
  '/api/indicators/import': MANY_INDICATORS,
  '/api/indicators/BatchDelete': MANY_INDICATORS,
  // learn: batch-update-alerts
  '/api/alerts/batchUpdate': [
    { calls: 10, windowMs: MINUTE },
    { calls: 500, windowMs: HOUR },
  ],
};

/**
 * Keeps calls within the limits of their own besides those of all calls.
 * @param all the budget of all calls: a call that its own limits hold back counts there all the same
 * @returns the budget for a call to this path
 */
export function routeBudgets(all: CallBudget, clock: Clock): (path: string) => CallBudget {
  const rows = Object.entries(LIMITS).map(([path, limits]): readonly [string, CallBudget] => [
    path,
    within(all, createCallBudget(limits, clock)),
  ]);
  const budgets = new Map(rows);
  return (path) => budgets.get(path) ?? all;
}

function within(all: CallBudget, own: CallBudget): CallBudget {
  return { take: () => all.take() ?? own.take(), pause: (pause) => all.pause(pause) };
}
