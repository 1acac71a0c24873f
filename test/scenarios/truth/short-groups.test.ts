import assert from 'node:assert/strict';
import type { Fault, OddList } from '../../../src/sandbox/company/world.ts';
import type { Company } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { eachWatched, inPortal, requestOf, told } from '../../support/company/watched-company.ts';

const MINUTE = 60_000;
const SCOPES = 'customAppScopes';

/** A list of device groups that lacks some is never told as the whole list. */
describe('a list of device groups that is short', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  function strike(surface: Fault['surface'], path: string, list: OddList, times?: number): void {
    company.sandbox.world.faults.push({ surface, path, kind: 'odd-list', list, ...(times && { times }) });
  }

  const mend = () => company.sandbox.world.faults.splice(0);

  async function answer(command: string): Promise<string> {
    await company.say('alice', command);
    return cardText(company.teams.messages.at(-1)?.card ?? {});
  }

  async function handedOver(command: string): Promise<TeamsMessage> {
    const card = await company.pending(command);
    await company.approve('bob', card);
    await company.settle();
    return card;
  }

  async function reported(card: TeamsMessage): Promise<string> {
    await company.invoke('omar', card, actionOf(card.card, 'attest') ?? assert.fail('nothing to attest'));
    await company.settle();
    return cardText(card.card);
  }

  async function later(minutes: number): Promise<void> {
    company.clock.pass(minutes * MINUTE);
    await company.settle();
  }

  it('once, verifies no deletion', async () => {
    const card = await handedOver('delete device group "Lab"');
    strike('mde', '/api/machines', { hides: 'Lab' });
    strike('graph', SCOPES, { hides: 'Lab' }, 1);
    const text = await reported(card);
    assert.doesNotMatch(text, /verified|Verified/);
    assert.match(text, /does not list it now/);
    await later(2);
    assert.match(cardText(card.card), /Microsoft Graph still lists/);
    assert.equal((await requestOf(company)).state, 'applying');
  });

  it('beside a list of devices that breaks off, verifies no deletion', async () => {
    const card = await handedOver('delete device group "Lab"');
    strike('graph', SCOPES, { hides: 'Lab' });
    strike('mde', '/api/machines', { link: 'itself', without: ['rbacGroupId'] });
    await reported(card);
    await later(2);
    await later(5);
    assert.equal((await requestOf(company)).outcome?.code, 'attested');
    assert.match(cardText(card.card), /is gone \(not every device could be read\)/);
  });

  for (const link of ['new', 'nowhere'] as const)
    it(`by links that lead on to nothing (${link}), verifies no deletion`, async () => {
      const card = await handedOver('delete device group "Lab"');
      strike('mde', '/api/machines', { hides: 'Lab' });
      strike('graph', SCOPES, { hides: 'Lab', link });
      await reported(card);
      await later(2);
      assert.equal((await requestOf(company)).outcome?.code, 'attested');
    });

  it('for a while, so that a deletion was verified: that is corrected when it names the group again', async () => {
    const card = await handedOver('delete device group "Lab"');
    strike('graph', SCOPES, { hides: 'Lab' });
    strike('mde', '/api/machines', { hides: 'Lab' });
    await reported(card);
    await later(2);
    assert.equal((await requestOf(company)).outcome?.code, 'verified');
    mend();
    for (let at = 0; at < 3; at += 1) await later(60);
    assert.equal((await requestOf(company)).outcome?.code, 'attested');
    assert.match(cardText(card.card), /Applied, attested by Omar Okafor \(not shown yet\)/);
    assert.match(cardText(card.card), /A list had lacked it, and shows it again: Microsoft Graph still lists/);
    await inPortal(company, 'grace', { group: 'Lab', delete: true });
    for (let at = 0; at < 5; at += 1) await later(60);
    assert.equal((await requestOf(company)).outcome?.code, 'surfaced');
  });

  for (const link of ['new', 'nowhere'] as const)
    it(`by links that lead on to nothing (${link}), is told as short, and tells of no group that is gone`, async () => {
      strike('graph', SCOPES, { hides: 'Lab', link });
      await company.watch();
      assert.equal(told(company, /Changed outside Airlock/).length, 0);
      assert.match(await answer('status'), /Not every device group could be read/);
      strike('mde', '/api/machines', { hides: 'Lab' });
      assert.match(await answer('set device group "Lab" to full'), /could be read, and not every group could/);
    });

  const odd = [
    ['no object', null],
    ['a text', '00010'],
    ['an entry without a kind', { id: '00010', displayName: 'Lab' }],
  ] as const;
  for (const [what, entry] of odd)
    it(`by ${what} in place of a group, verifies no deletion and tells of none`, async () => {
      const card = await handedOver('delete device group "Lab"');
      strike('mde', '/api/machines', { hides: 'Lab' });
      strike('graph', SCOPES, { hides: 'Lab', more: [entry] });
      await reported(card);
      for (let at = 0; at < 3; at += 1) await later(60);
      assert.equal((await requestOf(company)).outcome?.code, 'attested');
      await company.watch();
      assert.equal(told(company, /Changed outside Airlock/).length, 0);
      assert.match(await answer('status'), /there may be more\. 1 of what the list holds could not be used\./);
    });

  it('once, tells of no group that is gone', async () => {
    strike('graph', SCOPES, { hides: 'Lab' }, 1);
    await company.watch();
    await company.watch();
    assert.equal(told(company, /Changed outside Airlock/).length, 0);
  });

  it('for a while: the card says when the group is listed again', async () => {
    strike('graph', SCOPES, { hides: 'Lab' });
    await company.watch();
    const [card] = told(company, /Device group "Lab" is no longer listed/);
    assert(card);
    mend();
    await company.watch();
    assert.match(cardText(card.card), /A later look read it as before/);
  });

  it('when the steps would be handed over, stops nothing that can be read later', async () => {
    const card = await company.pending('set device group "Lab" to full');
    strike('graph', SCOPES, { hides: 'Lab', link: 'nowhere' });
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await requestOf(company)).state, 'approved');
    mend();
    await later(2);
    assert.notEqual((await requestOf(company)).handover, null);
  });
});
