import assert from 'node:assert/strict';
import type { Services } from '../../../../src/requests/ports/services.ts';
import { outsideDigest } from '../../../../src/requests/record/outside.ts';
import { adoptOutside } from '../../../../src/requests/watching/adopt.ts';
import { openOutside, outsideChange } from '../../../../src/requests/watching/outside-store.ts';
import type { Company } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { alertsFact, eachWatched, inPortal, OFF, ON, press, told } from '../../../support/company/watched-company.ts';

describe('whoever adopts what was changed outside, and what their card did not show', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  /** Omar switches back and forth so often, then Grace once, all within one look. */
  async function changed(times: number): Promise<readonly TeamsMessage[]> {
    for (let at = 0; at < times; at += 1) {
      await inPortal(company, 'omar', at % 2 === 0 ? ON : OFF);
      company.clock.pass(2_000);
    }
    await inPortal(company, 'grace', times % 2 === 0 ? ON : OFF);
    await company.watch();
    return told(company, /Changed outside Airlock/).filter(({ conversation }) => conversation === 'a:grace');
  }

  const open = async () => (await openOutside(company.services)).map(({ number }) => number);

  it('close nothing of it: what goes beyond one card has a card and a number of its own', async () => {
    const [first, second, ...more] = await changed(8);
    assert(first && second);
    assert.equal(more.length, 0);
    assert.match(cardText(first.card), /Change 1[\s\S]*8\. Automatically resolve alerts was set to Off/);
    assert.doesNotMatch(cardText(first.card), /Grace Gallagher|more, which the record names/);
    assert.match(cardText(second.card), /Change 2[\s\S]*was set to On[\s\S]*Grace Gallagher/);
    assert.match(await press(company, 'grace', first, 'adopt'), /superseded by change 2\. Nothing was adopted/);
    assert.match(await press(company, 'grace', second, 'adopt'), /You cannot adopt this change/);
    assert.deepEqual(await open(), [2, 1]);
    assert.match(await press(company, 'bob', second, 'adopt'), /Adopted by Bob Brandt \(bob@harbourline\.example\)/);
    assert.equal((await alertsFact(company))?.value, 'on', 'the state that stands');
  });

  it('say of the switch what its last change set, however many there were before', async () => {
    await changed(8);
    await company.say('bob', 'status', 'a:bob');
    await company.settle();
    const status = cardText(company.teams.messages.at(-1)?.card);
    assert.match(
      status,
      /Automatically resolve alerts[^\n]*\n[\s\S]{0,80}Set to On outside Airlock, as Microsoft's audit log says: change 2/,
    );
    assert.doesNotMatch(status, /Set to Off outside Airlock/);
  });

  it('adopt by no button of a card that showed something else', async () => {
    const [card] = await changed(0);
    assert(card);
    const offered = actionOf(card.card, 'adopt') ?? assert.fail();
    const { digest, ...without } = offered.data as { digest: string };
    assert.match(digest, /^[0-9a-f]{64}$/);
    for (const data of [without, { ...without, digest: 'a'.repeat(64) }]) {
      const { value } = await company.invoke('bob', card, { ...offered, data });
      assert.match(cardText({ value }), /Nothing was adopted: your card showed it otherwise/);
      assert(actionOf(value, 'adopt'), 'the card as it is now offers it');
    }
    assert.deepEqual(await open(), [1]);
    assert.match(await press(company, 'bob', card, 'adopt'), /Adopted by Bob Brandt \(bob@harbourline\.example\)/);
  });

  it('adopt nothing else than they were told apart for, where it changes while the directory is asked', async () => {
    await changed(0);
    const { services } = company;
    const [outside] = await openOutside(services);
    assert(outside);
    const [fact] = await services.store.facts(services.tenantId, `outside:${outside.id}`);
    let asked = 0;
    const { directory } = services;
    const standing: typeof directory.standing = async (...whom) => {
      asked += 1;
      const changes = [outsideChange(services, { ...outside, more: 1 }, fact?.changedAt ?? null)];
      if (asked === 1)
        await services.store.send({ messages: [], tasks: [], facts: { tenantId: services.tenantId, changes } });
      return directory.standing(...whom);
    };
    const slow: Services = { ...services, directory: Object.assign(Object.create(directory), { standing }) };
    const presser = { oid: company.person('bob').id };
    await assert.rejects(adoptOutside(slow, { id: outside.id, seen: outsideDigest(outside) }, presser as never), {
      code: 'card-outdated',
    });
    assert(asked > 0);
    assert.deepEqual(await open(), [1]);
  });
});
