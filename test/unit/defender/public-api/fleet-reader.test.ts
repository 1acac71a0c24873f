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

/** Where the page that is asked for begins. */
function skipOf(asked: string): number {
  return Number(/\$skip=(\d+)/.exec(asked)?.[1] ?? 0);
}

/** The page that is asked for, of a list of these. */
function pageOf(asked: string, records: readonly unknown[]): { value: readonly unknown[] } {
  return { value: records.slice(skipOf(asked), skipOf(asked) + 10_000) };
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
    const all = machines(0, 10_003);
    const read = await reader((asked) => pageOf(asked, all));
    assert.equal((await read()).devices.length, 10_003);
    assert.deepEqual(
      api.asked.map((asked) => asked.replace(/.*skip=/, '')),
      ['0', '9999', '10002'],
    );
  });

  it('follows a link to the rest, whatever the size of the page', async () => {
    const read = await reader((asked, url) =>
      asked.includes('after=2')
        ? { value: machines(2, 2) }
        : { value: machines(0, 2), '@odata.nextLink': `${url}/api/machines?after=2` },
    );
    assert.equal((await read()).devices.length, 4);
  });

  it('follows no link to another service', async () => {
    const read = await reader(() => ({
      value: machines(0, 1),
      '@odata.nextLink': 'https://evil.example/api/machines',
    }));
    await assert.rejects(read(), { code: 'tenant-schema', message: /pointed to another service/ });
  });

  it('counts a device that is on two pages only once', async () => {
    const read = await reader((asked, url) =>
      asked.includes('after')
        ? { value: machines(1, 2) }
        : { value: machines(0, 2), '@odata.nextLink': `${url}/api/machines?after` },
    );
    assert.equal((await read()).devices.length, 3);
  });

  it('leaves out only a record without an id, keeps what else is odd, and tells how many of both', async () => {
    const useless = [null, 'x', { id: 7 }, machine(8, { id: '' })];
    const odd = [
      machine(9, { machineTags: 'vip' }),
      machine(10, { computerDnsName: undefined }),
      machine(11, { osPlatform: 5 }),
      machine(12, { rbacGroupId: undefined }),
    ];
    const mixed = machine(13, { machineTags: ['vip', null, 7], computerDnsName: null, isAadJoined: 'yes' });
    const read = await reader((asked) => pageOf(asked, [...useless, ...odd, mixed, ...machines(0, 2)]));
    const { devices, lacks } = await read();
    assert.deepEqual(
      devices.slice(0, 5).map(({ name, os, tags, groupId }) => [name, os, tags, groupId]),
      [
        ['pc-9', 'Windows11', [], 7],
        ['', 'Windows11', [], 7],
        ['pc-11', '', [], 7],
        ['pc-12', 'Windows11', [], 'unknown'],
        ['', 'Windows11', ['vip'], 7],
      ],
    );
    assert.equal(devices.length, 7);
    assert.deepEqual(lacks, { leftOut: 4, brokenOff: false, incomplete: 5 });
    assert.deepEqual(warned, [{ leftOut: 4, brokenOff: false, incomplete: 5, devices: 7 }]);
  });

  it('lacks nothing where every record has what is needed, and null means none of all but tags', async () => {
    const empty = {
      computerDnsName: null,
      osPlatform: null,
      rbacGroupId: null,
      rbacGroupName: null,
    };
    const read = await reader((asked) => pageOf(asked, [machine(1), machine(2, empty)]));
    const { devices, lacks } = await read();
    assert.deepEqual([devices.length, devices[1]?.groupId, lacks], [2, null, undefined]);
    assert.deepEqual(warned, []);
  });

  for (const machineTags of [null, undefined, ['vip', 7]])
    it(`does not take a record for one without tags that does not tell them all: ${JSON.stringify(machineTags)}`, async () => {
      const read = await reader((asked) => pageOf(asked, [machine(1), machine(2, { machineTags })]));
      const { devices, lacks } = await read();
      assert.deepEqual([devices[0]?.tagsUnread, devices[1]?.tagsUnread, lacks?.incomplete], [undefined, true, 1]);
    });

  for (const [what, more, groupId] of [
    ['no number, and the name of a group', { rbacGroupId: null, rbacGroupName: 'Lab' }, 'unknown'],
    ['the number of no group, and the name of one', { rbacGroupId: 0, rbacGroupName: 'Lab' }, 'unknown'],
    ['no number, and the name of the ungrouped devices', { rbacGroupId: null, rbacGroupName: 'UnassignedGroup' }, null],
    ['neither', { rbacGroupId: null, rbacGroupName: ' ' }, null],
  ] as const)
    it(`says of a device in which group it is where it has ${what}: ${groupId}`, async () => {
      const read = await reader((asked) => pageOf(asked, [machine(1, more)]));
      const { devices, lacks } = await read();
      assert.deepEqual([devices[0]?.groupId, lacks?.incomplete], [groupId, groupId === null ? undefined : 1]);
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
    for (const value of [[{ id: 'x' }, { id: 'y' }], [machine(1, { id: undefined })]]) {
      const read = await reader(() => ({ value }));
      await assert.rejects(read(), { code: 'tenant-schema' });
      await api.close();
    }
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
    for (let reading = 0; reading < 50; reading += 1) await read();
    await assert.rejects(read(), { code: 'tenant-throttled', details: { retryAt: clock.now() + 60_000 } });
    assert.equal(api.asked.length, 100);
  });

  it('is refused beyond the largest tenant that is read', async function () {
    this.timeout(30_000);
    const read = await reader((asked) => ({
      value: Array.from({ length: 10_000 }, (_, index) => ({ id: `${skipOf(asked) + index}` })),
    }));
    await assert.rejects(read(), { code: 'tenant-unsupported' });
    assert.equal(api.asked.length, 51);
  });
});
