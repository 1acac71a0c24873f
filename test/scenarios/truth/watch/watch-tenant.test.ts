import assert from 'node:assert/strict';
import { approvalChannel } from '../../../../src/requests/rules/setting-owner.ts';
import { lastLook } from '../../../../src/requests/watching/watched.ts';
import { Company, SOC } from '../../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { approvedOn, auditLog, inPortal, press, requestOf, told } from '../../../support/company/watched-company.ts';
import { knowSinceLong } from '../../../support/people/alter-people.ts';

const HOUR = 3_600_000;
const HOME = '19:approvals@thread.tacv2';
const ON = { features: { AutoResolveInvestigatedAlerts: true } };

describe('what is changed in a tenant outside Airlock, by the front door', () => {
  let company: Company;
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function open(connector: 'guided' | 'portal'): Promise<void> {
    company = await Company.open({ connector });
    await knowSinceLong(company);
    await company.say('grace', 'help', 'a:grace');
    await company.watch();
  }

  const outside = (): readonly TeamsMessage[] => told(company, /Changed outside Airlock/);

  it('takes what portal reads for what somebody said before, when guided follows again', async () => {
    await open('guided');
    const card = await approvedOn(company);
    await press(company, 'omar', card, 'attest');
    await company.say('alice', 'status', 'a:alice');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /by Omar Okafor's word/);
    const reader = await company.another({ connector: 'portal' });
    for (let look = 0; look < 2; look += 1) await company.watch(reader);
    const says =
      /Automatically resolve alerts: Defender shows Off; it was known as On, by Omar Okafor's word, [^\n]*, #1\./;
    assert.equal(told(company, says).length > 0, true, 'those who approve are told');
    const entry = (await company.services.store.audit(0, 1_000)).find(({ event }) => event === 'tenant.superseded');
    assert.match(JSON.stringify(entry?.data), says);
    await company.say('alice', 'status', 'a:alice');
    const shown = cardText(company.teams.messages.at(-1)?.card);
    assert.match(shown, /Automatically resolve alerts\n+Off\n+read\n/);
    assert.doesNotMatch(shown, /by Omar Okafor's word/);
    await company.say('alice', 'disable automatically resolve alerts', 'a:alice');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /is already off, read .*If the portal shows otherwise/);
  });

  it('knows the level of a group once a change of it is adopted that portal read, when guided follows', async () => {
    await open('guided');
    const reader = await company.another({ connector: 'portal' });
    for (let look = 0; look < 2; look += 1) await company.watch(reader);
    await inPortal(company, 'omar', { group: 'Servers', set: { AutoRemediationLevel: 0 } });
    for (let look = 0; look < 2; look += 1) await company.watch(reader);
    const [card = assert.fail()] = outside();
    assert.match(cardText(card.card), /its remediation level went from .+ to /);
    await press(company, 'grace', card, 'adopt');
    await company.say('alice', 'status', 'a:alice');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Servers\n+(?:I see it\n+)?[^\n]+\n+read\n/);
  });

  describe('with guided', () => {
    beforeEach(() => open('guided'));

    it('tells a new name, in one card with whatever else was found, and once', async () => {
      await inPortal(company, 'omar', { group: 'Lab', set: { Name: 'Rigs' } });
      await inPortal(company, 'omar', { group: 'Servers', delete: true });
      await company.watch();
      await company.watch();
      assert.equal(outside().length, 1);
      const shown = cardText(outside()[0]?.card);
      assert.match(shown, /Device group "Lab" is now called "Rigs"[\s\S]*Not known/);
      assert.match(shown, /Device group "Servers" is no longer listed/);
      assert.doesNotMatch(shown, /omar|not changed/i, 'nobody is blamed');
    });

    const kiosks = (AutoRemediationLevel: number) => ({
      create: { Name: 'Kiosks', Description: '', AutoRemediationLevel, GroupRules: [], MachineGroupAssignments: [] },
    });
    for (const looks of [0, 2])
      it(`tells a group that is made anew outside under the name of one that a request made, looks: ${looks}`, async () => {
        const card = await company.pending('create device group "Kiosks" level full tag equals kiosk');
        await company.approve('bob', card);
        await company.settle();
        await inPortal(company, 'omar', kiosks(3));
        await press(company, 'omar', card, 'attest');
        await company.watch();
        assert.equal(outside().length, 0);
        await inPortal(company, 'grace', { group: 'Kiosks', delete: true });
        for (let look = 0; look < looks; look += 1) await company.watch();
        await inPortal(company, 'grace', kiosks(0));
        await company.watch();
        const shown = outside().map((message) => cardText(message.card));
        assert.match(
          shown.join(),
          /"Kiosks" is no longer listed[\s\S]*"Kiosks" appeared|"Kiosks" appeared[\s\S]*no longer/,
        );
      });

    it('does not tell what an own request explains', async () => {
      const card = await company.pending('rename device group Lab to Rigs');
      await company.approve('bob', card);
      await company.settle();
      await inPortal(company, 'omar', { group: 'Lab', set: { Name: 'Rigs' } });
      await company.watch();
      await press(company, 'omar', card, 'attest');
      await company.watch();
      assert.equal(outside().length, 0);
    });

    it('tells a large shift of devices as what was read', async () => {
      const { machines } = company.sandbox.world;
      const others = machines.filter(({ osPlatform }) => !osPlatform.startsWith('WindowsServer'));
      machines.splice(0, machines.length, ...others);
      await company.watch(company.app, 70);
      assert.equal(outside().length, 1);
      assert.match(cardText(outside()[0]?.card), /\d+ devices left Device group "Servers": it had \d+ and has \d+/);
    });

    it('goes on where the tenant cannot be read, and tells it when it can', async () => {
      company.sandbox.world.faults.push({
        surface: 'graph',
        path: '/roleManagement/defender',
        kind: 'status',
        status: 503,
      });
      await inPortal(company, 'omar', { group: 'Lab', set: { Name: 'Rigs' } });
      await company.watch();
      assert.equal(outside().length, 0, cardText(outside()[0]?.card));
      company.sandbox.world.faults.length = 0;
      await company.watch();
      assert.equal(outside().length, 1);
    });
  });

  describe('with portal', () => {
    beforeEach(() => open('portal'));

    it('tells what somebody undid before the next look', async () => {
      auditLog(company).isOn = false;
      const card = await company.pending('enable automatically resolve alerts');
      await company.approve('bob', card);
      await company.settle();
      assert.equal((await requestOf(company)).outcome?.code, 'written');
      await inPortal(company, 'grace', { features: { AutoResolveInvestigatedAlerts: false } });
      await company.watch();
      await company.watch();
      assert.equal(outside().length, 1);
      assert.match(cardText(outside()[0]?.card), /Automatically resolve alerts was set to Off/);
    });

    it('tells a switch at once, and who it was when the log says so', async () => {
      auditLog(company).delayMs = 3 * HOUR;
      await inPortal(company, 'grace', ON);
      await company.watch();
      assert.match(cardText(outside()[0]?.card), /Automatically resolve alerts was set to On[\s\S]*Not known/);
      await company.watch(company.app, 180);
      assert.equal(outside().length, 1, 'one change is one card');
      assert.match(cardText(outside()[0]?.card), /Grace Gallagher/);
    });

    it('tells a level, and asks for the level before where somebody wants it back', async () => {
      await inPortal(company, 'grace', { group: 'Servers', set: { AutoRemediationLevel: 0 } });
      await company.watch();
      const [card] = outside();
      assert(card);
      assert.match(cardText(card.card), /Device group "Servers": its remediation level went from/);
      await press(company, 'bob', card, 'revert-outside');
      assert.match(cardText(company.teams.messages.at(-1)?.card), /Change device group Servers/);
      assert.match(cardText(card.card), /Bob Brandt \(bob@harbourline\.example\) is asking to revert it/);
    });

    it('corroborates its own write by the owner of the session', async () => {
      const card = await company.pending('enable automatically resolve alerts');
      await company.approve('bob', card);
      await company.settle();
      assert.equal((await requestOf(company)).state, 'applied');
      await company.watch();
      const { corroborated } = (await requestOf(company)).outcome ?? {};
      assert.deepEqual([corroborated?.name, corroborated?.findings], ['Omar Okafor', []]);
      assert.match(cardText(card.card), /Written to Defender and read back[\s\S]*Corroborated[\s\S]*names Omar Okafor/);
      assert.equal(outside().length, 0);
    });

    it('does not tell what Airlock itself writes to device groups', async () => {
      const card = await company.pending('rename device group Lab to Rigs');
      await company.approve('bob', card);
      await company.settle();
      assert.equal((await requestOf(company)).state, 'applied');
      await company.watch();
      assert.equal(outside().length, 0);
    });

    it('uses the channel for approvals', async () => {
      const { tenantId } = company.services;
      const asked = company.envelope('alice', `${HOME};messageid=7`);
      const channelData = { tenant: { id: tenantId }, channel: { id: HOME, name: 'Approvals' } };
      await company.post({ ...asked, type: 'message', text: 'use this channel for approvals', channelData });
      await company.settle();
      const card = company.teams.messages.at(-1) ?? assert.fail();
      const submit = { ...card, card: await company.view('alice', card) };
      const { verb, data } = JSON.parse(JSON.stringify(submit.card)).actions.find(
        (one: { verb?: string }) => one.verb === 'submit',
      );
      await company.invoke('alice', card, { verb, data: { ...data, reason: 'One place' } });
      await company.settle();
      await company.approve('bob', card);
      await company.settle();
      assert.notEqual(await approvalChannel(company.services), null);
      await inPortal(company, 'grace', ON);
      await company.watch();
      assert.deepEqual(
        outside().map(({ conversation }) => conversation),
        [HOME],
      );
      assert.ok(outside().every(({ conversation }) => conversation !== SOC));
    });
  });

  describe('with several instances and where a process dies', () => {
    beforeEach(() => open('guided'));

    it('two instances that look at once tell it once', async () => {
      const other = await company.another();
      await inPortal(company, 'omar', ON);
      company.clock.pass(10 * 60_000);
      await Promise.all([company.app.jobs.look(), other.jobs.look()]);
      await company.settle();
      await company.settle(other);
      assert.equal(outside().length, 1);
      assert.equal((await entries('outside.seen')).length, 1);
    });

    it('two who look without a lease tell it once: the second finds what the first noted', async () => {
      const { lookAtTenant } = await import('../../../../src/requests/watching/look.ts');
      await inPortal(company, 'omar', ON);
      company.clock.pass(10 * 60_000);
      const looks = await Promise.allSettled([1, 2].map(() => lookAtTenant(company.services)));
      assert.ok(looks.some(({ status }) => status === 'fulfilled'));
      for (const look of looks) if (look.status === 'rejected') assert.equal(look.reason.code, 'rev-conflict');
      await lookAtTenant(company.services);
      await company.settle();
      assert.equal(outside().length, 1);
    });

    it('killed before it was noted: it is told at the next look; killed after: by the next process', async () => {
      await inPortal(company, 'omar', ON);
      const { store } = company.services;
      const { send } = store;
      Object.assign(store, { send: async () => Promise.reject(new Error('killed')) });
      company.clock.pass(10 * 60_000);
      await assert.rejects(company.app.jobs.look(), /killed/);
      Object.assign(store, { send });
      company.clock.pass(10 * 60_000);
      await company.app.jobs.look();
      assert.equal(outside().length, 0, 'noted, and not delivered yet');
      const next = await company.another();
      await company.settle(next);
      await next.jobs.look();
      await company.settle(next);
      assert.equal(outside().length, 1);
      assert.equal((await entries('outside.seen')).length, 1);
    });

    it('two who adopt at once: one of them is named', async () => {
      await inPortal(company, 'omar', ON);
      await company.watch();
      const [card] = outside();
      assert(card);
      const answers = await Promise.all([press(company, 'grace', card, 'adopt'), press(company, 'bob', card, 'adopt')]);
      const named = answers.map((text) => /Adopted by (\w+)/.exec(text)?.[1]);
      assert.equal(named[0], named[1]);
      assert.equal((await entries('outside.adopted')).length, 1);
    });

    it('knows after a restart how far it has looked', async () => {
      const before = (await lastLook(company.services)).audit?.until;
      const other = await company.another();
      await company.watch(other);
      const after = (await lastLook(company.services)).audit?.until;
      assert.ok(before && after && after > before);
    });
  });

  async function entries(event: string) {
    return (await company.services.store.audit(0, 1_000)).filter((entry) => entry.event === event);
  }
});
