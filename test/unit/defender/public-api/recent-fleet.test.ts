import assert from 'node:assert/strict';
import type { FleetReading } from '../../../../src/defender/public-api/fleet.ts';
import { createRecentFleet, type ReadFleet } from '../../../../src/defender/public-api/fleet.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { aFleet } from '../../../support/samples/a-fleet.ts';

describe('the device list, where a recent one will do', () => {
  const clock = new ManualClock();
  let begun: { answer: (fleet: FleetReading) => void; fail: (error: Error) => void }[];
  let read: ReadFleet;
  beforeEach(() => {
    begun = [];
    read = createRecentFleet(
      () => new Promise((answer, fail) => void begun.push({ answer, fail: (error) => fail(error) })),
      clock,
    );
  });

  const list = (pages: number): FleetReading => ({ ...aFleet(), readAt: clock.now(), pages });

  /** What a question is answered with, when the reading that it begins answers at once. */
  async function answered(devices: 'now' | 'recent', fleet: FleetReading): Promise<FleetReading> {
    const asked = read(devices);
    begun.at(-1)?.answer(fleet);
    return asked;
  }

  it('is read anew where it takes one call', async () => {
    const [first, second] = [list(1), list(1)];
    assert.equal(await answered('recent', first), first);
    assert.equal(await answered('recent', second), second);
  });

  it('is reused for six seconds for each further call that it took, only by callers that allow it', async () => {
    const [first, second, third] = [list(11), list(11), list(11)];
    assert.equal(await answered('recent', first), first);
    clock.pass(59_999);
    assert.equal(await read('recent'), first);
    assert.equal(await answered('now', second), second, 'before anything is applied it is read');
    assert.equal(begun.length, 2);
    clock.pass(1);
    assert.equal(await answered('recent', third), third);
  });

  it('is kept by the time of reading, not by the time of the answer', async () => {
    const older = list(11);
    const slow = read('now');
    clock.pass(1_000);
    const newer = list(11);
    await answered('now', newer);
    begun[0]?.answer(older);
    assert.equal(await slow, older);
    assert.equal(await read('recent'), newer);
  });

  it('is read once for all who ask meanwhile, and anew for callers that need the current list', async () => {
    const [shared, own] = [list(1), list(1)];
    const asked = [read('recent'), read('recent')];
    const exact = read('now');
    assert.equal(begun.length, 2);
    begun[0]?.answer(shared);
    begun[1]?.answer(own);
    assert.deepEqual(await Promise.all(asked), [shared, shared]);
    assert.equal(await exact, own);
  });

  it('is asked for again after a reading that failed', async () => {
    const asked = read('recent');
    begun[0]?.fail(new TypeError('broken'));
    await assert.rejects(asked, TypeError);
    const fleet = list(11);
    assert.equal(await answered('recent', fleet), fleet);
  });
});
