import assert from 'node:assert/strict';
import type { Fault } from '../../../../src/sandbox/company/world.ts';
import type { Company } from '../../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import {
  approvedOn,
  auditLog,
  eachWatched,
  inPortal,
  ON,
  requestOf,
  told,
} from '../../../support/company/watched-company.ts';

const MINUTE = 60_000;

const refused = (path: string): Fault => ({ surface: 'portal', path, kind: 'status', status: 403 });

describe('what somebody does by hand after a request that wrote nothing, by the front door', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  }, 'portal');

  const outside = () => told(company, /Changed outside Airlock/).map(({ card }) => cardText(card));

  async function refusedSwitch(): Promise<TeamsMessage> {
    company.sandbox.world.faults.push(refused('SaveAdvancedFeatures'));
    const card = await approvedOn(company);
    await assertRefused();
    return card;
  }

  async function assertRefused(): Promise<void> {
    company.sandbox.world.faults.splice(0);
    assert.equal((await requestOf(company)).outcome?.code, 'refused');
    company.clock.pass(5 * MINUTE);
  }

  for (const who of ['omar', 'grace'] as const)
    it(`is told as theirs where Defender had refused the switch, done by ${who}`, async () => {
      const card = await refusedSwitch();
      await inPortal(company, who, ON);
      await company.watch();
      assert.equal(outside().length, 1);
      assert.match(
        outside()[0] ?? '',
        /was set to On[\s\S]*#1 asked for exactly this and was refused: it wrote nothing/,
      );
      assert.match(cardText(card.card), /Failed, refused[\s\S]*Nothing was changed/);
      assert.deepEqual(told(company, /is applied after all/), []);
    });

  it('is told where the audit log is silent', async () => {
    await refusedSwitch();
    auditLog(company).isOn = false;
    await inPortal(company, 'grace', ON);
    await company.watch();
    assert.match(outside().join(), /was set to On[\s\S]*Not known/);
  });

  for (const [what, asks, edit, says] of [
    [
      'sets the level',
      'edit device group Lab level full',
      { group: 'Lab', set: { AutoRemediationLevel: 3 } },
      /"Lab": its remediation level went/,
    ],
    [
      'deletes the group',
      'delete device group "Lab"',
      { group: 'Lab', delete: true },
      /Device group "Lab" is no longer listed/,
    ],
  ] as const)
    it(`is told where somebody ${what} that Defender had refused to`, async () => {
      company.sandbox.world.faults.push({ ...refused('machine_groups'), method: 'PUT' });
      const card = await company.pending(asks);
      await company.approve('bob', card);
      await company.settle();
      await assertRefused();
      await inPortal(company, 'grace', edit);
      await company.watch();
      assert.match(outside().join(), says);
    });

  it('is told where the request had become stale by somebody else', async () => {
    const card = await company.pending('edit device group Lab level semi-all-folders');
    await inPortal(company, 'grace', { group: 'Lab', set: { AutoRemediationLevel: 2 } });
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await requestOf(company)).state, 'stale');
    company.clock.pass(2 * MINUTE);
    await inPortal(company, 'grace', { group: 'Lab', set: { AutoRemediationLevel: 1 } });
    await company.watch();
    assert.match(outside().join(), /"Lab": its remediation level went/);
  });
});
