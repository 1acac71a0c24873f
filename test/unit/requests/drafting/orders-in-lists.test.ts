import assert from 'node:assert/strict';
import { orderedBefore } from '../../../../src/requests/drafting/before/same-devices.ts';
import type { Services } from '../../../../src/requests/ports/services.ts';
import { type Request, requestSchema } from '../../../../src/requests/record/request.ts';
import { stateTerm } from '../../../../src/requests/record/search-terms.ts';
import { lost } from '../../../../src/store/audit/checks/check-work.ts';
import { ACT_CASES } from '../../../support/people/act-requests.ts';

const { change: scan, ...scanned } = ACT_CASES['scan-running'] ?? assert.fail();
const change = scan.kind === 'antivirus-scan' ? scan : assert.fail();
const [device] = change.devices;
assert(device);

/** A list whose second change is that scan, as last read. */
function listed(isOver: boolean): Request {
  const { scan: _, ...devices } = change;
  const restriction = { ...devices, kind: 'response-actions', act: 'restrict' };
  const followed = { ...scanned.outcome?.followed, isOver };
  return requestSchema.parse({
    ...scanned,
    change: { kind: 'several', parts: [restriction, change] },
    outcome: { ...scanned.outcome, followed },
  });
}

function told(request: Request, keys: readonly string[]) {
  const store = {
    facts: async () => [],
    conversation: async (key: string) => ({ key, kind: 'personal' }),
    items: async () => keys.map((key) => ({ key })),
    found: async (_tenant: string, { terms }: { readonly terms: readonly string[] }) =>
      terms.includes(stateTerm('applied')) ? [request] : [],
  };
  const services = { store, tenantId: request.tenantId } as unknown as Services;
  const asked = { ...change, devices: [device] };
  return orderedBefore(services, asked as typeof change, request.origin);
}

describe('orders on devices that are one of several changes', () => {
  it('count as under way for whoever asks for the same on one of the devices that they were ordered on', async () => {
    const before = await told(listed(false), [`2/${device.id}`]);
    assert.match(before?.text ?? '', /took the order and has not ended it yet/);
    assert.equal(await told(listed(false), []), null, 'it was never ordered there');
    assert.equal(await told(listed(true), [`2/${device.id}`]), null, 'they have ended');
  });

  it('are followed: the work that does it is owed while they run', () => {
    const filed = { story: undefined, tasks: [], at: scanned.outcome?.at ?? 0 };
    assert.deepEqual(lost(listed(false), filed), ['follow']);
    assert.deepEqual(lost(listed(true), filed), []);
  });
});
