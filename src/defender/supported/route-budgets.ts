import type { Clock } from '../../shared/runtime.ts';
import { type CallBudget, type CallLimit, createCallBudget, type SharedBudget } from '../public-api/call-budget.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The limits of the identity that writes (docs/facts/defender.md#reading-apis). Tags, scans, indicators and alerts, by
 * thousands, leave a part of them to what is done on devices in an emergency, and to reading what came of that.
 */
export const WRITING_LIMITS: readonly CallLimit[] = [
  { calls: 100, windowMs: MINUTE, kept: 20 },
  { calls: 1_500, windowMs: HOUR, kept: 150 },
];

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
 * @returns the budget for a call to this path; what is urgent takes of what is kept, too
 */
export function routeBudgets(all: SharedBudget, clock: Clock): (path: string, isUrgent?: boolean) => CallBudget {
  const rows = Object.entries(LIMITS).map(([path, limits]): readonly [string, CallBudget] => [
    path,
    within(all, createCallBudget(limits, clock)),
  ]);
  const budgets = new Map(rows);
  return (path, isUrgent = false) => budgets.get(path) ?? (isUrgent ? all.urgent : all);
}

function within(all: CallBudget, own: CallBudget): CallBudget {
  return { take: () => all.take() ?? own.take(), pause: (pause) => all.pause(pause) };
}
