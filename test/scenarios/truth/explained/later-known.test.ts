import assert from 'node:assert/strict';
import type { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import {
  auditLog,
  eachWatched,
  inPortal,
  OFF,
  ON,
  press,
  requestOf,
  told,
} from '../../../support/company/watched-company.ts';

const MINUTE = 60_000;

describe('what comes to be known of a change outside after its card was pressed', () => {
  let company: Company;
  const outside = () => told(company, /Changed outside Airlock/).at(-1) ?? assert.fail('nothing was told');

  describe('with portal', () => {
    eachWatched((opened) => {
      company = opened;
    }, 'portal');

    for (const [adopter, says] of [
      ['grace', /Grace Gallagher[^\n]*, who adopted it/],
      ['bob', /Grace Gallagher/],
    ] as const)
      it(`is told, adopted by ${adopter}: who made it, by a record that comes after that`, async () => {
        auditLog(company).delayMs = 45 * MINUTE;
        await inPortal(company, 'grace', ON);
        await company.watch();
        const card = outside();
        assert.match(await press(company, adopter, card, 'adopt'), /Adopted by/);
        for (let look = 0; look < 6; look += 1) await company.watch();
        const notices = told(company, /Change 1, which was adopted: the audit log names who made it/);
        assert.ok(notices.length > 0);
        for (const { card: one } of notices) assert.match(cardText(one), says);
        assert.equal(/who adopted it/.test(cardText(notices[0]?.card)), adopter === 'grace');
        assert.match(cardText(card.card), /Grace Gallagher/);
      });
  });

  describe('with guided', () => {
    eachWatched((opened) => {
      company = opened;
    });

    it('is that it was reverted by a word alone, until the log says so', async () => {
      await inPortal(company, 'grace', ON);
      await company.watch();
      const card = outside();
      await company.say('alice', 'revert change 1');
      const draft = company.teams.messages.at(-1) ?? assert.fail();
      const offered = actionOf(await company.view('alice', draft), 'submit') ?? assert.fail();
      await company.invoke('alice', draft, { ...offered, data: { ...offered.data, reason: 'Nobody asked for it' } });
      await company.settle();
      await company.approve('bob', draft);
      await company.settle();
      await press(company, 'omar', draft, 'attest');
      await company.watch();
      assert.equal((await requestOf(company)).outcome?.code, 'attested');
      assert.doesNotMatch(cardText(card.card), /✓|, reverted|Reverted by #/);
      assert.match(cardText(card.card), /reverted by the word of Omar Okafor[^\n]* alone: #1/);
      await company.say('bob', 'outside changes');
      assert.match(cardText(company.teams.messages.at(-1)?.card), /1 open/);
      await inPortal(company, 'omar', OFF);
      await company.watch();
      await company.watch();
      assert.match(cardText(card.card), /✓ Changed outside Airlock, reverted[\s\S]*Reverted by #1/);
    });
  });
});
