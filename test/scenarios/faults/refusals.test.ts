import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Company, type Name } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { tamper } from '../../support/company/tamper.ts';

const SECURITY_ADMIN = '194ae4cb-b126-40b2-bd5b-6091b380977d';

describe('both doors stay shut, and the tenant is unchanged', () => {
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open();
    card = await company.pending();
  });
  afterEach(async () => {
    await company.settle();
    await company.assertAuditHolds();
    await company.close();
  });

  async function state(): Promise<string | undefined> {
    return (await company.services.store.requestByNumber(company.services.tenantId, 1))?.state;
  }

  async function assertUnchanged(expected = 'pending'): Promise<void> {
    await company.settle();
    assert.equal(await state(), expected);
    assert.equal(company.features().AutomatedIrEnabled, false);
    assert.equal(company.writes.filter(({ by }) => by.startsWith('omar')).length, 0);
  }

  const refused: Record<string, { who: Name; says: RegExp }> = {
    'the requester': { who: 'alice', says: /You asked for this change/ },
    "the requester's second account": { who: 'alice2', says: /belong to one person/ },
    'the guest': { who: 'gus', says: /Guests (?:and accounts invited from outside )?cannot/ },
    'the disabled admin': { who: 'dora', says: /account is disabled/ },
    'the reader': { who: 'rita', says: /do not hold a role/ },
    'the eligible-only admin': { who: 'ed', says: /Privileged Identity Management/ },
  };
  for (const [title, { who, says }] of Object.entries(refused)) {
    it(`approval by ${title}`, async () => {
      const answer = await company.approve(who, card);
      assert.match(cardText({ value: answer.value }), says);
      await assertUnchanged();
    });
  }

  it('an admin whose role was taken away between request and approval', async () => {
    company.person('bob').roles.delete(SECURITY_ADMIN);
    const answer = await company.approve('bob', card);
    assert.match(cardText({ value: answer.value }), /do not hold a role/);
    await assertUnchanged();
  });

  it('an admin whose role was taken away between approval and apply', async () => {
    await company.approve('bob', card);
    company.person('bob').roles.delete(SECURITY_ADMIN);
    await assertUnchanged('pending');
    assert.match(cardText(card.card), /No longer counts\s+Bob Brandt\s+since they may no longer approve changes/);
  });

  it('a requester whose role was taken away between request and approval, and between approval and apply', async () => {
    await company.approve('bob', card);
    company.person('alice').roles.delete(SECURITY_ADMIN);
    await assertUnchanged('stale');
  });

  it('a directory with a fault of its own decides nothing', async () => {
    const seen = actionOf(await company.view('bob', card), 'approve');
    assert(seen);
    company.sandbox.world.faults.push({ surface: 'graph', kind: 'status', status: 500 });
    const answer = await company.invoke('bob', card, seen);
    assert.match(cardText({ value: answer.value }), /directory has a fault of its own.* so nothing was decided/);
    assert.doesNotMatch(cardText({ value: answer.value }), /do not hold a role/);
    company.sandbox.world.faults.length = 0;
    await assertUnchanged();
  });

  const unseen: Record<string, { digest?: unknown; says: RegExp }> = {
    'a card of an earlier version': { says: /drawn by an earlier version/ },
    'a card that showed something else': { digest: 'f'.repeat(64), says: /showed something else/ },
    'the digits of a digest that are shown': { digest: '1be985ad', says: /does not know this button/ },
  };
  for (const [title, { says, ...digest }] of Object.entries(unseen)) {
    it(`approval on ${title}`, async () => {
      const seen = actionOf(await company.view('bob', card), 'approve');
      const { requestId, rev } = seen?.data ?? {};
      const answer = await company.invoke('bob', card, { verb: 'approve', data: { requestId, rev, ...digest } });
      assert.match(cardText({ value: answer.value }), says);
      await assertUnchanged();
    });
  }

  it('a change, base or digest altered in the store', async () => {
    tamper(company, (request) => ({ ...request, digest: 'f'.repeat(64) }));
    const answer = await company.approve('bob', card);
    assert.match(cardText({ value: answer.value }), /not what was asked for/);
    await assertUnchanged('stale');
  });

  it('a change altered between approval and apply', async () => {
    await company.approve('bob', card);
    tamper(company, (request) => ({
      ...request,
      change: { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' },
    }));
    await assertUnchanged('stale');
    assert.equal(company.features().AutoResolveInvestigatedAlerts, false);
  });

  const forged: Record<string, { verb: string; data: unknown }> = {
    'an unknown verb': { verb: 'apply', data: {} },
    'a verb of the prototype': { verb: '__proto__', data: {} },
    'no data': { verb: 'approve', data: null },
    'a foreign request': { verb: 'approve', data: { requestId: randomUUID(), rev: 2 } },
    'a text for a rev': { verb: 'approve', data: { requestId: 'x', rev: '2' } },
    'a change in the data': {
      verb: 'approve',
      data: { requestId: randomUUID(), rev: 2, change: { kind: 'advanced-feature' } },
    },
    'an automatic approval': { verb: 'approve', data: { trigger: 'automatic' } },
  };
  for (const [title, action] of Object.entries(forged)) {
    it(`forged card data: ${title}`, async () => {
      const answer = await company.invoke('bob', card, action);
      assert.equal(answer.statusCode, 200);
      await assertUnchanged();
    });
  }

  it('an automatic refresh never decides', async () => {
    const seen = actionOf(await company.view('bob', card), 'approve');
    assert(seen);
    await company.invoke('bob', card, seen, { trigger: 'automatic' });
    await assertUnchanged();
  });

  it("another tenant's sender", async () => {
    const seen = actionOf(await company.view('bob', card), 'approve');
    const other = '99999999-9999-4999-8999-999999999999';
    const envelope = company.envelope('bob', card.conversation);
    const value = { action: { type: 'Action.Execute', ...seen }, trigger: 'manual' };
    await company.post({
      ...envelope,
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: card.id,
      value,
      channelData: { tenant: { id: other } },
      conversation: { id: card.conversation, tenantId: other },
    });
    await assertUnchanged();
  });

  it('a request after its expiry, even before the job has seen it', async () => {
    company.clock.pass(24 * 3_600_000 + 1);
    const seen = actionOf(card.card, 'view');
    assert(seen);
    const answer = await company.invoke('bob', card, { verb: 'approve', data: seen.data });
    assert.match(cardText({ value: answer.value }), /expired/);
    await assertUnchanged('expired');
    assert.match(cardText(card.card), /expired/i);
  });

  it('drift before the approval: three columns, nothing written', async () => {
    company.sandbox.world.tenant.advancedFeatures.AutomatedIrEnabled = null;
    await company.approve('bob', card);
    await company.settle();
    assert.equal(await state(), 'stale');
    assert.equal(company.writes.length, 0);
    assert.match(cardText(card.card), /When asked[\s\S]*Now[\s\S]*Would become/i);
  });

  it('drift between the comparison and the write', async () => {
    const { tenant } = company.services;
    const read = tenant.read.bind(tenant);
    company.services.tenant.read = async (scopes) => {
      const snapshot = await read(scopes);
      company.sandbox.world.tenant.advancedFeatures.AutomatedIrEnabled = null;
      return snapshot;
    };
    await company.approve('bob', card);
    await company.settle();
    assert.equal(await state(), 'stale');
    assert.equal(company.writes.length, 0);
    assert.match(cardText(card.card), /Would become/i);
  });

  it('a second request on the same object is told about the first', async () => {
    await company.say('grace', 'enable automated investigation');
    const locked = cardText(company.message('is open on the same object').card);
    assert.match(locked, /#1/);
    assert.match(locked, /this can be asked for once that one is decided or withdrawn/);
    await assertUnchanged();
  });
});
