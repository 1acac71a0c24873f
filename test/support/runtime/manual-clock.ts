import type { Clock } from '../../../src/shared/runtime.ts';

/** Time that moves only when told; begins at a fixed moment. */
export class ManualClock implements Clock {
  #now = Date.parse('2026-11-24T03:00:00Z');

  now(): number {
    return this.#now;
  }

  /** Moves on by so many milliseconds. */
  pass(ms: number): void {
    this.#now += ms;
  }
}
