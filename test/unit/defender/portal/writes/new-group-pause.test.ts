import assert from 'node:assert/strict';
import type { Change } from '../../../../../src/changes/registry/change.ts';
import { createNewGroupPause } from '../../../../../src/defender/portal/writes/new-group-pause.ts';
import { ManualClock } from '../../../../support/runtime/manual-clock.ts';

const create: Change = {
  kind: 'device-group.create',
  definition: {
    name: 'A',
    description: '',
    level: 'full',
    conditions: [{ property: 'os', values: ['Linux'] }],
    access: [],
  },
  before: null,
};
const other: Change = { kind: 'device-group.delete', group: { id: 4, name: 'B' } };

describe('the pause between two new groups', () => {
  it('delays the second group until the pause is over, and says when that is', () => {
    const clock = new ManualClock();
    const pause = createNewGroupPause(clock, 15_000);
    pause.assertMaySend(create);
    pause.sent(create);
    const retryAt = clock.now() + 15_000;
    clock.pass(14_999);
    assert.throws(() => pause.assertMaySend(create), { code: 'tenant-throttled', details: { retryAt } });
    clock.pass(1);
    pause.assertMaySend(create);
  });

  it('delays nothing else, and nothing else starts it', () => {
    const pause = createNewGroupPause(new ManualClock(), 15_000);
    pause.sent(other);
    pause.assertMaySend(create);
    pause.sent(create);
    pause.assertMaySend(other);
  });
});
