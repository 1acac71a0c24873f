import assert from 'node:assert/strict';
import type { Fault, OddList } from '../../../../src/sandbox/company/world.ts';
import { alertState } from '../../../../src/sandbox/mde/alerts/alert-states.ts';
import { type InvestigationRecord, investigationsOf } from '../../../../src/sandbox/mde/investigations.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

/** One odd part of an alert stops nothing that does not need it; an alert that is not known is never told as gone. */
describe('alerts with an odd part', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(() => company.close());

  const open = (): readonly InvestigationRecord[] =>
    investigationsOf(company.sandbox.world).filter(({ alert }) => alert.status === 'new');
  const ids = () => open().map(({ investigation }) => investigation.triggeringAlertId);
  const last = () => cardText(company.teams.messages.at(-1)?.card ?? {});

  function odd(list: OddList, more: Partial<Fault> = {}): void {
    company.sandbox.world.faults.push({
      ...{ surface: 'mde', path: '/api/alerts?', method: 'GET', kind: 'odd-list', list },
      ...more,
    });
  }

  for (const [what, list] of [
    ['a comment that is null', { set: { comments: [null] } }],
    ['comments that are an object', { set: { comments: { comment: 'x' } } }],
    ['a title that is an object', { set: { title: { text: 'x' } } }],
    ['a device that is a number', { set: { computerDnsName: 7 } }],
    ['null beside it', { more: [null] }],
  ] as const)
    it(`is updated where the list has ${what}`, async () => {
      odd(list);
      const card = await company.pending(`resolve alert ${ids()[0]} as false positive`);
      const [first] = open();
      assert(first);
      await company.approve('bob', card);
      await company.settle();
      assert.equal(alertState(company.sandbox.world, first).status, 'Resolved');
      await company.assertAuditHolds();
    });

  for (const [what, list] of [
    ['a state that is null', { set: { status: null }, records: 1 }],
    ['a classification that is an object', { set: { classification: { as: 'x' } }, records: 1 }],
    ['no id', { without: ['id'], records: 1 }],
    ['a link to more, and nothing', { hides: '*', link: 'new' }],
  ] as const)
    it(`is never told as missing where the list has ${what}`, async () => {
      odd(list);
      await company.say('alice', `resolve alert ${ids()[0]}`);
      assert.match(last(), /How Defender has .* is not known: its list of alerts is odd or short there/);
      assert.doesNotMatch(last(), /lists no alert/);
    });

  it('waits, and is no drift, where it becomes odd after it was asked for', async () => {
    const card = await company.pending(`resolve alert ${ids()[0]}`);
    odd({ set: { status: null } });
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /is not known: its list of alerts is odd or short there/);
    assert.doesNotMatch(cardText(card.card), /Stale|changed since/);
    company.sandbox.world.faults.splice(0);
    const [first] = open();
    assert(first);
    company.clock.pass(60_000);
    await company.settle();
    assert.equal(alertState(company.sandbox.world, first).status, 'Resolved');
  });
});
