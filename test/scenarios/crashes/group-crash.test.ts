import assert from 'node:assert/strict';
import { SHOWS_WITHIN } from '../../../src/requests/rules/watching.ts';
import { Company } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { FormDesk, GOOD_FORM } from '../../support/company/form-desk.ts';
import { type TenantApi, tenantApi } from '../../support/company/tenant-api.ts';
import type { KillPoint } from './crash-child.ts';
import { type Ends, endings, killedAt } from './killed-at.ts';

/** The steps from the click to the applied card, and how it must end when the process is killed there. */
const APPLYING = {
  'commit:start:after': 'failed',
  'save:before': 'failed',
  'save:after': 'applied',
  'commit:record-outcome:before': 'applied',
  'commit:record-outcome:after': 'applied',
  'posts:sent': 'applied',
} as const satisfies Ends;

/** The steps from the sent form to its card that has become a draft. */
const CHECKING = [
  'form:before',
  'form:after',
  'take:check-form',
  'read:after',
  'commit:drafted:before',
  'commit:drafted:after',
  'posts:sent',
] as const satisfies readonly KillPoint[];

describe('a device group, killed with SIGKILL between any two steps', function () {
  this.timeout(120_000);
  let company: Company;
  let api: TenantApi;
  let desk: FormDesk;
  beforeEach(async () => {
    company = await Company.open();
    api = tenantApi(company);
    desk = await FormDesk.open(company);
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function killed(
    point: KillPoint,
    who: 'alice' | 'bob',
    message: TeamsMessage,
    action: ReturnType<typeof actionOf>,
  ) {
    const click = {
      ...company.envelope(who, message.conversation),
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: message.id,
      value: { action: { type: 'Action.Execute', ...action }, trigger: 'manual' },
    };
    assert.equal(await killedAt(company, point, click), 'SIGKILL');
    await company.invoke(who, message, action ?? assert.fail());
    for (let minute = 0; minute < 5; minute += 1) {
      company.clock.pass(60_000);
      await company.settle();
    }
  }

  for (const [point, ends] of endings(APPLYING)) {
    it(`its making at ${point}: ${ends}, written at most once, every copy current`, async () => {
      await company.say('bob', 'help', 'a:bob');
      await desk.check(GOOD_FORM);
      await desk.submit();
      const mine = company.teams.messages.find(
        ({ card, conversation }) => conversation === 'a:bob' && actionOf(card, 'approve'),
      );
      assert(mine);
      await killed(point, 'bob', mine, actionOf(mine.card, 'approve'));
      company.clock.pass(SHOWS_WITHIN);
      await company.settle();
      const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
      // Messages go out beside the write: whoever dies with one may have begun the write and not sent it.
      if (!point.startsWith('posts:')) assert.equal(request?.state, ends);
      const isApplied = request?.state === 'applied';
      assert(isApplied || request?.state === 'failed');
      assert.equal(company.writes.length, isApplied ? 1 : 0);
      const made = await api.group('Finance laptops');
      assert.equal((await api.devicesIn(made?.MachineGroupId ?? -1)).length, isApplied ? 48 : 0);
      for (const copy of [mine, desk.message])
        assert.match(cardText(copy.card), isApplied ? /Applied|found later/ : /Failed/);
    });
  }

  for (const point of CHECKING) {
    it(`its form at ${point}: one draft, on the card where the form stood`, async () => {
      await killed(point, 'alice', desk.message, await desk.action('form-check', GOOD_FORM));
      const entries = await company.recorded();
      assert.deepEqual(
        entries.map(({ event }) => event),
        ['request.drafted'],
      );
      assert.match(cardText(desk.message.card), /Draft, not sent yet[\s\S]*Create device group Finance laptops/);
      assert.equal(company.teams.messages.length, 1);
      await desk.submit();
      await company.approve('bob', desk.message);
      await company.settle();
      assert.match(cardText(desk.message.card), /✓ Applied/);
      assert.equal(company.writes.length, 1);
    });
  }
});
