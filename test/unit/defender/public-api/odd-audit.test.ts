import assert from 'node:assert/strict';
import { feedSource } from '../../../../src/defender/public-api/audit/feed-source.ts';
import { huntingSource } from '../../../../src/defender/public-api/audit/hunting-source.ts';
import { createCallBudget } from '../../../../src/defender/public-api/call-budget.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { Scripted, type ScriptedApi, scriptedApi } from '../../../support/wire/scripted-api.ts';

const HOUR = 3_600_000;
const record = (id: string, more: object = {}) => ({
  Id: id,
  CreationTime: '2026-01-01T00:00:00',
  Operation: 'SetAdvancedFeatures',
  SettingName: 'Automatically resolve alerts',
  SettingsNewValue: true,
  ...more,
});

describe('odd parts of the audit log', () => {
  const clock = new ManualClock();
  let api: ScriptedApi;
  afterEach(() => api.close());

  async function source<T>(create: (options: Parameters<typeof feedSource>[0]) => T, script: Script): Promise<T> {
    api = await scriptedApi(script);
    const service = { name: 'The log', api: 'Log', permission: 'Log.Read' };
    const budget = createCallBudget([], clock);
    const getToken = async () => 'token';
    return create({ baseUrl: api.url, service, budget, clock, getToken, timeoutMs: 15_000, tenantId: 't' });
  }

  it('of the feed are read again later, and the rest now', async () => {
    const created = new Date(clock.now() - HOUR).toISOString();
    let isWell = false;
    const read = await source(feedSource, (asked, url) => {
      if (asked.includes('/start')) return {};
      const part = (contentId: string) => ({
        contentId,
        contentUri: `${url}/parts/${contentId}`,
        contentCreated: created,
      });
      if (asked.includes('/content'))
        return [null, 7, part('odd'), { ...part('b'), contentCreated: undefined }, part('c')];
      if (asked.includes('odd') && !isWell) return { not: 'a list' };
      return [record(asked.split('/').at(-1) ?? ''), null];
    });
    const ids = async () => (await read(clock.now() - HOUR)).changes.map(({ id }) => id);
    assert.equal(
      (await read(clock.now() - HOUR)).leftOut,
      5,
      'two entries that are no parts, one part, and a record in each of the others',
    );
    assert.deepEqual((await ids()).sort(), ['b', 'c']);
    isWell = true;
    assert.deepEqual((await ids()).sort(), ['b', 'c', 'odd']);
  });

  it('of hunting are left out, as is what is not of this tenant or failed', async () => {
    const rows = [
      null,
      { Timestamp: 'x', RawEventData: 'broken{' },
      { RawEventData: record('a') },
      {
        ReportId: 'b',
        Timestamp: '2026-01-01',
        ActionType: 'SetAdvancedFeatures',
        RawEventData: JSON.stringify(record('b', { ResultStatus: 'Failed' })),
      },
      { RawEventData: record('c', { OrganizationId: 'another' }) },
    ];
    const read = await source(huntingSource, () => ({ results: rows }));
    const { changes, leftOut } = await read(0);
    assert.deepEqual(
      changes.map(({ id }) => id),
      ['a'],
    );
    assert.equal(leftOut, 2, 'no row at all, and one whose record is cut');
  });

  for (const [what, pages, calls] of [
    ['links to itself', 'itself', 2],
    ['brings nothing new under links that are new', 'new', 2],
    ['is empty page by page', 'empty', 4],
  ] as const)
    it(`of the feed end where the list ${what}: that is counted, and read again from there`, async () => {
      const created = new Date(clock.now() - HOUR).toISOString();
      const read = await source(feedSource, (asked, url) => {
        if (asked.includes('/start')) return {};
        if (!asked.includes('/content')) return [record('a')];
        const own = asked.replace(/&again=.*/, '');
        const next = pages === 'itself' ? own : `${own}&again=${api.asked.length}`;
        const list =
          pages === 'empty' ? [] : [{ contentId: 'a', contentUri: `${url}/parts/a`, contentCreated: created }];
        return new Scripted(list, 200, { NextPageUri: `${url}${next}` });
      });
      const { changes, leftOut, until } = await read(clock.now() - 2 * HOUR);
      assert.deepEqual([changes.length, leftOut], [pages === 'empty' ? 0 : 1, 1]);
      assert(until <= clock.now() - 2 * HOUR, 'it is not told as read until now');
      const lists = api.asked.filter((one) => one.includes('/content'));
      assert(lists.length <= calls, `asked ${lists.length} times`);
    });

  it('of the feed that cannot be fetched are counted', async () => {
    const created = new Date(clock.now() - HOUR).toISOString();
    const read = await source(feedSource, (asked, url) => {
      if (asked.includes('/start')) return {};
      if (asked.includes('/content'))
        return [{ contentId: 'a', contentUri: `${url}/parts/a`, contentCreated: created }];
      return null;
    });
    assert.equal((await read(clock.now() - HOUR)).leftOut, 1);
  });
});

type Script = Parameters<typeof scriptedApi>[0];
