import assert from 'node:assert/strict';
import type { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import {
  alertsFact,
  approvedOn,
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
const HOUR = 60 * MINUTE;

describe('a request that comes to be known as applied beside what was told as changed outside', () => {
  let company: Company;
  const outside = () => told(company, /Changed outside Airlock/).map(({ card }) => cardText(card));

  describe('with portal', () => {
    eachWatched((opened) => {
      company = opened;
    }, 'portal');

    async function failed() {
      const { faults } = company.sandbox.world;
      faults.push({ surface: 'portal', method: 'POST', path: 'SaveAdvancedFeatures', kind: 'cut' });
      const card = await approvedOn(company);
      faults.splice(0);
      for (let hours = 0; hours < 8; hours += 2) await company.watch(company.app, 120);
      assert.equal((await requestOf(company)).state, 'failed', cardText(card.card));
      return card;
    }

    it('was written after its approval, by a log whose clock is some seconds behind, too', async () => {
      auditLog(company).delayMs = 5 * MINUTE;
      const card = await approvedOn(company);
      const [record] = auditLog(company).records;
      assert(record);
      Object.assign(record, { at: record.at - 3_000 });
      await company.watch();
      assert.match(cardText(card.card), /Corroborated/);
      assert.doesNotMatch(cardText(card.card), /before (?:its|the) approval/);
      assert.deepEqual((await requestOf(company)).outcome?.corroborated?.findings, []);
    });

    it('is not shown by a reading that the log gives to somebody else', async () => {
      const card = await failed();
      await company.watch(company.app, 24 * 60);
      await inPortal(company, 'grace', ON);
      await company.watch();
      assert.match(outside().join(), /was set to On[\s\S]*Grace Gallagher/);
      for (let hours = 0; hours < 8; hours += 4) await company.watch(company.app, 240);
      assert.equal((await requestOf(company)).state, 'failed', cardText(card.card));
      assert.deepEqual(told(company, /shows after all|seen later/), []);
    });

    it('is told of beside the record of somebody else that comes after the reading', async () => {
      const card = await failed();
      auditLog(company).delayMs = 12 * HOUR;
      await company.watch(company.app, 24 * 60);
      await inPortal(company, 'grace', ON);
      for (let hours = 0; hours < 8; hours += 4) await company.watch(company.app, 240);
      assert.match(cardText(card.card), /A reading does not tell who set it/);
      for (let hours = 0; hours < 8; hours += 4) await company.watch(company.app, 240);
      assert.equal((await requestOf(company)).outcome?.corroborated, undefined);
      assert.match(
        outside().join(),
        /Grace Gallagher[\s\S]*#1 asked for exactly this and was told as seen later: this may be what was seen/,
      );
    });
  });

  describe('with guided', () => {
    eachWatched((opened) => {
      company = opened;
    });

    it('is told of at once where a record is in hand, and with what set it back where nobody reports it', async () => {
      const card = await approvedOn(company);
      company.clock.pass(HOUR);
      await inPortal(company, 'grace', ON);
      await company.watch();
      const inHand = told(company, /audit log has a record of it already/);
      assert.equal(inHand.length, 2, 'asker and approvers');
      assert.match(cardText(inHand[0]?.card), /Grace Gallagher[\s\S]*nobody has reported it/);
      company.clock.pass(HOUR);
      await inPortal(company, 'grace', OFF);
      await company.watch();
      assert.equal(told(company, /audit log has a record of it already/).length, 2, 'once');
      for (let hours = 0; hours < 72; hours += 12) await company.watch(company.app, 720);
      assert.equal((await requestOf(company)).state, 'applied');
      const text = cardText(card.card);
      assert.match(text, /set to Off after that, outside Airlock \(change 1\)/);
      const news = told(company, /is applied after all/).map(({ card: one }) => cardText(one));
      assert.equal(news.length, 2);
      for (const one of news) assert.match(one, /set to Off after that, outside Airlock \(change 1\)/);
    });

    it('is told with what set it back where somebody reports it after that', async () => {
      const card = await approvedOn(company);
      await inPortal(company, 'omar', ON);
      await company.watch();
      await inPortal(company, 'grace', OFF);
      await company.watch();
      assert.equal(outside().length, 1);
      await press(company, 'omar', card, 'attest');
      await company.watch();
      assert.ok((await requestOf(company)).outcome?.corroborated);
      assert.match(cardText(card.card), /set to Off after that, outside Airlock \(change 1\)/);
      assert.doesNotMatch(cardText(card.card), /Nothing to do/);
      assert.equal((await alertsFact(company))?.source.kind, 'not-known');
    });
  });
});
