import assert from 'node:assert/strict';
import { ENTRA_GROUP_IDS } from '../../../../src/sandbox/company/entra-groups.ts';
import { ROLES } from '../../../../src/sandbox/company/roles.ts';
import { roleObjectId } from '../../../../src/sandbox/graph/role-instances.ts';
import { Company, type CompanyOptions } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

const ADMIN = ROLES['Security Administrator'];

/** Ways to write who may ask and approve, all of which mean Security Administrators. */
const WRITTEN: Readonly<Record<string, string>> = {
  'the template id in upper case and braces': `{${ADMIN.toUpperCase()}}`,
  'the template id without dashes': ADMIN.replaceAll('-', ''),
  'the id of the role’s object in this tenant': roleObjectId(ADMIN),
  'that id in another form, beside a group that nobody is in': `{${roleObjectId(ADMIN).toUpperCase()}}; ${ENTRA_GROUP_IDS.partners}`,
};

describe('who may ask and approve, by other forms of the same id', () => {
  let company: Company;
  const open = async (ids: string, more: CompanyOptions = {}) => {
    company = await Company.open({ ...more, environment: { APPROVER_IDS: ids, REQUESTER_IDS: ids } });
  };
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  for (const [what, ids] of Object.entries(WRITTEN)) {
    it(`${what}: a request is filed, approved and applied`, async () => {
      await open(ids);
      const card = await company.pending();
      await company.approve('bob', card);
      await company.settle();
      assert.match(cardText(card.card), /✓ Applied/);
    });
  }

  it('a role by the id of its object is as young as the role', async () => {
    await open(roleObjectId(ADMIN));
    const since = new Date(company.clock.now() - 3_600_000).toISOString();
    company.person('bob').assignedAt.set(ADMIN, since);
    const card = await company.pending();
    const answer = await company.approve('bob', card);
    assert.match(cardText({ value: answer.value }), /You hold your approver’s role only since/);
  });

  it('a role that somebody could activate through a group is told as eligible, not as missing', async () => {
    await open(ADMIN);
    const { entraGroups } = company.sandbox.world;
    const at = entraGroups.findIndex(({ id }) => id === ENTRA_GROUP_IDS.auditors);
    const auditors = entraGroups[at] ?? assert.fail();
    entraGroups[at] = { ...auditors, eligibleRoles: [ADMIN] };
    const rita = company.person('rita');
    rita.groups.add(ENTRA_GROUP_IDS.auditors);
    const card = await company.pending();
    const answer = await company.approve('rita', card);
    assert.match(cardText({ value: answer.value }), /Your role is eligible but not active/);
  });
});
