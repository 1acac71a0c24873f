import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
      ...{ kinds: ['device-tags', 'indicators'], write: { mde: api, graph: api }, read: api, clock, timeoutMs: 15_000 },
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

  it('sends tags with 100 calls a minute and 1,500 an hour at most, each once', async () => {
    const ids = Array.from({ length: 1_600 }, (_, at) => at.toString(16).padStart(40, '0'));
    const devices = ids.map((id) => ({ id, name: id }));
    await writeEach(
      deviceTagsChange.parse({
        ...{ kind: 'device-tags', action: 'add', tag: 'Lab', wanted: { startsWith: 'BULK-' }, devices },
      }),
      ids,
    );
    assert.deepEqual([calls.length, new Set(calls.map(({ path }) => path)).size], [1_600, 1_600]);
    assert.deepEqual([most(MINUTE, /tags/), most(HOUR, /tags/)], [100, 1_500]);
  });

  it('imports indicators with 30 imports a minute at most', async () => {
    const entries = Array.from({ length: 40 }, (_, at) => ({
      ...{ type: 'DomainName', value: `d${at}.example` },
      to: { action: 'Block', groups: [], lasts: null, until: null },
    }));
    await writeEach(indicatorsChange.parse({ kind: 'indicators', entries }), [...entries.keys()].map(String));
    assert.equal(calls.filter(({ path }) => path === 'POST /api/indicators/import').length, 40);
    assert.equal(most(MINUTE, /import/), 30);
    assert(most(MINUTE, /indicators/) <= 100, 'with the readings before and after each');
  });

  it('holds back what takes many at once by its own limits, and nothing else for that', () => {
    const budgetOf = routeBudgets(createCallBudget([{ calls: 100, windowMs: MINUTE }], clock), clock);
    const taken = (path: string) => Array.from({ length: 12 }).filter(() => budgetOf(path).take() === null).length;
    assert.deepEqual([taken('/api/alerts/batchUpdate'), taken('/api/alerts')], [10, 12]);
    clock.pass(MINUTE);
    assert.equal(taken('/api/alerts/batchUpdate'), 10);
  });
});
