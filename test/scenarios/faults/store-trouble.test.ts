import assert from 'node:assert/strict';
import { tellStoreBack } from '../../../src/requests/recording/tell-store-back.ts';
import { storeTrouble } from '../../../src/shared/store-trouble.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';

const MINUTE = 60_000;

describe('while nothing can be stored', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
  });
  afterEach(() => company.close());

  const texts = () => company.teams.messages.map(({ card }) => cardText(card));

  /** From now on every write finds a full disk. @returns what makes room */
  function fill(): () => void {
    const { store } = company.services;
    const usual = { ...store };
    const full = async () => {
      throw storeTrouble('full', 'SQLITE_FULL');
    };
    const writes = ['send', 'commit', 'fileTask', 'acquire', 'rememberConversation', 'rememberContact'] as const;
    for (const write of writes) Object.assign(store, { [write]: full });
    return () => Object.assign(store, usual);
  }

  it('answers who only looks, whoever it is, and shows cards', async () => {
    const card = await company.pending();
    const makeRoom = fill();
    await company.say('bob', 'requests', 'a:bob');
    assert.match(texts().at(-1) ?? '', /#1/);
    assert.match(cardText(await company.view('bob', card)), /#1/);
    makeRoom();
  });

  it('says to whoever decides that it was not stored, and counts it once there is room', async () => {
    const card = await company.pending();
    const makeRoom = fill();
    const answer = await company.approve('bob', card);
    assert.match(JSON.stringify(answer), /SQLITE_FULL: the disk is full.*not stored/);
    makeRoom();
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await company.services.store.requestByNumber(company.services.tenantId, 1))?.state, 'applied');
  });

  it('tells the approval channel, once, when it is over', async () => {
    const card = await company.pending('use this channel for approvals');
    await company.approve('bob', card);
    await company.settle();
    const until = company.clock.now();
    const outage = { trouble: 'full', until } as const;
    await tellStoreBack(company.services, { ...outage, since: until - 1_000 });
    for (const since of [until - 30 * MINUTE, until - 31 * MINUTE])
      await tellStoreBack(company.services, { ...outage, since });
    await company.settle();
    const told = texts().filter((text) => /Airlock can store again[\s\S]*the disk is full/.test(text));
    assert.equal(told.length, 1);
  });
});
