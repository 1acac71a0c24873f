import assert from 'node:assert/strict';
import { createScopeReader } from '../../../../src/defender/public-api/scope-reader.ts';
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

  it('reads ids as Defender counts them, names without blanks around them, and descriptions where there are any', async () => {
    const read = await reader(() => ({
      value: [scope('00567', { displayName: ' TLV1 ', description: 'Tel Aviv' }), scope('00008')],
    }));
    assert.deepEqual(await read(), [
      { id: 567, name: 'TLV1', description: 'Tel Aviv' },
      { id: 8, name: 'Group 8', description: null },
    ]);
  });

  it('follows the links to the rest, and no further than a tenant can have groups', async () => {
    let read = await reader((asked, url) =>
      asked.includes('skiptoken')
        ? { value: [scope('00002')] }
        : { value: [scope('00001')], '@odata.nextLink': `${url}/beta/x?$skiptoken=2` },
    );
    assert.equal((await read()).length, 2);
    await api.close();
    read = await reader((_, url) => ({ value: [], '@odata.nextLink': `${url}/beta/x` }));
    await assert.rejects(read(), { code: 'tenant-schema' });
  });

  it('skips scopes that are not device groups, and refuses an id that is not a number', async () => {
    const odd = await reader(() => ({ value: [scope('abc', { type: 'Workloads' }), scope('00001')] }));
    assert.equal((await odd()).length, 1);
    await api.close();
    const broken = await reader(() => ({ value: [scope('abc')] }));
    await assert.rejects(broken(), { code: 'tenant-schema' });
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
