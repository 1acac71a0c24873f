import assert from 'node:assert/strict';
import { aboutActs } from '../../../../src/requests/asking/center/about-acts.ts';
import type { DeviceAct } from '../../../../src/requests/ports/defender-activity.ts';
import type { Services } from '../../../../src/requests/ports/services.ts';
import type { Place } from '../../../../src/requests/rules/shared-places.ts';
import { tenantId } from '../../../../src/shared/ids.ts';
import { groupSnapshot } from '../../../support/samples/group-snapshot.ts';

const NOW = 40 * 86_400_000;
const WHOLE = { value: { more: false, leftOut: 0 } };
const OF_SIX = 'Airlock #6 1be985ad: patch day';

function scan(device: string, fields: Partial<DeviceAct> = {}): DeviceAct {
  const told = { at: NOW, who: 'airlock', comment: OF_SIX, status: 'Succeeded', by: 'api', from: 'list' } as const;
  return { type: 'RunAntiVirusScan', device, ...told, ...fields };
}

async function answer(acts: readonly DeviceAct[], device: string | null = null, place: Place | null = null) {
  const center = { acts: async () => ({ readAt: NOW, acts, list: WHOLE, log: WHOLE, disruption: WHOLE }) };
  const request = {
    requestByNumber: async () => ({ digest: '1be985ad', change: { kind: 'antivirus-scan', devices: [] } }),
    asLoaded: async () => ({ isSame: true }),
  };
  const store = { ...request, found: async () => [] };
  const id = tenantId.parse('11111111-1111-4111-8111-111111111111');
  const tenant = { read: async () => groupSnapshot([]) };
  return aboutActs({ center, store, tenant, tenantId: id } as unknown as Services, device, 1, place);
}

describe('the actions of the last 30 days', () => {
  it('of one request are one line, which tells how they ended and leads to each', async () => {
    const many = Array.from({ length: 50 }, (_, at) => scan(`lap-${at}`, at < 2 ? { status: 'InProgress' } : {}));
    const { title, lines } = await answer([...many, scan('lap-x', { comment: 'by hand' })]);
    assert.equal(title, 'Actions on devices');
    assert.deepEqual(
      lines.map((line) => line.title),
      ['50 devices: Antivirus scan', 'lap-x: Antivirus scan (done)'],
    );
    assert.deepEqual(lines[0]?.facts.slice(0, 2), [
      '2 in progress, 48 done.',
      'By airlock by API. Request #6. Read in the list of actions.',
    ]);
    assert.deepEqual(lines[0]?.buttons, [{ title: 'Devices 6', say: 'devices 6' }]);
  });

  it('of two kinds, of two people or of two requests stay apart', async () => {
    const acts = [
      scan('lap-1'),
      scan('lap-2', { type: 'Isolate' }),
      scan('lap-3', { who: 'somebody' }),
      scan('lap-4', { comment: 'Airlock #7 1be985ad: again' }),
    ];
    assert.equal((await answer(acts)).lines.length, 4);
  });

  it('on one device are told one by one', async () => {
    const { lines } = await answer([scan('lap-1'), scan('lap-1', { at: NOW - 1 })], 'lap-1');
    assert.equal(lines.length, 2);
  });

  it('with a mark that somebody copied are not told as approved: by portal, or on another device', async () => {
    const elsewhere = { deviceId: 'b'.repeat(40) };
    const acts = [scan('lap-1', { by: 'portal' }), scan('lap-2', elsewhere)];
    for (const act of acts) {
      const [line] = (await answer([act], act.device, {} as Place)).lines;
      assert.doesNotMatch(line?.facts.join(' ') ?? '', /approved by|Request #6 of/);
      assert.equal(line?.buttons, undefined);
    }
    const [line] = (await answer([scan('lap-2', elsewhere)], 'lap-2')).lines;
    assert.match(line?.facts[0] ?? '', /names request #6, which is about other devices/);
  });
});
