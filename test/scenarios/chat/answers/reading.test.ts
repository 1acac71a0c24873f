import assert from 'node:assert/strict';
import { createTeams } from '../../../../src/teams/create-teams.ts';
import { Company, SOC } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';

const WISH = 'enable automated investigation';

describe('a command that has to read Defender', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  /** Says it and lets messages out, but no task in. */
  async function asked(text = WISH, id?: string) {
    const activity = { ...company.envelope('alice', SOC), type: 'message', text, ...(id && { id }) };
    assert.equal((await company.post(activity)).status, 200);
    await letOut();
  }

  async function letOut(): Promise<void> {
    const { store } = company.services;
    const teams = createTeams({ services: company.services, identity: { demo: true } });
    for (const message of await store.takeMessages('test', company.clock.now(), 1_000, 10)) {
      const shown = await teams.messenger.deliver(message);
      await store.messageShown(message, { ...shown, at: company.clock.now() });
    }
  }

  const only = () => {
    const [message, ...others] = company.teams.messages;
    assert(message);
    assert.deepEqual(others, []);
    return message;
  };

  it('is answered at once, and that message becomes the draft', async () => {
    await asked();
    assert.match(cardText(only().card), /Reading Defender …/);
    assert.match(cardText(only().card), /enable automated investigation/);
    await company.settle();
    assert(actionOf(await company.view('alice', only()), 'submit'));
  });

  it('becomes the status, or a form', async () => {
    await asked('status');
    await company.settle();
    assert.match(cardText(only().card), /Defender now/);
    company.teams.messages.length = 0;
    await asked('create device group');
    assert.match(cardText(only().card), /Reading Defender …/);
    await company.settle();
    assert.match(cardText(only().card), /New device group|form/);
  });

  it('is read once, however often it is delivered, and by whichever instance comes first', async () => {
    await asked(WISH, 'm-1');
    await asked(WISH, 'm-1');
    const second = await company.another();
    await Promise.all([company.settle(), company.settle(second)]);
    await asked(WISH, 'm-1');
    await company.settle(second);
    only();
    assert.equal((await company.recorded()).filter(({ event }) => event === 'request.drafted').length, 1);
  });

  it('says why not in that message, and Try again holds what was typed', async () => {
    company.sandbox.world.faults.push({ surface: 'portal', kind: 'status', status: 503 });
    await asked();
    await company.settle();
    assert.match(cardText(only().card), /Nothing was filed/);
    const again = actionOf(only().card, 'say') ?? assert.fail();
    assert.deepEqual(again.data, { say: WISH, tried: 1 });
    await company.invoke('alice', only(), again);
    await company.settle();
    const once = actionOf(only().card, 'say') ?? assert.fail();
    assert.deepEqual(once.data, { say: WISH, tried: 2 }, 'and again, as often as it is pressed');
    company.sandbox.world.faults.length = 0;
    const pressed = await company.invoke('alice', only(), once);
    assert.match(cardText(pressed.value), /Reading Defender …/);
    await company.settle();
    assert(actionOf(await company.view('alice', only()), 'submit'));
  });

  it('is tried again once, whoever presses and however often Teams sends it', async () => {
    company.sandbox.world.faults.push({ surface: 'portal', kind: 'status', status: 503 });
    await asked();
    await company.settle();
    const again = actionOf(only().card, 'say') ?? assert.fail();
    await Promise.all([
      company.invoke('alice', only(), again),
      company.invoke('bob', only(), again, { app: await company.another() }),
      company.invoke('alice', only(), again),
    ]);
    await company.settle();
    assert.deepEqual(actionOf(only().card, 'say')?.data, { say: WISH, tried: 2 });
    company.sandbox.world.faults.length = 0;
    const old = await company.invoke('alice', only(), again);
    assert.match(cardText(old.value), /Somebody asked for this again already/);
    await company.settle();
    assert.match(cardText(only().card), /Nothing was filed/, 'an old press does not count for the new card');
    await company.invoke('bob', only(), actionOf(only().card, 'say') ?? assert.fail());
    await company.settle();
    const late = await company.invoke('alice', only(), again);
    assert.match(cardText(late.value), /Bob Brandt/, 'a late press shows what has become of it');
    only();
    const drafted = (await company.recorded()).filter(({ event }) => event === 'request.drafted');
    assert.equal(drafted.length, 1, 'the one who pressed asks, in their own name');
  });

  it('becomes a new message where the first one was deleted meanwhile', async () => {
    await asked();
    Object.assign(only(), { id: 'deleted' });
    await company.settle();
    const fresh = company.teams.messages.at(-1);
    assert.equal(company.teams.messages.length, 2);
    assert(fresh && actionOf(await company.view('alice', fresh), 'submit'));
  });

  it('is not done hours later by surprise', async () => {
    await asked();
    company.clock.pass(3 * 3_600_000);
    await company.settle();
    assert.match(cardText(only().card), /hours ago, and Airlock could not do it until now/);
    await company.invoke('alice', only(), actionOf(only().card, 'say') ?? assert.fail());
    await company.settle();
    assert(actionOf(await company.view('alice', only()), 'submit'));
  });

  it('goes on after a crash between the promise and the draft', async () => {
    await asked();
    await company.services.store.takeTask(['draft'], 'dies', company.clock.now(), 60_000);
    await company.settle();
    assert.match(cardText(only().card), /Reading Defender …/);
    company.clock.pass(61_000);
    await company.settle(await company.another());
    assert(actionOf(await company.view('alice', only()), 'submit'));
  });
});
