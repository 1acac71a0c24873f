import assert from 'node:assert/strict';
import type { Device } from '../../../../src/changes/device-group.ts';
import { aboutStanding } from '../../../../src/requests/asking/center/about-standing.ts';
import type { DeviceAct } from '../../../../src/requests/ports/defender-activity.ts';
import type { Services } from '../../../../src/requests/ports/services.ts';
import { tenantId } from '../../../../src/shared/ids.ts';
import { aDevice } from '../../../support/samples/device-samples.ts';
import { groupSnapshot } from '../../../support/samples/group-snapshot.ts';

const NOW = 40 * 86_400_000;
const WHOLE = { value: { more: false, leftOut: 0 } };
const DNS = 'lap.corp.example';

type Row = Partial<DeviceAct> & Pick<DeviceAct, 'type'>;

/** By the acts, the latest first, where these devices are listed. */
async function answersOf(
  devices: readonly Device[],
  ...rows: readonly Row[]
): Promise<readonly [one: string, all: string, notes: string, oneNotes: string]> {
  const acts = rows.map((row, at): DeviceAct => {
    return { device: DNS, at: NOW - at, who: 'sam', comment: '', status: 'Succeeded', by: null, from: 'list', ...row };
  });
  const center = { acts: async () => ({ readAt: NOW, acts, list: WHOLE, log: WHOLE, disruption: WHOLE }) };
  const id = tenantId.parse('11111111-1111-4111-8111-111111111111');
  const tenant = { read: async () => groupSnapshot([], devices) };
  const store = { found: async () => [] };
  const services = { center, tenant, store, tenantId: id } as unknown as Services;
  const [one, all] = [
    await aboutStanding(services, 'isolated', 'lap'),
    await aboutStanding(services, 'isolated', null),
  ];
  return [one.title, all.title, all.notes.join(' '), one.notes.join(' ')];
}

const answers = (...rows: readonly Row[]) => answersOf([], ...rows);

const ISOLATED = { type: 'Isolate' } as const;
const RELEASED = { type: 'Unisolate' } as const;

describe('how a device stands, and which devices stand so', () => {
  const agreeing: readonly (readonly [string, readonly Row[], RegExp, RegExp])[] = [
    ['isolated', [ISOLATED], /lap is isolated$/, /^1 device is isolated/],
    ['released', [RELEASED, ISOLATED], /not isolated any more/, /No device is listed as isolated/],
    ['ordered', [{ ...ISOLATED, status: 'Pending' }], /ordered, not done yet/, /No device is listed as/],
    ['release ordered', [{ ...RELEASED, status: 'Pending' }, ISOLATED], /undoing is ordered/, /^1 device is isolated/],
    ['release failed', [{ ...RELEASED, status: 'Failed' }, ISOLATED], /lap is isolated$/, /^1 device is isolated/],
    [
      'outcome not told',
      [{ ...ISOLATED, status: null }],
      /Not known whether lap is isolated/,
      /Not known which devices/,
    ],
    ['release not told', [{ ...RELEASED, status: null }, ISOLATED], /Not known whether/, /Not known which devices/],
    ['state unheard of', [{ ...RELEASED, status: 'Weird' }, ISOLATED], /Not known whether/, /Not known which devices/],
    ['by its label', [{ ...RELEASED, device: 'LAP' }, ISOLATED], /not isolated any more/, /No device is listed as/],
  ];
  for (const [what, rows, one, all] of agreeing)
    it(`agree where it is ${what}`, async () => {
      const told = await answers(...rows);
      assert.match(told[0], one);
      assert.match(told[1], all);
    });

  it('tell devices of one name apart by their ids, and take an id for a name', async () => {
    const [one, all] = await answers({ ...RELEASED, deviceId: 'LAP' }, { ...ISOLATED, deviceId: 'b2' });
    assert.match(one, /^lap is not isolated any more/, 'the latest of those that may be meant');
    assert.match(all, /^1 device is isolated/);
  });

  it('of one of two devices of a name go by what tells its id, and tell what does not', async () => {
    const listed = [aDevice({ id: 'lap', name: 'lap-1' }), aDevice({ id: 'b2', name: 'lap-1' })];
    const [one, , , notes] = await answersOf(
      listed,
      { ...RELEASED, device: 'lap-1' },
      { ...ISOLATED, device: 'lap-1', deviceId: 'lap' },
    );
    assert.match(one, /is isolated$/);
    assert.match(notes, /1 more name no id/);
  });

  it('count what tells no device, and never say none then', async () => {
    const [, all, notes] = await answers({ ...ISOLATED, device: null });
    assert.match(all, /Not known which devices are isolated/);
    assert.match(notes, /1 more: how they stand is not known/);
  });
});
