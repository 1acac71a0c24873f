import assert from 'node:assert/strict';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';
import { told } from '../../support/company/watched-company.ts';

const AT = {
  portal: { surface: 'portal', path: 'machine_groups', name: 'Name', description: 'Description' },
  guided: { surface: 'graph', path: 'customAppScopes', name: 'displayName', description: 'description' },
} as const;

/** Of two groups with one number it is not known which one the number means. */
for (const connector of ['portal', 'guided'] as const)
  describe(`two device groups with one number, ${connector}`, () => {
    let company: Company;
    let first = '';
    const { surface, path, ...keys } = AT[connector];
    beforeEach(async () => {
      company = await Company.open({ connector });
      first = String(company.sandbox.world.tenant.deviceGroups[0]?.Name);
      await company.say('grace', 'help', 'a:grace');
      await company.watch();
    });
    afterEach(async () => {
      await company.assertAuditHolds();
      await company.close();
    });

    const twin = (copy: Readonly<Record<string, unknown>>) =>
      company.sandbox.world.faults.push({ surface, path, method: 'GET', kind: 'odd-list', list: { copy } });
    const outside = () => told(company, /Airlock found a change/).map(({ card }) => cardText(card));

    async function answer(command: string): Promise<string> {
      await company.say('alice', command);
      return cardText(company.teams.messages.at(-1)?.card ?? {});
    }

    it('are told, and neither is changed, while others go on', async () => {
      twin({ [keys.name]: 'Another' });
      assert.match(
        await answer('status'),
        new RegExp(
          `Defender lists 2 device groups as number \\d+ \\(.*"?${first}"? and "?Another"?\\): which one is meant`,
        ),
      );
      for (const name of [first, 'Another'])
        assert.match(
          await answer(`edit device group "${name}" level full`),
          /lists several device groups as number \d+/,
        );
      assert.match(await answer('edit device group Lab level full'), /Draft, not sent yet/);
    });

    it('are no change outside Airlock', async () => {
      twin({ [keys.name]: 'Another' });
      await company.watch();
      company.clock.pass(3_600_000);
      await company.watch();
      assert.deepEqual(outside(), []);
    });

    it('of one name, too', async () => {
      twin({ [keys.description]: 'Another description' });
      assert.match(
        await answer(`edit device group "${first}" level full`),
        /lists several device groups as number \d+/,
      );
    });
  });
