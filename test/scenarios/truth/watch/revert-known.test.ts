import assert from 'node:assert/strict';
import type { Company } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { eachWatched, inPortal, OFF, ON, press, requestOf, told } from '../../../support/company/watched-company.ts';

const OLD_TO_NEW =
  /Automatically resolve alerts\s+On → \s+Off\s+Before: by Microsoft's audit log \(omar@harbourline\.example\)/;

describe('a request that reverts a change outside Airlock', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  const outside = () => told(company, /Changed outside Airlock/).at(-1) ?? assert.fail('nothing was told');
  async function submit(draft: TeamsMessage): Promise<void> {
    const offered = actionOf(await company.view('alice', draft), 'submit') ?? assert.fail('the draft can be submitted');
    await company.invoke('alice', draft, { ...offered, data: { ...offered.data, reason: 'Nobody asked for it' } });
  }

  const last = () => company.teams.messages.at(-1) ?? assert.fail('nothing was answered');

  it('begins with what the audit log says, whoever adopted it or not, and is what its revert restores', async () => {
    await inPortal(company, 'omar', ON);
    await company.watch();
    await company.say('alice', 'revert change 1');
    const draft = last();
    assert.match(cardText(draft.card), OLD_TO_NEW);
    await submit(draft);
    await company.settle();
    assert.match(cardText(draft.card), OLD_TO_NEW);
    await company.approve('bob', draft);
    await company.settle();
    assert.equal((await requestOf(company)).state, 'approved');
    await inPortal(company, 'grace', OFF);
    await press(company, 'grace', draft, 'attest');
    await company.say('alice', 'revert 1');
    await company.settle();
    assert.match(cardText(last().card), /Turn on Automatically resolve alerts[\s\S]*Off → \s+On/);
  });

  it('goes by the newest record, and files nothing where it says that this is done already', async () => {
    await inPortal(company, 'omar', ON);
    await company.watch();
    const first = outside();
    company.clock.pass(3_600_000);
    await inPortal(company, 'grace', OFF);
    await company.watch();
    await press(company, 'alice', first, 'revert-outside');
    assert.match(cardText(last().card), /already off, by Microsoft's audit log \(grace@/);
  });

  it('stops where another change outside comes in between', async () => {
    await inPortal(company, 'omar', ON);
    await company.watch();
    await company.say('alice', 'revert change 1');
    const draft = last();
    await submit(draft);
    await company.settle();
    company.clock.pass(3_600_000);
    await inPortal(company, 'grace', OFF);
    await company.watch();
    await company.approve('bob', draft);
    await company.settle();
    assert.equal((await requestOf(company)).state, 'stale');
  });
});
