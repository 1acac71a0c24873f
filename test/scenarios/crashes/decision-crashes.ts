import assert from 'node:assert/strict';
import { SHOWS_WITHIN } from '../../../src/requests/rules/watching.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import { Company } from '../../support/company/company.ts';
import { actionOf, cardText } from '../../support/company/fake-teams.ts';
import type { TestDatabase } from '../../support/databases/postgres-database.ts';
import { type Ends, endings, killedAt } from './killed-at.ts';

/** Every step from the click to the applied card, and how it must end when the process is killed there. */
const KILL_POINTS = {
  directory: 'applied',
  'commit:approve:before': 'applied',
  'commit:approve:after': 'applied',
  'take:apply': 'applied',
  'read:before': 'applied',
  'read:after': 'applied',
  'commit:start:before': 'applied',
  'commit:start:after': 'failed',
  'write:before': 'failed',
  'save:before': 'failed',
  'save:after': 'applied',
  'write:after': 'applied',
  'commit:record-outcome:before': 'applied',
  'commit:record-outcome:after': 'applied',
  'posts:taken': 'applied',
  'posts:sent': 'applied',
  'posts:noted': 'applied',
} as const satisfies Ends;

export function decisionCrashes(database: TestDatabase): void {
  let company: Company;
  afterEach(() => company.close());

  for (const [point, ends] of endings(KILL_POINTS)) {
    it(`at ${point}: ${ends}, written at most once, every copy current`, async () => {
      company = await Company.open({ database: await database() });
      for (const who of ['bob', 'grace'] as const) await company.say(who, 'help', `a:${who}`);
      await company.pending();
      const copies = company.teams.messages.filter(({ card }) => actionOf(card, 'view') ?? actionOf(card, 'approve'));
      assert.equal(copies.length, 3);
      const mine = copies.find(({ conversation }) => conversation === 'a:bob');
      const approve = actionOf(mine?.card, 'approve');
      assert(mine && approve);
      const killed = await killedAt(company, point, {
        ...company.envelope('bob', 'a:bob'),
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: mine.id,
        value: { action: { type: 'Action.Execute', ...approve }, trigger: 'manual' },
      });
      assert.equal(killed, 'SIGKILL');
      await company.invoke('bob', mine, approve);
      for (let minute = 0; minute < 5; minute += 1) {
        company.clock.pass(60_000);
        await company.settle();
      }
      company.clock.pass(SHOWS_WITHIN);
      await company.settle();
      const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
      // Messages go out beside the write: whoever dies with one may have begun the write and not sent it.
      if (!point.startsWith('posts:')) assert.equal(request?.state, ends);
      const isApplied = request?.state === 'applied';
      assert(isApplied || request?.state === 'failed');
      assert.equal(company.writes.length, isApplied ? 1 : 0);
      assert.equal(company.features().AutomatedIrEnabled, isApplied);
      for (const copy of copies) assert.match(cardText(copy.card), isApplied ? /Applied|found later/ : /Failed/i);
      await company.assertAuditHolds();
    });
  }

  /** Where the process is killed at the brake, and how the request stands once it was pressed again. */
  const BRAKES = [
    ['commit:reject:before', 'reject', 'rejected'],
    ['commit:reject:after', 'reject', 'rejected'],
    ['commit:take-back:after', 'take-back', 'pending'],
  ] as const;
  for (const [point, verb, ends] of BRAKES) {
    it(`at ${point}: ${ends}, and nothing is written`, async () => {
      company = await Company.open({ database: await database() });
      const card = await company.pending();
      // It waits, so that no job of the process that is killed applies it first.
      const { tenant } = company.services;
      const { read } = tenant;
      tenant.read = () => Promise.reject(new AirlockError('tenant-unavailable', 'Defender gave no answer.'));
      await company.approve('bob', card);
      await company.settle();
      tenant.read = read;
      const { verb: _, data } = actionOf(await company.view('bob', card), verb) ?? assert.fail();
      const click = {
        ...company.envelope('bob', card.conversation),
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: card.id,
        value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
      };
      assert.equal(await killedAt(company, point, click), 'SIGKILL');
      const again = await company.invoke('bob', card, { verb, data });
      assert.match(cardText({ value: again.value }), /Stopped by an approver|Waiting for approval|applied/);
      for (let minute = 0; minute < 3; minute += 1) {
        company.clock.pass(60_000);
        await company.settle();
      }
      const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
      assert.deepEqual([request?.state, company.writes.length], [ends, 0]);
      await company.assertAuditHolds();
    });
  }
}
