import assert from 'node:assert/strict';
import { createScopeReader, hasGaps } from '../../../../src/defender/public-api/scope-reader.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { type ScriptedApi, scriptedApi } from '../../../support/wire/scripted-api.ts';

const scope = (id: string, more: object = {}) => ({
  id,
  type: 'DeviceGroups',
  displayName: `Group ${Number(id)}`,
  description: null,
  customAttributes: [],
  ...more,
});

describe('the list of device groups', () => {
  let api: ScriptedApi;
  afterEach(() => api.close());

  async function reader(script: Parameters<typeof scriptedApi>[0], getToken = async () => 'token') {
    api = await scriptedApi(script);
    return createScopeReader({ baseUrl: api.url, getToken, clock: new ManualClock(), timeoutMs: 15_000 });
  }

  it('reads ids as Defender counts them, names without blanks around them and letter by letter, and descriptions where there are any', async () => {
    const read = await reader(() => ({
      value: [scope('00567', { displayName: ' TLV1 ', description: 'Tel Aviv' }), scope('00008')],
    }));
    assert.deepEqual((await read()).groups, [
      { id: 567, name: 'TLV1', written: ' TLV1 ', description: 'Tel Aviv' },
      { id: 8, name: 'Group 8', description: null },
    ]);
  });

  it('follows the links to the rest, and no further than a tenant can have groups', async () => {
    let read = await reader((asked, url) =>
      asked.includes('skiptoken')
        ? { value: [scope('00002')] }
        : { value: [scope('00001')], '@odata.nextLink': `${url}/beta/x?$skiptoken=2` },
    );
    assert.equal((await read()).groups.length, 2);
    await api.close();
    read = await reader((_, url) => ({ value: [], '@odata.nextLink': `${url}/beta/x` }));
    await assert.rejects(read(), { code: 'tenant-schema' });
  });

  const others = [
    ['of another kind, with a word for an id', scope('abc', { type: 'Workloads' }), []],
    ['of another kind, without a name', { id: 'b3c1', type: 'SentinelWorkspaces', displayName: null }, []],
    ['of another kind, with a number for an id', { id: 17, type: 'DataCollections', displayName: 'x' }, []],
    ['without a kind', { id: '00002', displayName: 'x' }, []],
    ['that is no object', null, []],
    [
      'of a device group, with its kind in the singular',
      scope('00002', { type: 'DeviceGroup' }),
      [{ id: 2, name: 'Group 2', description: null }],
    ],
    [
      'of device groups, with a word for an id',
      scope('abc', { displayName: 'Lab' }),
      [{ id: null, name: 'Lab', description: null }],
    ],
    [
      'of device groups, without an id',
      scope('', { id: null, displayName: 'Lab' }),
      [{ id: null, name: 'Lab', description: null }],
    ],
    [
      'of device groups, with its kind in another case',
      scope('00002', { type: 'deviceGroups' }),
      [{ id: 2, name: 'Group 2', description: null }],
    ],
    [
      'of device groups, with a number for an id',
      scope('0', { id: 17 }),
      [{ id: 17, name: 'Group 0', description: null }],
    ],
    [
      'of device groups, without a name',
      scope('00002', { displayName: null }),
      [{ id: 2, name: '', description: null }],
    ],
    ['of device groups, with an odd description', scope('00002', { description: 5 }), [{ id: 2, name: 'Group 2' }]],
  ] as const;
  for (const [what, other, groups] of others)
    it(`goes on beside a scope ${what}`, async () => {
      const read = await reader(() => ({ value: [other, scope('00001')] }));
      assert.deepEqual((await read()).groups, [...groups, { id: 1, name: 'Group 1', description: null }]);
    });

  it('shows nothing as absent where an entry may be of any group', async () => {
    for (const odd of [null, '00002', 7, { id: '00002', displayName: 'x' }, { ...scope('00002'), type: ' ' }]) {
      const read = await reader(() => ({ value: [odd, scope('00001')] }));
      const list = await read();
      assert.deepEqual([list.odd, hasGaps(list)], [1, true]);
      await api.close();
    }
    const read = await reader(() => ({ value: [scope('abc', { type: 'Workloads' }), scope('00001')] }));
    assert.equal(hasGaps(await read()), false);
  });

  it('is of unknown form where no device group can be used', async () => {
    for (const value of [[scope('abc')], [scope('1', { id: undefined })], 'x']) {
      const read = await reader(() => ({ value }));
      await assert.rejects(read(), { code: 'tenant-schema' });
      await api.close();
    }
  });

  it('is whole where its last page has no link, and breaks off where a link leads nowhere', async () => {
    let read = await reader(() => ({ value: [scope('1')] }));
    assert.equal((await read()).brokenOff, false);
    await api.close();
    read = await reader(() => ({ value: [scope('1')], '@odata.nextLink': '' }));
    assert.deepEqual(await read(), { groups: [{ id: 1, name: 'Group 1', description: null }], brokenOff: true });
  });

  it('breaks off where a page brings nothing new, however new its link is', async () => {
    const read = await reader((_, url) => ({
      value: [scope('1')],
      '@odata.nextLink': `${url}/beta/x?$skiptoken=${api.asked.length}`,
    }));
    const { groups, brokenOff } = await read();
    assert.deepEqual([groups.length, brokenOff], [1, true]);
    assert.equal(api.asked.length, 2);
  });

  it('is an error where it has no end, or is not there', async () => {
    let read = await reader((_, url) => ({
      value: [scope(String(api.asked.length))],
      '@odata.nextLink': `${url}/beta/x?${api.asked.length}`,
    }));
    await assert.rejects(read(), { code: 'tenant-schema' });
    assert.equal(api.asked.length, 40);
    await api.close();
    read = await reader(() => null);
    await assert.rejects(read(), { code: 'tenant-refused', message: /HTTP 404, NotFound/ });
  });

  it('says so where the sign-in service gives no token', async () => {
    const read = await reader(
      () => ({ value: [] }),
      async () => {
        throw new AirlockError('directory-unavailable', 'The sign-in service did not answer.');
      },
    );
    await assert.rejects(read(), {
      code: 'tenant-signed-out',
      message: 'Airlock got no token for Microsoft Graph. The sign-in service did not answer.',
    });
    assert.deepEqual(api.asked, []);
  });
});
