import assert from 'node:assert/strict';
import { actionHabitsOf, machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { alertState } from '../../../../src/sandbox/mde/alerts/alert-states.ts';
import { investigationsOf } from '../../../../src/sandbox/mde/investigations.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

const MINUTE = 60_000;
const SHA = 'ab'.repeat(32);

describe('what becomes of a request that an alert led to', () => {
  let company: Company;
  afterEach(() => company.close());

  const record = () => investigationsOf(company.sandbox.world)[0] ?? assert.fail('no alert');
  const id = () => record().investigation.triggeringAlertId;
  const comments = () => alertState(company.sandbox.world, record()).comments.map(({ comment }) => comment);
  const faults = () => company.sandbox.world.faults;
  const allow = () => `allow file ${SHA} on Finance for 7 days because alert ${id()} is a false positive`;

  async function open(): Promise<void> {
    company = await Company.open();
  }

  async function pending(text: string): Promise<TeamsMessage> {
    const because = / because (.*)$/.exec(text)?.[1] ?? '';
    return company.pending(text, 'alice', because);
  }

  async function applied(text: string): Promise<TeamsMessage> {
    const card = await pending(text);
    await company.approve('bob', card);
    await company.settle();
    return card;
  }

  async function pass(minutes: number, times = 1): Promise<void> {
    for (let at = 0; at < times; at += 1) {
      company.clock.pass(minutes * MINUTE);
      await company.settle();
    }
  }

  it('is written into its comments, once, as its card said before', async () => {
    await open();
    const card = await pending(allow());
    assert.match(
      cardText(card.card),
      RegExp(`Once applied, what became of it is written into the comments of alert ${id()}`),
    );
    await company.approve('bob', card);
    await company.settle();
    await company.assertAuditHolds();
    await pass(2, 5);
    assert.match(comments().join('\n'), /^Airlock #1 [0-9a-f]{8}: Allow file .*: Applied\. 1 of 1 written\.$/);
    assert.match(cardText(card.card), /Comment of the alert\s+Says what became of this\./);
    await pass(60, 26);
    assert.equal(comments().length, 1);
    await company.assertAuditHolds();
  });

  it('is written of an order on a device once it has ended', async () => {
    await open();
    actionHabitsOf(company.sandbox.world).held = true;
    const card = await applied(`isolate LAP-FIN-0001 because alert ${id()} is a false negative`);
    await pass(5, 6);
    assert.deepEqual(comments(), []);
    Object.assign(actionHabitsOf(company.sandbox.world), { held: false });
    for (const action of machineActionsOf(company.sandbox.world)) action.waits = 0;
    await pass(15, 4);
    assert.match(comments().join('\n'), /^Airlock #1 [0-9a-f]{8}: Isolate LAP-FIN-0001: Done: 1 of 1\./);
    assert.match(cardText(card.card), /Says what became of this\./);
    await company.assertAuditHolds();
  });

  it('is found by reading where the line was cut behind it, and never written twice', async () => {
    await open();
    const card = await applied(allow());
    faults().push({ surface: 'mde', kind: 'cut-after', path: '/batchUpdate', times: 1 });
    await pass(2, 4);
    assert.equal(comments().length, 1);
    assert.match(cardText(card.card), /Says what became of this\./);
  });

  it('is not known where no reading shows it, and not sent again', async () => {
    await open();
    const card = await applied(allow());
    faults().push({ surface: 'mde', kind: 'status', path: '/batchUpdate', times: 1, status: 500 });
    await pass(2, 2);
    assert.match(cardText(card.card), /Sent: a reading shows whether it stands there\./);
    await pass(20, 5);
    assert.match(cardText(card.card), /Sent, and no reading shows it: look there\./);
    assert.deepEqual(comments(), []);
    await company.assertAuditHolds();
  });

  it('is sent later where Defender asks to wait, and told where it refuses', async () => {
    await open();
    const card = await applied(allow());
    faults().push({ surface: 'mde', kind: 'status', path: '/batchUpdate', times: 1, status: 429, retryAfter: 30 });
    await pass(2, 4);
    assert.equal(comments().length, 1);
    assert.match(cardText(card.card), /Says what became of this\./);
    const other = await applied(allow().replace(SHA, 'cd'.repeat(32)));
    faults().push({ surface: 'mde', kind: 'status', path: '/batchUpdate', times: 1, status: 403 });
    await pass(2, 4);
    assert.equal(comments().length, 1);
    assert.match(cardText(other.card), /Not written: Defender did not take it\./);
  });

  it('is not written where changes of alerts are off, which the card says with the reason', async () => {
    await open();
    const { supported } = company.services;
    Object.assign(supported, { kinds: supported.kinds.filter((one) => one !== 'alerts') });
    const card = await pending(allow());
    assert.match(
      cardText(card.card),
      RegExp(`not written into the comments of alert ${id()}: changes of alerts are switched off`),
    );
    await company.approve('bob', card);
    await company.settle();
    await pass(2, 5);
    assert.deepEqual(comments(), []);
    assert.doesNotMatch(cardText(card.card), /Comment of the alert/);
  });
});
