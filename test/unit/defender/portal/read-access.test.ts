import assert from 'node:assert/strict';
import { findAccess } from '../../../../src/changes/device-group/input/find-access.ts';
import { UNREADABLE_ACCESS } from '../../../../src/changes/device-group.ts';
import { readAccess } from '../../../../src/defender/portal/reading/read-groups.ts';
import { ENTRA_GROUP_IDS } from '../../../../src/sandbox/company/entra-groups.ts';
import { OpenPortal } from '../../../support/wire/open-portal.ts';

const ID = '6E000000-0000-4000-8000-00000000000A';
const answering = (answer: unknown) => readAccess(async () => answer);

describe('the Entra groups that can be given access', () => {
  let portal: OpenPortal;
  afterEach(() => portal.close());

  it('are those that hold a Defender role, read only when asked for', async () => {
    portal = await OpenPortal.open();
    const { access = [] } = await portal.tenant.read(['access']);
    assert.equal(access.length, 6);
    assert.deepEqual(access[0], { id: ENTRA_GROUP_IDS.securityAdmins, name: 'Security admins' });
    assert.equal((await portal.tenant.read(['groups'])).access, undefined);
  });

  it('are none in Defender for Business, without a call', async () => {
    portal = await OpenPortal.open('business');
    assert.deepEqual((await portal.tenant.read(['access'])).access, []);
    assert.equal(portal.calls, 1);
  });
});

describe('the answer that lists them', () => {
  it('may lack names, and its groups may have unknown keys; ids are lower case', async () => {
    const items = [
      { ObjectId: ` ${ID}`, DisplayName: ' SOC ', Mail: 'x' },
      { ObjectId: 'b', DisplayName: null },
      { ObjectId: 'c' },
    ];
    assert.deepEqual(await answering({ items, containsAadGroupNames: true }), [
      { id: ID.toLowerCase(), name: 'SOC' },
      { id: 'b', name: '' },
      { id: 'c', name: '' },
    ]);
  });

  it('may hold groups that nobody can name, beside others', async () => {
    const items = [null, { ObjectId: null }, { DisplayName: 'x' }, { ObjectId: 'b', DisplayName: 7 }];
    assert.deepEqual(await answering({ items }), [
      { id: 'b', name: '' },
      { ...UNREADABLE_ACCESS, name: 'x' },
    ]);
  });

  it('may hold one without an id, which is told as that to whoever names it', async () => {
    const roles = await answering({ items: [{ DisplayName: 'SOC tier 1', ObjectId: null }, { ObjectId: 'b' }] });
    for (const typed of ['SOC Tier 1', 'soc tier 1'])
      assert.match(findAccess([typed], roles).faults[0]?.message ?? '', /stands in Defender's list .* without an id/);
    assert.match(findAccess(['unreadable'], roles).faults[0]?.message ?? '', /is no Entra group that Defender lists/);
  });

  for (const [name, answer] of [
    ['no list', {}],
    ['a list of names', { items: ['SOC'] }],
    ['groups without an id alone', { items: [{ DisplayName: 'SOC' }] }],
    ['empty ids alone', { items: [{ ObjectId: ' ' }, null] }],
    ['null', null],
  ] as const) {
    it(`is not taken for one with ${name}`, () => assert.rejects(answering(answer), { code: 'tenant-schema' }));
  }
});
