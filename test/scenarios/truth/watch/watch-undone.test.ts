import assert from 'node:assert/strict';
import type { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { approvedOn, eachWatched, inPortal, requestOf, told } from '../../../support/company/watched-company.ts';

describe('what portal shows of changes between two looks, by the front door', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  }, 'portal');

  const outside = () => told(company, /Changed outside Airlock/);

  for (const [what, asks, edit, says] of [
    [
      'deletes what was made',
      'create device group "Rigs" level full tag equals rigs',
      { group: 'Rigs', delete: true },
      /Device group "Rigs" is no longer listed/,
    ],
    [
      'takes a new name back',
      'rename device group Lab to Rigs',
      { group: 'Rigs', set: { Name: 'Lab' } },
      /Device group "Rigs" is now called "Lab"/,
    ],
  ] as const)
    it(`tells it where somebody ${what} before the next look, once`, async () => {
      const card = await company.pending(asks);
      await company.approve('bob', card);
      await company.settle();
      assert.equal((await requestOf(company)).outcome?.code, 'written', cardText(card.card));
      await inPortal(company, 'grace', edit);
      await company.watch();
      await company.watch();
      assert.equal(outside().length, 1);
      const shown = cardText(outside()[0]?.card);
      assert.match(shown, says);
      assert.match(shown, /what was done and undone between them is not seen/);
    });

  it('says on the card of a change that a later look read it as before, and offers no revert of it', async () => {
    await inPortal(company, 'grace', { group: 'Lab', set: { Name: 'Rigs' } });
    await company.watch();
    const [first] = outside();
    assert(first);
    assert.match(cardText(first.card), /Ask to revert/);
    await inPortal(company, 'grace', { group: 'Rigs', set: { Name: 'Lab' } });
    await company.watch();
    assert.match(cardText(first.card), /A later look read it as before \(2026-/);
    assert.doesNotMatch(cardText(first.card), /Ask to revert/);
    assert.equal(outside().length, 2, 'that it was undone is a change, too');
    assert.match(cardText(outside()[1]?.card), /It is as it was before change 1: nothing is left of either/);
    assert.doesNotMatch(cardText(outside()[1]?.card), /Ask to revert/);
    await company.watch();
    assert.equal(outside().length, 2);
    await company.say('bob', 'outside changes');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Airlock knows of none that is open/);
  });

  for (const looks of [1, 2])
    it(`takes no reading for a change that shows what it wrote as before, in looks: ${looks}`, async () => {
      await approvedOn(company);
      await company.watch();
      const set = { AutoResolveInvestigatedAlerts: false };
      const path = 'GetAdvancedFeaturesSetting';
      company.sandbox.world.faults.push({ surface: 'portal', path, kind: 'odd-list', list: { more: [set] } });
      for (let look = 0; look < looks; look += 1) await company.watch();
      assert.equal(outside().length, looks - 1, 'told when two looks read it');
      company.sandbox.world.faults.splice(0);
      for (let look = 0; look < 2; look += 1) await company.watch();
      assert.equal(outside().length, looks - 1, 'request 1 asked for what it is now');
      await company.say('bob', 'outside changes');
      assert.match(cardText(company.teams.messages.at(-1)?.card), /Airlock knows of none that is open/);
    });

  it('tells a shift of devices that an own change elsewhere cannot explain', async () => {
    const card = await company.pending('create device group "Rigs" level full name equals nobody');
    await company.approve('bob', card);
    await company.settle();
    await company.watch(company.app, 70);
    const { machines } = company.sandbox.world;
    const others = machines.filter(({ osPlatform }) => !osPlatform.startsWith('WindowsServer'));
    machines.splice(0, machines.length, ...others);
    await company.watch(company.app, 70);
    assert.match(
      outside()
        .map(({ card: one }) => cardText(one))
        .join(),
      /devices left Device group "Servers"/,
    );
  });

  it('tells what was changed of a group that one look did not list, once it is back', async () => {
    const { tenant } = company.sandbox.world;
    const all = tenant.deviceGroups;
    tenant.deviceGroups = all.filter(({ Name }) => Name !== 'Servers');
    await company.watch();
    assert.equal(outside().length, 1);
    tenant.deviceGroups = all;
    await inPortal(company, 'omar', { group: 'Servers', set: { AutoRemediationLevel: 0 } });
    for (let look = 0; look < 2; look += 1) await company.watch();
    const found = outside().map(({ card }) => cardText(card));
    assert.equal(found.length, 2, found.join());
    assert.match(found.join(), /"Servers": its remediation level went from .* to No automated response/);
  });

  it('tells nothing of another tenant that is played in its place, and what is changed there from then on', async () => {
    company.sandbox.world.tenant.deviceGroups = company.sandbox.world.tenant.deviceGroups.filter(
      ({ Name }) => Name !== 'Lab',
    );
    await company.app.jobs.beginAnew();
    await company.watch(company.app, 70);
    assert.equal(outside().length, 0, cardText(outside()[0]?.card));
    await inPortal(company, 'grace', { group: 'Servers', set: { AutoRemediationLevel: 0 } });
    await company.watch();
    assert.equal(outside().length, 1);
  });
});
