import assert from 'node:assert/strict';
import type { Fault } from '../../../src/sandbox/company/world.ts';
import { Company } from '../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';

const WRITE = { surface: 'portal', method: 'POST', path: 'SaveAdvancedFeaturesSetting' } as const;

describe('faults of Defender end in the state that docs/architecture.md names', () => {
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open({ timeoutMs: 3_000 });
    card = await company.pending();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function approvedWith(fault: Fault): Promise<string | undefined> {
    company.sandbox.world.faults.push(fault);
    await company.approve('bob', card);
    await company.settle();
    return state();
  }

  async function state(): Promise<string | undefined> {
    return (await company.services.store.requestByNumber(company.services.tenantId, 1))?.state;
  }

  async function later(ms: number): Promise<string | undefined> {
    company.clock.pass(ms);
    await company.settle();
    return state();
  }

  it('429 with Retry-After on the write: waits that long, then applies once', async () => {
    assert.equal(await approvedWith({ ...WRITE, kind: 'status', status: 429, retryAfter: 120, times: 1 }), 'approved');
    assert.match(cardText(card.card), /asks to wait/);
    assert.equal(await later(119_000), 'approved');
    assert.equal(await later(2_000), 'applied');
    assert.equal(company.writes.length, 1);
  });

  it('429 on the reading: nothing begins before its time', async () => {
    assert.equal(
      await approvedWith({ surface: 'portal', kind: 'status', status: 429, retryAfter: 60, times: 10 }),
      'approved',
    );
    company.sandbox.world.faults.length = 0;
    assert.equal(await later(61_000), 'applied');
  });

  it('500 on the write: unknown, read for hours, and only then ended, with what is known', async () => {
    assert.equal(await approvedWith({ ...WRITE, kind: 'status', status: 500, times: 1 }), 'unknown');
    for (let at = 0; at < 120_000; at += 30_000) await later(30_000);
    assert.equal(await later(5 * 3_600_000), 'unknown', 'hours of absence prove nothing');
    assert.equal(await later(3_600_000), 'failed');
    assert.equal(company.writes.length, 0);
    assert.match(
      cardText(card.card),
      /no clear answer to the write[\s\S]*readings over 6 hours show the tenant as it was/,
    );
    assert.doesNotMatch(cardText(card.card), /Nothing was changed|did not reach/);
  });

  it('time-out of the write: unknown, never written again', async () => {
    assert.equal(await approvedWith({ ...WRITE, kind: 'hang', times: 1 }), 'unknown');
    assert.equal(await later(120_000), 'unknown');
    assert.equal(await later(6 * 3_600_000), 'failed');
    assert.equal(company.writes.length, 0);
  });

  it('the line cut after the write: unknown, then applied by reading, written once', async () => {
    assert.equal(await approvedWith({ ...WRITE, kind: 'cut-after', times: 1 }), 'applied');
    assert.equal(company.writes.length, 1);
    const entries = await company.recorded();
    assert.deepEqual(entries.map(({ event }) => event).slice(-2), [
      'request.outcome-unknown',
      'request.reconcile-applied',
    ]);
    assert.match(cardText(card.card), /found later/i);
  });

  it('403 on the write: failed, with what to do', async () => {
    assert.equal(await approvedWith({ ...WRITE, kind: 'status', status: 403, times: 1 }), 'failed');
    assert.match(cardText(card.card), /refused the call \(HTTP 403\), saying: [\s\S]*Remove the cause/);
  });

  it('440, the session has ended: waits for a new one within the execution window, then expires', async () => {
    assert.equal(await approvedWith({ surface: 'portal', kind: 'status', status: 440 }), 'approved');
    assert.match(cardText(card.card), /Whoever operates Airlock has to sign in again/);
    assert.equal(await later(4 * 3_600_000 + 1), 'expired');
    assert.equal(company.writes.length, 0);
  });

  it('no answer to a question is said to the person who asked', async () => {
    company.sandbox.world.faults.push({ surface: 'portal', kind: 'status', status: 503 });
    await company.say('rita', 'status');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /could not be read/);
  });

  it('a broken connector delays messages and loses none', async () => {
    company.teams.failNext(502, 10);
    await company.approve('bob', card);
    for (let at = 0; at < 12; at += 1) await later(60_000);
    assert.match(cardText(card.card), /Applied/);
  });
});
