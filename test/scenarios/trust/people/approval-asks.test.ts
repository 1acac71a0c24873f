import assert from 'node:assert/strict';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { takeCensus } from '../../../../src/requests/recording/take-census.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';

describe('an approval asks the directory', () => {
  const asked: string[] = [];
  const answered: number[] = [];
  const { request } = http;
  const noted = new Proxy(request, {
    apply(call, self, given) {
      const sent: http.ClientRequest = Reflect.apply(call, self, given);
      if (!sent.path.startsWith('/v1.0/')) return sent;
      asked.push(`${sent.method} ${sent.path}`);
      return sent.once('response', () => answered.push(asked.length));
    },
  });
  const callBy = (one: typeof request): void => {
    Object.assign(http, { request: one });
    syncBuiltinESMExports();
  };
  before(() => callBy(noted));
  after(() => callBy(request));

  for (const [connector, most] of [
    ['portal', 6],
    ['guided', 5],
  ] as const) {
    it(`in one round of ${most} calls with the connector ${connector}, and not again to draw the card`, async () => {
      const company = await Company.open({ connector });
      try {
        const message = await company.pending('enable automatically resolve alerts', 'sam');
        const shown = actionOf(message.card, 'view') ?? assert.fail();
        const press = { verb: 'approve', data: shown.data };
        asked.length = 0;
        answered.length = 0;
        const { value } = await company.invoke('bob', message, press);
        assert.match(cardText(value), /Approved/);
        assert.equal(asked.length, most, asked.join('\n'));
        assert.equal(answered[0], most, 'all were asked before the first was answered');
      } finally {
        await company.close();
      }
    });
  }

  for (const [connector, most] of [
    ['portal', 9],
    ['guided', 7],
  ] as const)
    it(`in one round also when no count of marks is kept any more, with ${connector}`, async () => {
      const company = await Company.open({ connector, environment: { DECISION_WINDOW: '7d' } });
      try {
        await takeCensus(company.services);
        const message = await company.pending('enable automatically resolve alerts', 'sam');
        const press = actionOf(await company.view('bob', message), 'approve') ?? assert.fail();
        company.clock.pass(61 * 60_000);
        const { world } = company.sandbox;
        let release = () => {};
        const all = new Promise<void>((resolve) => {
          release = resolve;
        });
        // No call is answered before every one is under way.
        world.wait = async () => {
          if (asked.length >= most) release();
          await all;
        };
        world.faults.push({ surface: 'graph', kind: 'latency', ms: 2_500 });
        asked.length = 0;
        const { value } = await company.invoke('bob', message, press);
        assert.match(cardText(value), /Approved/);
        assert.equal(asked.length, most, asked.join('\n'));
        assert.equal(asked.filter((one) => one.includes('employeeId%20eq')).length, connector === 'portal' ? 3 : 2);
      } finally {
        await company.close();
      }
    });

  it('in one round also for somebody whom the bot does not know yet: announcing had the marks counted', async () => {
    const company = await Company.open();
    try {
      const message = await company.pending('enable automatically resolve alerts', 'sam');
      const shown = actionOf(message.card, 'view') ?? assert.fail();
      asked.length = 0;
      answered.length = 0;
      const { value } = await company.invoke('grace', message, { verb: 'approve', data: shown.data });
      assert.match(cardText(value), /Approved/);
      assert(asked.length > 0);
      assert.doesNotMatch(asked.join('\n'), /employeeId%20eq/);
      assert.equal(answered[0], asked.length, 'all were asked before the first was answered');
    } finally {
      await company.close();
    }
  });
});
