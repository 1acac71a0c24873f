import assert from 'node:assert/strict';
import { FEATURE_NAMES, feature } from '../../src/changes/features.ts';
import { parseCommand } from '../../src/teams/language/parse-command.ts';
import { Company } from '../support/company/company.ts';
import { cardText } from '../support/company/fake-teams.ts';

describe('every switch of the table', () => {
  let company: Company;
  afterEach(() => company?.close());

  for (const name of FEATURE_NAMES) {
    const { title, wireKey } = feature(name);
    const command = `enable ${title.toLowerCase()}`;

    it(`is turned on and off only by its own words: ${title}`, async () => {
      company = await Company.open();
      assert.equal(company.features()[wireKey], false);
      const card = await company.pending(command);
      await company.approve('bob', card);
      await company.settle();
      assert.match(cardText(card.card), /Applied/);
      assert.equal(company.features()[wireKey], true);
      assert.equal(company.writes.length, 1);
      await company.say('rita', 'status');
      assert.match(cardText(company.teams.messages.at(-1)?.card), new RegExp(`${title}[\\s\\S]*On`));
      const { banner } = feature(name).risk.off;
      const off = await company.pending(`disable ${title.toLowerCase()}`);
      if (banner !== null) assert.match(cardText(off.card), new RegExp(banner.asked.replaceAll('.', '\\.')));
      await company.approve('bob', off);
      await company.settle();
      assert.equal(company.features()[wireKey], false);
      await company.assertAuditHolds();
    });

    it(`is handed over with its steps where a person applies changes: ${title}`, async () => {
      company = await Company.open({ connector: 'guided' });
      await company.say('alice', 'help', 'a:alice');
      assert.match(cardText(company.teams.messages.at(-1)?.card), new RegExp(command));
      const card = await company.pending(command);
      await company.approve('bob', card);
      await company.settle();
      assert.match(cardText(card.card), new RegExp(`Set this switch[\\s\\S]*${title}`));
      assert.equal(company.writes.length, 0);
    });

    it(`is known by every phrase, and by no other switch's: ${title}`, () => {
      for (const phrase of feature(name).phrases) {
        assert.deepEqual(parseCommand(`turn ${phrase} off`), {
          kind: 'change',
          change: { kind: 'advanced-feature', feature: name, to: 'off' },
        });
      }
    });
  }
});
