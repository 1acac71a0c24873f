import assert from 'node:assert/strict';
import { joined } from '../../../../src/defender/public-api/center/read-acts.ts';
import { isOf } from '../../../../src/requests/asking/center/about-acts.ts';
import type { DeviceAct } from '../../../../src/requests/ports/defender-activity.ts';

const AT = 40 * 86_400_000;

function act(from: 'list' | 'log', device: string | null): DeviceAct {
  const nobody = { who: null, comment: '', status: null, by: null };
  return { type: 'Isolate', device, at: AT, from, ...nobody };
}

describe('actions that the list and the log tell', () => {
  const rows: readonly (readonly [string, string | null, string | null, number])[] = [
    ['one DNS name', 'lap-hr-0001.harbourline.example', 'LAP-HR-0001.harbourline.example', 1],
    ['a DNS name and its first label', 'lap-hr-0001.harbourline.example', 'LAP-HR-0001', 1],
    ['one address', '10.20.30.40', '10.20.30.40', 1],
    ['two addresses that begin alike', '10.20.30.40', '10.99.0.1', 2],
    ['two devices of one first label', 'lap.one.example', 'lap.two.example', 2],
    ['two phones whose names hold a dot', 'Pixel 8.1 of Ann', 'Pixel 8.2 of Bob', 2],
    ['a device that is not told', null, null, 2],
  ];
  for (const [what, listed, logged, count] of rows)
    it(`of ${what}: ${count === 1 ? 'one action' : 'two actions'}`, () =>
      assert.equal(joined([act('list', listed)], [act('log', logged)]).length, count));

  it('finds no device by the first number of its address', () => {
    assert.equal(isOf(act('list', '10.20.30.40'), { name: '10' }), false);
    assert.equal(isOf(act('list', '10.20.30.40'), { name: '10.20.30.40' }), true);
    assert.equal(isOf(act('list', 'LAP-HR-0001.harbourline.example'), { name: 'lap-hr-0001' }), true);
  });

  it('finds a device by its id where both have one, whoever else has its name', () => {
    const acted = { ...act('list', 'lap.one.example'), deviceId: 'B2' };
    assert.equal(isOf(acted, { name: 'lap.one.example', id: 'a1' }), false);
    assert.equal(isOf(acted, { name: 'b2', id: 'b2' }), true);
    assert.equal(isOf(acted, { name: 'lap' }), true);
    assert.equal(isOf(act('log', 'lap.one.example'), { name: 'lap.one.example', id: 'a1' }), true);
  });
});
