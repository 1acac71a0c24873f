import { checkAnswers } from './answers.ts';
import { checkCards, checkSeconds } from './cards.ts';
import type { Bounds, History, Violation } from './history.ts';
import { checkRecord } from './record.ts';
import { checkWrites } from './writes.ts';

/** Everything that a run must hold to, looked at from outside alone. */
export function check(history: History, bounds: Bounds): readonly Violation[] {
  return [
    ...checkRecord(history),
    ...checkWrites(history),
    ...checkAnswers(history),
    ...checkCards(history),
    ...checkSeconds(history),
    ...checkBounds(history, bounds),
  ];
}

/** What the slowest start took, and the most that one process took, of a run. */
export interface Worst {
  readonly startMs: number;
  /** Bytes. */
  readonly memory: number;
  readonly handles: number;
}

export function worstOf({ starts, usage }: Pick<History, 'starts' | 'usage'>): Worst {
  const most = (values: readonly number[]) => values.reduce((one, other) => Math.max(one, other), 0);
  return {
    startMs: most(starts.map(({ ms }) => ms)),
    memory: most(usage.map(({ memory }) => memory)),
    handles: most(usage.map(({ handles }) => handles)),
  };
}

const UNITS: Readonly<Record<keyof Worst, string>> = { startMs: 'ms to start', memory: 'bytes', handles: 'handles' };

function checkBounds(history: History, bounds: Bounds): readonly Violation[] {
  const worst = worstOf(history);
  const names = ['startMs', 'memory', 'handles'] as const;
  return names.flatMap((name) =>
    worst[name] <= bounds[name]
      ? []
      : [{ rule: 'bound', what: `${worst[name]} ${UNITS[name]}, and ${bounds[name]} are the most` }],
  );
}
