import assert from 'node:assert/strict';
import { ENTRA_GROUP_IDS } from '../../../../src/sandbox/company/entra-groups.ts';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import { ROLES } from '../../../../src/sandbox/company/roles.ts';
import {
  type Answer,
  GRAPH_SCOPE,
  type Json,
  type SandboxOnLoopback,
  sandboxOnLoopback,
} from '../wire/sandbox-on-loopback.ts';

const ADMIN = ROLES['Security Administrator'];
const names = (answer: Answer): string[] => answer.body.value.map((one: Json) => one.displayName);

describe('sandbox/graph: people, groups and roles', () => {
  let sandbox: SandboxOnLoopback;
  let token: string;
  const get = (path: string, headers: Record<string, string> = {}) => sandbox.call(path, { token, headers });
  const check = (person: string, body: unknown) =>
    sandbox.call(`/v1.0/users/${person}/checkMemberObjects`, { method: 'POST', token, body });

  beforeEach(async () => {
    sandbox = await sandboxOnLoopback();
    token = await sandbox.token(GRAPH_SCOPE);
  });
  afterEach(() => sandbox.close());

  it('shows a person under $select, and the short set without', async () => {
    const select = 'id,accountEnabled,userType,employeeId,onPremisesImmutableId,mail,otherMails,proxyAddresses';
    const full = await get(`/v1.0/users/${PEOPLE_IDS.dora}?$select=${select}`);
    assert.equal(full.status, 200);
    assert.match(full.headers.get('content-type') ?? '', /^application\/json;.*odata\.metadata=minimal/);
    assert.deepEqual(Object.keys(full.body), ['@odata.context', ...select.split(',')]);
    assert.equal(full.body.accountEnabled, false);
    const short = await get(`/v1.0/users/${PEOPLE_IDS.dora.toUpperCase()}`);
    assert.equal(short.body.displayName, 'Dora Dimitrova');
    assert.equal('accountEnabled' in short.body, false);
    const byName = await get(
      `/v1.0/users/${encodeURIComponent('gus_breakwater-partners.example#EXT#@harbourline.example')}`,
    );
    assert.equal(byName.body.id, PEOPLE_IDS.gus);
  });

  it('answers 404 Request_ResourceNotFound for nobody', async () => {
    const nobody = await get('/v1.0/users/00000000-0000-4000-8000-000000000000');
    assert.equal(nobody.status, 404);
    assert.equal(nobody.body.error.code, 'Request_ResourceNotFound');
    assert.equal((await check('00000000-0000-4000-8000-000000000000', { ids: [ADMIN] })).status, 404);
  });

  it('returns roles and groups held actively, of disabled accounts too, and none that is only eligible', async () => {
    const ids = [ADMIN, ROLES['Global Administrator'], ENTRA_GROUP_IDS.securityAdmins];
    assert.deepEqual((await check(PEOPLE_IDS.alice, { ids })).body.value, [ADMIN, ENTRA_GROUP_IDS.securityAdmins]);
    assert.deepEqual((await check(PEOPLE_IDS.dora, { ids: [ADMIN] })).body.value, [ADMIN]);
    assert.deepEqual((await check(PEOPLE_IDS.ed, { ids })).body.value, [ENTRA_GROUP_IDS.securityAdmins]);
    sandbox.world.people.find((one) => one.id === PEOPLE_IDS.ed)?.roles.add(ADMIN);
    assert.deepEqual((await check(PEOPLE_IDS.ed, { ids: [ADMIN] })).body.value, [ADMIN]);
  });

  it('takes 20 ids and no more, only GUIDs, only JSON', async () => {
    const many = (count: number) => ({ ids: Array.from({ length: count }, () => ADMIN) });
    assert.equal((await check(PEOPLE_IDS.alice, many(20))).status, 200);
    for (const body of [many(21), { ids: ['Security Administrator'] }, { groupIds: [] }, 'not json {']) {
      const answer = await check(PEOPLE_IDS.alice, body);
      assert.equal(answer.status, 400);
      assert.ok(answer.body.error.code.endsWith('BadRequest'));
    }
  });

  it('finds users by $filter and $search', async () => {
    assert.deepEqual(names(await get("/v1.0/users?$filter=startswith(displayName,'ali')")), [
      'Alice Ahlgren',
      'Alice Ahlgren (admin)',
    ]);
    assert.deepEqual(names(await get("/v1.0/users?$filter=employeeId eq '1001' and accountEnabled eq true")), [
      'Alice Ahlgren',
      'Alice Ahlgren (admin)',
    ]);
    const search = encodeURIComponent('"displayName:gall" OR "mail:bob@"');
    assert.deepEqual(names(await get(`/v1.0/users?$search=${search}`, { consistencylevel: 'eventual' })), [
      'Bob Brandt',
      'Grace Gallagher',
    ]);
  });

  it('finds groups by words, with the header only, and by their beginning without it', async () => {
    const search = `/v1.0/groups?$search=${encodeURIComponent('"displayName:tier"')}`;
    const refused = await get(search);
    assert.equal(refused.status, 400);
    assert.equal(refused.body.error.code, 'Request_UnsupportedQuery');
    assert.deepEqual(names(await get(search, { ConsistencyLevel: 'eventual' })), ['SOC tier 1', 'SOC tier 2']);
    assert.deepEqual(names(await get("/v1.0/groups?$filter=startswith(displayName,'sec')&$select=id,displayName")), [
      'Security admins',
    ]);
    const one = await get(`/v1.0/groups/${ENTRA_GROUP_IDS.newsletter}`);
    assert.equal(one.body.securityEnabled, false);
    assert.equal((await get('/v1.0/groups/00000000-0000-4000-8000-000000000000')).status, 404);
  });

  it('pages with $top and a next link that can be followed to the end', async () => {
    const first = await get('/v1.0/groups?$top=5&$filter=securityEnabled eq true&$count=true', {
      ConsistencyLevel: 'eventual',
    });
    assert.equal(first.body['@odata.count'], 11);
    const seen = [...names(first)];
    let page = first;
    while (page.body['@odata.nextLink'] !== undefined) {
      page = await get(page.body['@odata.nextLink']);
      seen.push(...names(page));
    }
    assert.equal(seen.length, 11);
    assert.equal(new Set(seen).size, 11);
    assert.equal((await get('/v1.0/groups?$skiptoken=forged')).status, 400);
  });

  it('lists members of a group and of a directory role', async () => {
    const group = await get(`/v1.0/groups/${ENTRA_GROUP_IDS.socTier2}/transitiveMembers?$select=id,displayName`);
    assert.deepEqual(group.body.value, [
      { '@odata.type': '#microsoft.graph.user', id: PEOPLE_IDS.alice, displayName: 'Alice Ahlgren' },
    ]);
    const role = await get(
      `/v1.0/directoryRoles(roleTemplateId='${ROLES['Global Administrator']}')/members?$select=id,displayName`,
    );
    assert.deepEqual(names(role), ['Grace Gallagher']);
    assert.equal(
      (await get("/v1.0/directoryRoles(roleTemplateId='00000000-0000-4000-8000-000000000000')/members")).status,
      404,
    );
  });

  it('tells PIM eligibility from assignment, and an activated role from a standing one', async () => {
    const of = (list: string, id: string) =>
      get(`/v1.0/roleManagement/directory/${list}?$filter=${encodeURIComponent(`principalId eq '${id}'`)}`);
    const eligible = await of('roleEligibilityScheduleInstances', PEOPLE_IDS.ed);
    assert.equal(eligible.body.value.length, 1);
    assert.equal(eligible.body.value[0].roleDefinitionId, ADMIN);
    assert.equal(eligible.body.value[0].directoryScopeId, '/');
    assert.deepEqual((await of('roleAssignmentScheduleInstances', PEOPLE_IDS.ed)).body.value, []);
    const [standing] = (await of('roleAssignmentScheduleInstances', PEOPLE_IDS.alice)).body.value;
    assert.equal(standing.assignmentType, 'Assigned');
    assert.equal(standing.endDateTime, null);
    sandbox.world.people.find((one) => one.id === PEOPLE_IDS.ed)?.roles.add(ADMIN);
    const [activated] = (await of('roleAssignmentScheduleInstances', PEOPLE_IDS.ed)).body.value;
    assert.equal(activated.assignmentType, 'Activated');
    assert.ok(Date.parse(activated.endDateTime) > sandbox.world.now());
  });
});
