import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { responseActionsChange } from '../../../../src/changes/supported/actions/response-actions-change.ts';
import type { ApiChange } from '../../../../src/changes/supported/api-kinds.ts';
import { indicatorsChange } from '../../../../src/changes/supported/indicators/indicators-change.ts';
import { deviceTagsChange } from '../../../../src/changes/supported/tags/device-tags-change.ts';
import { createCallBudget } from '../../../../src/defender/public-api/call-budget.ts';
import { createSupported } from '../../../../src/defender/supported/create-supported.ts';
import { routeBudgets } from '../../../../src/defender/supported/route-budgets.ts';
import type { SupportedTenant } from '../../../../src/requests/ports/tenant.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { groupSnapshot } from '../../../support/samples/group-snapshot.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('defender/supported: what is written one by one at full pace', function () {
  this.timeout(180_000);
  const clock = new ManualClock();
  let calls: { readonly path: string; readonly at: number }[];
  let server: Server;
  let supported: SupportedTenant;
  beforeEach(async () => {
    calls = [];
    // It takes all, and notes when: that it refuses none is what the sandbox's tests show.
    server = createServer((request, response) => {
      calls.push({ path: `${request.method} ${request.url}`, at: clock.now() });
      request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{"value": []}'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const api = {
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      getToken: async () => 'token',
    };
    supported = createSupported({
      ...{
        kinds: ['device-tags', 'indicators', 'response-actions'],
        write: { mde: api, graph: api },
        read: api,
        clock,
        timeoutMs: 15_000,
      },
      ...{ tenant: { read: async () => groupSnapshot([], []) }, log: logTo(() => undefined) },
    });
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  /** Writes each item of a change in a call of its own; time passes only where Airlock holds itself back. */
  async function writeEach(change: ApiChange, keys: readonly string[]): Promise<void> {
    const base = { objects: { there: [], groups: [], tagged: [] }, preview: null, shown: null };
    for (const key of keys) {
      const writing = { change, base, mark: 'Airlock #1 1be985ad', reason: 'Feed 7' };
      const write = () => supported.writeItems(writing, [{ key, label: key }]);
      let { retryAt } = await write();
      for (let held = 0; retryAt !== null; held += 1) {
        assert(held < 3, 'it is held back for no longer than its limits say');
        clock.pass(Math.max(1, retryAt - clock.now()));
        ({ retryAt } = await write());
      }
    }
  }

  /** The most calls to such a path in any window of this length. */
  function most(windowMs: number, path: RegExp): number {
    const times = calls.filter((call) => path.test(call.path)).map(({ at }) => at);
    let first = 0;
    const counts = times.map((at, last) => {
      while ((times[first] ?? at) <= at - windowMs) first += 1;
      return last - first + 1;
    });
    return Math.max(...counts);
  }

  function tagged(count: number) {
    const ids = Array.from({ length: count }, (_, at) => at.toString(16).padStart(40, '0'));
    const devices = ids.map((id) => ({ id, name: id }));
    const wanted = { startsWith: 'BULK-' };
    const change = deviceTagsChange.parse({ kind: 'device-tags', action: 'add', tag: 'Lab', wanted, devices });
    return { ids, change };
  }

  it('sends tags with 80 calls a minute and 1,350 an hour at most, each once', async () => {
    const { ids, change } = tagged(1_450);
    await writeEach(change, ids);
    assert.deepEqual([calls.length, new Set(calls.map(({ path }) => path)).size], [1_450, 1_450]);
    assert.deepEqual([most(MINUTE, /tags/), most(HOUR, /tags/)], [80, 1_350]);
  });

  it('reads, orders and looks after isolations at once where tags have used up what is theirs, within the whole', async () => {
    const { ids, change } = tagged(1_350);
    await writeEach(change, ids);
    const devices = [{ id: 'a'.repeat(40), name: 'LAP-HR-0001', os: 'Windows11' }];
    const wanted = { names: ['LAP-HR-0001'] };
    const act = responseActionsChange.parse({ kind: 'response-actions', act: 'isolate', wanted, devices, leftOut: 0 });
    const writing = {
      base: { objects: null, preview: null, shown: null },
      mark: 'Airlock #2 1be985ad',
      reason: 'Worm',
    };
    const { retryAt, waits } = await supported.writeItems({ ...writing, change }, [{ key: 'b', label: 'b' }]);
    assert.match(waits ?? '', /is kept for isolations, releases and app restrictions, which go first/);
    assert((retryAt ?? 0) > clock.now() + 20 * MINUTE, 'the tags have used up their hour');
    const item = { key: 'a'.repeat(40), label: 'LAP-HR-0001' };
    const sent = { ...item, at: clock.now(), externalId: null };
    const acting = { ...writing, change: act };
    await supported.read(['actions'], 'recent', act);
    assert.equal((await supported.writeItems(acting, [item])).waits, undefined);
    assert.equal((await supported.settleItems(acting, [sent])).waits, undefined);
    assert.match((await supported.follow(acting, [sent]))?.note ?? '', /Of 1/);
    for (let more = 0; more < 200; more += 1) await supported.writeItems(acting, [item]);
    assert.equal(most(MINUTE, /./), 100);
    assert(most(HOUR, /./) <= 1_500, 'within the hour, too');
  });

  it('imports indicators with 30 imports a minute at most', async () => {
    const entries = Array.from({ length: 40 }, (_, at) => ({
      ...{ type: 'DomainName', value: `d${at}.example` },
      to: { action: 'Block', groups: [], lasts: null, until: null },
    }));
    await writeEach(indicatorsChange.parse({ kind: 'indicators', entries }), [...entries.keys()].map(String));
    assert.equal(calls.filter(({ path }) => path === 'POST /api/indicators/import').length, 40);
    assert(most(MINUTE, /import/) <= 30);
    assert.equal(most(MINUTE, /indicators/), 80, 'with the readings before and after each');
  });

  it('holds back what takes many at once by its own limits, and nothing else for that', () => {
    const budgetOf = routeBudgets(createCallBudget([{ calls: 100, windowMs: MINUTE }], clock), clock);
    const taken = (path: string, calls = 12) =>
      Array.from({ length: calls }).filter(() => budgetOf(path).take() === null).length;
    assert.deepEqual([taken('/api/alerts/batchUpdate'), taken('/api/alerts')], [10, 12]);
    assert.equal(taken('/api/indicators/import', 40), 30);
    clock.pass(MINUTE);
    assert.equal(taken('/api/alerts/batchUpdate'), 10);
  });
});
