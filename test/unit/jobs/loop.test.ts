import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { createLoop } from '../../../src/jobs/loop.ts';

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('a loop of work', () => {
  it('pauses where the store does not even say when work is due, until it is woken', async () => {
    let rounds = 0;
    let woken = (): void => undefined;
    const again = new Promise<void>((resolve) => {
      woken = resolve;
    });
    const loop = createLoop({
      round: async () => {
        rounds += 1;
        if (rounds > 1) woken();
        throw new Error('gone');
      },
      nextDue: async () => {
        await turn();
        throw new Error('gone');
      },
      clock: { now: () => 0 },
      log,
      longestRest: 60_000,
    });
    loop.start();
    // Without a pause these are a thousand rounds.
    for (let turns = 0; turns < 1_000; turns += 1) await turn();
    assert(rounds < 10, `${rounds} rounds`);
    loop.wake();
    await again;
    await loop.stop();
  });

  it('does a round at once where it was woken meanwhile, and rests until work is due otherwise', async () => {
    const rounds: string[] = [];
    const asked: number[] = [];
    const loop = createLoop({
      round: async () => {
        rounds.push('round');
        if (rounds.length === 1) loop.wake();
        return false;
      },
      nextDue: async () => {
        asked.push(rounds.length);
        return null;
      },
      clock: { now: () => 0 },
      log,
      longestRest: 60_000,
    });
    loop.start();
    while (asked.length === 0) await turn();
    assert.deepEqual(asked, [2]);
    await loop.stop();
  });
});
