import assert from 'node:assert/strict';
import { playLong } from './play-long.ts';

describe('requests for many tags and indicators', function () {
  this.timeout(300_000);
  it('come to their ends within the limits after a kill: nothing twice, nothing lost, and the card says how far', async () => {
    const played = await playLong({ devices: 620, alone: 150, indicators: 40, dies: 60 });
    assert.deepEqual(played.tags, [1, 620]);
    assert.deepEqual(played.indicators, [40, 40]);
    assert(played.calls.minute <= 100, `${played.calls.minute} calls in a minute`);
    assert.match(played.cards[0], /620 of 620 tagged/);
    assert.match(played.cards[1], /40 of 40 written/);
    assert(played.told.length > 0, 'the card said how far it was');
  });

  it('do so as one request of both, approved once, the tags first', async () => {
    const asked = { devices: 230, alone: 130, indicators: 40, dies: 40, isOne: true } as const;
    const played = await playLong(asked);
    assert.deepEqual(played.tags, [1, 230]);
    assert.deepEqual(played.indicators, [40, 40]);
    assert(played.calls.minute <= 100, `${played.calls.minute} calls in a minute`);
    assert.match(played.cards[0], /All 2 changes are applied\. Part 1: 230 of 230 tagged\. Part 2: 40 of 40 written\./);
    assert(
      played.told.some((one) => /Next: .*\d+ of 230 tagged/.test(one)),
      played.told.join('\n'),
    );
  });
});
