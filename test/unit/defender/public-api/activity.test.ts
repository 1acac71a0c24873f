import assert from 'node:assert/strict';
import { createActivityReader } from '../../../../src/defender/public-api/activity/create-activity-reader.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { Scripted, type ScriptedApi, scriptedApi } from '../../../support/wire/scripted-api.ts';

const nothing = (): void => {};
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };

type Answers = Readonly<Record<string, readonly object[]>>;

const SOME: Answers = {
  investigations: [{ state: 'Running' }, { state: 'Queued' }, { state: 'PendingApproval' }, { state: 'Benign' }],
  machineactions: [{ status: 'Pending' }, { status: 'TimeOut' }, { status: 'Failed' }, { status: 'Succeeded' }],
  alerts_v2: [{ investigationState: 'pendingApproval' }, { investigationState: null }, {}, { investigationState: 'x' }],
  ByMachineGroups: [
    { score: 41.5, rbacGroupName: ' Finance ' },
    { score: 12, rbacGroupName: 'UnassignedGroup' },
  ],
};

describe('what Defender is busy with', () => {
  let api: ScriptedApi;
  let clock: ManualClock;
  afterEach(() => api.close());

  async function reader(answers: Answers, script?: (asked: string) => object | null) {
    clock = new ManualClock();
    const told = (asked: string) => {
      const values = Object.entries(answers).find(([path]) => asked.includes(path))?.[1];
      return values ? { value: values } : null;
    };
    api = await scriptedApi(script ?? told);
    const one = { baseUrl: api.url, getToken: async () => 'token' };
    return createActivityReader({ mde: one, graph: one, clock, timeoutMs: 15_000, log: quiet });
  }

  it('is counted from the lists of the supported APIs, of the last days alone', async () => {
    const read = await reader(SOME);
    assert.deepEqual(await read(), {
      readAt: clock.now(),
      investigations: { value: { all: 4, more: false, running: 2, waiting: 1 } },
      actions: { value: { all: 4, more: false, open: 1, failed: 2 } },
      overdue: { value: { all: 1, more: false, leftOut: 1 } },
      exposure: {
        value: [
          { group: 'Finance', score: 41.5 },
          { group: null, score: 12 },
        ],
      },
    });
    assert.deepEqual(api.asked.sort(), [
      '/api/exposureScore/ByMachineGroups',
      '/api/investigations?$filter=startTime ge 2026-11-17T03:00:00Z&$top=10000',
      '/api/machineactions?$filter=creationDateTimeUtc ge 2026-11-17T03:00:00Z&$top=10000',
      "/v1.0/security/alerts_v2?$filter=serviceSource eq 'microsoftDefenderForEndpoint' and (status eq 'new' or status eq 'inProgress') and createdDateTime ge 2026-10-25T03:00:00Z and lastUpdateDateTime le 2026-11-23T03:00:00Z&$top=500",
    ]);
  });

  it('is counted from smaller pages where those asked for are too slow for a gateway', async () => {
    const slow = { error: { code: 'GatewayTimeout', message: 'took too long' } };
    const read = await reader({}, (asked) =>
      /top=(10000|500)$/.test(asked)
        ? new Scripted(slow, 504)
        : { value: [{ state: 'Benign', status: 'Succeeded', score: 1 }] },
    );
    const { investigations, actions, overdue } = await read();
    assert.deepEqual(
      [investigations, actions, overdue].map((one) => 'value' in one && one.value.all),
      [1, 1, 0],
    );
  });

  it('counts the exposure scores that it cannot use, and says where there may be more', async () => {
    const groups = [
      { score: '12.5', rbacGroupName: 'Lab' },
      { score: 3, rbacGroupName: 'Finance' },
    ];
    const { exposure, exposureLack } = await (
      await reader({}, (asked) => ({ value: groups, ...(asked.includes('exposure') && { '@odata.nextLink': '/x' }) }))
    )();
    assert.deepEqual(exposure, { value: [{ group: 'Finance', score: 3 }] });
    assert.deepEqual(exposureLack, { more: true, leftOut: 1 });
  });

  it('is nothing where a service has nothing', async () => {
    const { investigations, actions, overdue, exposure } = await (await reader({}, () => ({ value: [] })))();
    assert.deepEqual(investigations, { value: { all: 0, more: false, running: 0, waiting: 0 } });
    assert.deepEqual(actions, { value: { all: 0, more: false, open: 0, failed: 0 } });
    assert.deepEqual([overdue, exposure], [{ value: { all: 0, more: false } }, { value: [] }]);
  });

  it('is not told as nothing where a service answers that it has no such thing', async () => {
    const { investigations, actions, exposure } = await (await reader({}))();
    for (const part of [investigations, actions, exposure])
      assert.deepEqual(part, { why: 'Defender refused the call (HTTP 404, NotFound), saying: "none".' });
  });

  it('says that there are more if a page is full or the service links to the rest', async () => {
    const alerts = Array.from({ length: 500 }, () => ({ investigationState: 'running' }));
    const read = await reader({}, (asked) => {
      if (asked.includes('alerts_v2')) return { value: alerts };
      if (asked.includes('investigations')) return { value: [{ state: 'Running' }], '@odata.nextLink': '/x' };
      return null;
    });
    const { investigations, overdue } = await read();
    assert.deepEqual(overdue, { value: { all: 0, more: true } });
    assert.deepEqual(investigations, { value: { all: 1, more: true, running: 1, waiting: 0 } });
  });

  it('says for each part why it was not read', async () => {
    const read = await reader({ ...SOME, investigations: [{ status: 'of another form' }] });
    const { investigations, actions } = await read();
    assert.deepEqual(investigations, { why: 'Defender answered in a form that Airlock does not know.' });
    assert('value' in actions);
  });

  it('is read once a minute, and its age is known', async () => {
    const read = await reader(SOME);
    const first = await read();
    clock.pass(59_999);
    assert.equal(await read(), first);
    assert.equal(api.asked.length, 4);
    clock.pass(1);
    assert.equal((await read()).readAt, clock.now());
    assert.equal(api.asked.length, 8);
  });
});
