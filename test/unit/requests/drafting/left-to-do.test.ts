import assert from 'node:assert/strict';
import { leftToDo } from '../../../../src/requests/drafting/written-items.ts';
import type { Services } from '../../../../src/requests/ports/services.ts';
import { ACT_CASES } from '../../../support/people/act-requests.ts';

type State = 'done' | 'refused' | 'unknown';

/** Asks once more for a scan of three devices, of which these states are stored. @returns the devices that are left */
async function left(...states: readonly State[]): Promise<readonly string[]> {
  const request = ACT_CASES['scan-alone'];
  assert(request?.change.kind === 'antivirus-scan');
  const items = request.change.devices.map(({ id }, at) => ({ key: id, state: states[at], at: 0 }));
  const store = {
    items: async (_id: string, asked: { state: State }) => items.filter((one) => one.state === asked.state),
  };
  const services = { store, supported: { follow: async () => ({ undone: [] }) } } as unknown as Services;
  const change = await leftToDo(services, request);
  assert(change.kind === 'antivirus-scan');
  return change.devices.map(({ id }) => states[items.findIndex(({ key }) => key === id)] ?? '');
}

describe('orders that are asked for once more', () => {
  it('are those that Defender refused, and none whose outcome nobody knows', async () => {
    assert.deepEqual(await left('done', 'refused', 'unknown'), ['refused']);
  });

  it('are none where nothing but an unknown outcome is left, and it says so', async () => {
    await assert.rejects(left('done', 'done', 'unknown'), { code: 'wrong-state', message: /could do it twice/ });
  });
});
