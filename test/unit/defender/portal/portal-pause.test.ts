import assert from 'node:assert/strict';
import type { Fault } from '../../../../src/sandbox/company/world.ts';
import { isAirlockError } from '../../../../src/shared/errors.ts';
import { OpenPortal } from '../../../support/wire/open-portal.ts';

type Answer = Pick<Fault, 'status' | 'retryAfter' | 'page'>;

/** What the portal says of when to call again is kept, with no call before it. */
describe('a portal that takes no call for a while', () => {
  let portal: OpenPortal;
  beforeEach(async () => {
    portal = await OpenPortal.open();
  });
  afterEach(() => portal.close());

  async function fails(): Promise<{ readonly message: string; readonly inMs: unknown }> {
    try {
      await portal.tenant.read(['features']);
    } catch (error) {
      if (!isAirlockError(error)) throw error;
      const { retryAt } = error.details;
      return { message: error.message, inMs: typeof retryAt === 'number' ? retryAt - portal.clock.now() : retryAt };
    }
    return assert.fail('it was read');
  }

  const strike = (answer: Answer) =>
    portal.sandbox.world.faults.push({ surface: 'portal', kind: 'status', times: 1, ...answer });

  for (const [what, answer, seconds, first, then] of [
    ['503 that says when', { status: 503, retryAfter: 600 }, 600, /asks to wait 10 minutes\./, /asked it to wait\./],
    ['503 page that says when', { status: 503, retryAfter: 60, page: true }, 60, /asks to wait 1 minute\./, /asked it/],
    ['503 that asks for longer than an hour', { status: 503, retryAfter: 7_200 }, 3_600, /after 60 minutes\./, /asked/],
    ['429 that does not say', { status: 429 }, 60, /did not say for how long: Airlock waits 1 minute\./, /did not say/],
    ['429 that says when', { status: 429, retryAfter: 30 }, 30, /asks to wait 1 minute\./, /asked it to wait\./],
  ] as const)
    it(`is not called before: ${what}`, async () => {
      strike(answer);
      const told = await fails();
      assert.match(told.message, first);
      assert.equal(told.inMs, seconds * 1_000);
      portal.clock.pass(seconds * 1_000 - 1);
      const held = await fails();
      assert.match(held.message, /^Airlock makes no call to Defender for 1 minute: /);
      assert.match(held.message, then);
      portal.clock.pass(1);
      assert.ok((await portal.tenant.read(['features'])).features);
    });

  it('says nothing of when: then it is asked again at once', async () => {
    strike({ status: 503 });
    assert.doesNotMatch((await fails()).message, /wait/);
    assert.ok((await portal.tenant.read(['features'])).features);
  });
});
