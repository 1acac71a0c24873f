import assert from 'node:assert/strict';
import type { Company, Name } from '../../../support/company/company.ts';
import { actionOf, type Card, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { auditLog, eachWatched, inPortal, ON, press, told } from '../../../support/company/watched-company.ts';
import { alterPerson, knowSinceLong } from '../../../support/people/alter-people.ts';

const OTHER_ACCOUNT = {
  displayName: 'Ops Desk',
  userPrincipalName: 'od@harbourline.example',
  mail: null,
  otherMails: [],
  proxyAddresses: [],
  onPremisesImmutableId: null,
  userType: 'Member',
  accountEnabled: true,
  createdDateTime: '2021-02-15T08:30:00Z',
  assignedAt: '2025-11-03T09:12:00Z',
  roles: ['Security Administrator'],
};

describe('whoever changed something in the portal, who would adopt it alone', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  async function changedBy(who: Name): Promise<TeamsMessage> {
    await inPortal(company, who, ON);
    await company.watch();
    return told(company, /Changed outside Airlock/)[0] ?? assert.fail();
  }

  const adopted = async () => (await company.services.store.latestEntry('outside.adopted')) !== null;

  it('cannot, whoever they are by another name, and another admin can', async () => {
    const card = await changedBy('grace');
    assert.match(
      await press(company, 'grace', card, 'adopt'),
      /cannot adopt this change, since .*they are one account/,
    );
    await company.say('grace', 'adopt change 1');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /cannot adopt this change/);
    assert.equal(await adopted(), false);
    assert.match(await press(company, 'bob', card, 'adopt'), /Adopted by Bob Brandt \(bob@harbourline\.example\)/);
  });

  /** What comes back where a client asks by itself. */
  async function refreshed(who: Name, card: TeamsMessage): Promise<Card> {
    const asks = actionOf(card.card, 'outside-show') ?? assert.fail('the card asks for views');
    return (await company.invoke(who, card, asks, { trigger: 'automatic' })).value as Card;
  }

  it('is not offered it, by the view that their client asks for and by the answer to any press; others are', async () => {
    const card = await changedBy('grace');
    assert.match(cardText(card.card), /Whoever made it cannot adopt it: another admin does/);
    assert.deepEqual((card.card.refresh as { userIds: unknown }).userIds, ['29:grace']);
    for (const view of [
      await refreshed('grace', card),
      (await company.invoke('grace', card, actionOf(card.card, 'adopt') ?? assert.fail())).value as Card,
    ]) {
      assert.equal(actionOf(view, 'adopt'), null, 'offered');
      assert.equal(cardText(view).match(/cannot adopt this change/g)?.length, 1, cardText(view));
    }
    const others = await refreshed('bob', card);
    assert(actionOf(others, 'adopt'), 'not offered to another admin');
    assert.doesNotMatch(cardText(others), /You cannot/);
  });

  it('is shown as adopted to whose view was asked for before that, and answered after it', async () => {
    const card = await changedBy('grace');
    const second = await company.another();
    const { directory } = company.services;
    const roleDates = directory.roleDates.bind(directory);
    let isAsked = false;
    Object.assign(directory, {
      roleDates: async (...of: Parameters<typeof roleDates>) => {
        const offered = isAsked ? null : actionOf(card.card, 'adopt');
        isAsked = true;
        if (offered) await company.invoke('bob', card, offered, { app: second });
        return roleDates(...of);
      },
    });
    const view = await refreshed('grace', card);
    assert.equal(await adopted(), true);
    assert.match(cardText(view), /Adopted by Bob Brandt/);
    assert.equal(actionOf(view, 'adopt'), null);
  });

  for (const [title, employeeId] of [
    ['of the same number', '1001'],
    ['of a number that looks like it', '10O1-adm'],
    ['without a number', null],
  ] as const)
    it(`cannot by a second account ${title}`, async () => {
      await alterPerson(company, 'alice2', { ...OTHER_ACCOUNT, employeeId });
      await knowSinceLong(company, 'alice2');
      const card = await changedBy('alice');
      assert.match(await press(company, 'alice2', card, 'adopt'), /cannot adopt this change/);
      assert.equal(await adopted(), false);
    });

  it('cannot by an account or a role that was made a second ago', async () => {
    const card = await changedBy('grace');
    const now = new Date(company.clock.now() - 1_000).toISOString();
    await alterPerson(company, 'alice2', { ...OTHER_ACCOUNT, employeeId: 'K-77120' });
    await knowSinceLong(company, 'alice2');
    await alterPerson(company, 'alice2', { ...OTHER_ACCOUNT, employeeId: 'K-77120', createdDateTime: now });
    assert.match(await press(company, 'alice2', card, 'adopt'), /exists only since .* you cannot adopt changes yet/);
    await alterPerson(company, 'alice2', { ...OTHER_ACCOUNT, employeeId: 'K-77120', assignedAt: now });
    assert.match(await press(company, 'alice2', card, 'adopt'), /cannot adopt/);
    assert.equal(await adopted(), false);
  });

  it('is not taken for another where the directory does not know them any more', async () => {
    const card = await changedBy('grace');
    await alterPerson(company, 'grace', { status: 404 });
    assert.match(await press(company, 'bob', card, 'adopt'), /the directory does not know grace@/);
    assert.equal(auditLog(company).records.length > 0, true);
    assert.equal(await adopted(), false);
  });
});
