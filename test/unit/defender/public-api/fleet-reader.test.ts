import assert from 'node:assert/strict';
import { createFleetReader } from '../../../../src/defender/public-api/fleet.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { type ScriptedApi, scriptedApi } from '../../../support/wire/scripted-api.ts';

const nothing = (): void => {};

function machine(number: number, more: object = {}): object {
  return {
    id: String(number).padStart(40, '0'),
    computerDnsName: `pc-${number}.corp.example`,
    osPlatform: 'Windows11',
    machineTags: [],
    rbacGroupId: 7,
    rbacGroupName: 'Servers',
    ...more,
  };
}

function machines(from: number, count: number): object[] {
  return Array.from({ length: count }, (_, index) => machine(from + index));
}

describe('the device list', () => {
  const clock = new ManualClock();
  let api: ScriptedApi;
  let warned: object[];
  afterEach(() => api.close());

  async function reader(script: Parameters<typeof scriptedApi>[0]) {
    api = await scriptedApi(script);
    warned = [];
    const log = { debug: nothing, info: nothing, error: nothing, warn: (fields: object) => void warned.push(fields) };
    const options = { baseUrl: api.url, getToken: async () => 'token', clock, timeoutMs: 15_000, log };
    return createFleetReader(options);
  }

  it('is read page by page until one is not full', async () => {
    const read = await reader((asked) => ({
      value: machines(asked.endsWith('=0') ? 0 : 10_000, asked.endsWith('=0') ? 10_000 : 3),
    }));
    assert.equal((await read()).devices.length, 10_003);
    assert.deepEqual(api.asked, ['/api/machines?$top=10000&$skip=0', '/api/machines?$top=10000&$skip=10000']);
  });

  it('follows a link to the rest, whatever the size of the page', async () => {
    const read = await reader((asked, url) =>
      asked.includes('after=2')
        ? { value: machines(2, 2) }
        : { value: machines(0, 2), '@odata.nextLink': `${url}/api/machines?after=2` },
    );
    assert.equal((await read()).devices.length, 4);
  });

  it('follows no link to another service, nor in a circle', async () => {
    let read = await reader(() => ({ value: machines(0, 1), '@odata.nextLink': 'https://evil.example/api/machines' }));
    await assert.rejects(read(), { code: 'tenant-schema', message: /pointed to another service/ });
    await api.close();
    read = await reader((_, url) => ({ value: machines(0, 1), '@odata.nextLink': `${url}/api/machines?again` }));
    await assert.rejects(read(), { code: 'tenant-schema' });
    assert.equal(api.asked.length, 2);
  });

  it('counts a device that is on two pages only once', async () => {
    const read = await reader((asked, url) =>
      asked.includes('after')
        ? { value: machines(1, 2) }
        : { value: machines(0, 2), '@odata.nextLink': `${url}/api/machines?after` },
    );
    assert.equal((await read()).devices.length, 3);
  });

  it('leaves out a record that cannot be read, and logs how many', async () => {
    const odd = [null, 'x', { id: 7 }, machine(8, { machineTags: 'vip' }), machine(9, { computerDnsName: undefined })];
    const read = await reader(() => ({ value: [...odd, ...machines(0, 2)] }));
    assert.equal((await read()).devices.length, 2);
    assert.deepEqual(warned, [{ odd: 5, devices: 2 }]);
  });

  const states = [
    ['onboarded', { onboardingStatus: 'Onboarded', healthStatus: 'Active' }],
    ['inactive', { onboardingStatus: 'Onboarded', healthStatus: 'Inactive' }],
    ['duplicate', { onboardingStatus: 'Onboarded', healthStatus: 'Inactive', isPotentialDuplication: true }],
    ['merged', { onboardingStatus: 'Onboarded', mergedIntoMachineId: '5'.repeat(40) }],
    ['discovered', { onboardingStatus: 'CanBeOnboarded', healthStatus: 'Inactive', isPotentialDuplication: true }],
    ['discovered', { onboardingStatus: 'Unsupported' }],
    ['discovered', { onboardingStatus: 'InsufficientInfo' }],
    ['unknown', {}],
    ['unknown', { onboardingStatus: 'SomethingNew' }],
    ['unknown', { onboardingStatus: 7 }],
  ] as const;

  for (const [state, fields] of states) {
    it(`tells that a device with ${JSON.stringify(fields)} is ${state}`, async () => {
      const read = await reader(() => ({ value: [machine(1, fields)] }));
      assert.equal((await read()).devices[0]?.state, state);
    });
  }

  const names = [
    ['pc-1.corp.example', 'pc-1', 'corp.example'],
    ['till-7', 'till-7', ''],
    ['10.20.30.40', '10.20.30.40', ''],
    ['fe80::1.2', 'fe80::1.2', ''],
    ['max.mustermann iPhone 15', 'max.mustermann iPhone 15', ''],
  ] as const;

  for (const [dnsName, name, domain] of names) {
    it(`takes "${dnsName}" for ${name} of domain "${domain}"`, async () => {
      const read = await reader(() => ({ value: [machine(1, { computerDnsName: dnsName })] }));
      const device = (await read()).devices[0];
      assert.deepEqual([device?.dnsName, device?.name, device?.domain], [dnsName, name, domain]);
    });
  }

  it('is of unknown form where no record can be read', async () => {
    const read = await reader(() => ({ value: [{ id: 'x' }] }));
    await assert.rejects(read(), { code: 'tenant-schema' });
  });

  it('is empty where Defender says that there is no device', async () => {
    const read = await reader(() => null);
    assert.deepEqual((await read()).devices, []);
  });

  it('takes names apart, and knows which group holds a device; the ungrouped devices are none', async () => {
    const read = await reader(() => ({
      value: [
        machine(1, {
          computerDnsName: 'srv-1.lab.example',
          machineTags: ['vip'],
          rbacGroupId: '9',
          rbacGroupName: ' Lab ',
        }),
        machine(2, { computerDnsName: null, osPlatform: null, machineTags: null, rbacGroupName: 'UnassignedGroup' }),
        machine(3, { computerDnsName: 'bare', rbacGroupId: 0, rbacGroupName: null }),
      ],
    }));
    const { devices, groups } = await read();
    assert.deepEqual(
      devices.map(({ name, domain, os, tags, groupId }) => [name, domain, os, tags, groupId]),
      [
        ['srv-1', 'lab.example', 'Windows11', ['vip'], 9],
        ['', '', '', [], null],
        ['bare', '', 'Windows11', [], null],
      ],
    );
    assert.deepEqual([...groups], [[9, 'Lab']]);
  });

  it('asks for nothing more once the calls of a minute are used up', async () => {
    const read = await reader(() => ({ value: machines(0, 1) }));
    for (let call = 0; call < 100; call += 1) await read();
    await assert.rejects(read(), { code: 'tenant-throttled', details: { status: 429, retryAt: clock.now() + 60_000 } });
    assert.equal(api.asked.length, 100);
  });

  it('is refused beyond the largest tenant that is read', async function () {
    this.timeout(30_000);
    const read = await reader(() => ({
      value: Array.from({ length: 10_000 }, (_, index) => ({ id: `${api.asked.length}-${index}` })),
    }));
    await assert.rejects(read(), { code: 'tenant-unsupported' });
    assert.equal(api.asked.length, 51);
  });
});
