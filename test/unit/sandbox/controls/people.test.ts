import assert from 'node:assert/strict';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import { ROLES } from '../../../../src/sandbox/company/roles.ts';
import type { Sandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { FEATURES, type Json, openSandbox, PortalBrowser, send } from '../defender/portal-browser.ts';
import { askToken } from '../wire/sandbox-on-loopback.ts';

const ADMIN = ROLES['Security Administrator'];
const NOW = '2026-11-24T03:00:00.000Z';
const PUPPET = 'dead0000-0000-4000-8000-000000000001';
const MARKS = 'id,displayName,userType,externalUserState,createdDateTime,employeeId,mail,otherMails,proxyAddresses';

describe("the sandbox's people, made and altered by a control", () => {
  let sandbox: Sandbox & { pass(ms: number): void };
  let token: string;
  const post = (body: unknown) => send(`${sandbox.url}/sandbox/people`, { method: 'POST', body });
  const graph = async (path: string) =>
    send(`${sandbox.url}/v1.0${path}`, { headers: { authorization: `Bearer ${token}` } });
  const user = async (id: string): Promise<Json> => (await graph(`/users/${id}?$select=${MARKS}`)).body;
  const holds = async (id: string) =>
    send(`${sandbox.url}/v1.0/users/${id}/checkMemberObjects`, {
      method: 'POST',
      body: { ids: [ADMIN] },
      headers: { authorization: `Bearer ${token}` },
    });
  const instances = async (id: string, list = 'roleAssignmentScheduleInstances', more = ''): Promise<Json[]> => {
    const filter = encodeURIComponent(`principalId eq '${id}'`);
    return (await graph(`/roleManagement/directory/${list}?$filter=${filter}${more}`)).body.value;
  };

  beforeEach(async () => {
    sandbox = await openSandbox();
    token = (await askToken(sandbox.url, {})).body.access_token;
  });
  afterEach(() => sandbox.close());

  it('makes somebody as new as now, without marks, known to Graph, Teams and the page at once', async () => {
    let changes = 0;
    sandbox.world.changes.on('change', () => {
      changes += 1;
    });
    const made = (await post({ id: PUPPET.toUpperCase(), name: 'Alice A. (adm)', roles: ['security administrator'] }))
      .body;
    assert.deepEqual(
      [made.id, made.mri, made.name, made.userPrincipalName, made.roles, made.assignedAt],
      [
        PUPPET,
        `29:${PUPPET}`,
        'Alice A. (adm)',
        'alice.a.adm@harbourline.example',
        ['Security Administrator'],
        { 'Security Administrator': NOW },
      ],
    );
    assert.deepEqual(await user(PUPPET).then(({ '@odata.context': _context, ...rest }) => rest), {
      id: PUPPET,
      displayName: 'Alice A. (adm)',
      userType: 'Member',
      externalUserState: null,
      createdDateTime: NOW,
      employeeId: null,
      mail: null,
      otherMails: [],
      proxyAddresses: [],
    });
    assert.deepEqual((await holds(PUPPET)).body.value, [ADMIN]);
    assert.equal((await instances(PUPPET))[0]?.startDateTime, NOW);
    const member = await send(`${sandbox.url}/v3/conversations/19:soc@thread.tacv2/members/29:${PUPPET}`);
    assert.equal(member.body.aadObjectId, PUPPET);
    const own = await send(`${sandbox.url}/chat/conversations?as=${PUPPET}`);
    assert.deepEqual(
      own.body.conversations.map(({ kind }: Json) => kind),
      ['channel', 'channel', 'personal'],
    );
    assert.equal((await send(`${sandbox.url}/sandbox/people`)).body.at(-1).id, PUPPET);
    assert.equal(changes, 1);
  });

  it('gives everybody without an id one of their own, the same in each run, and a name that nobody has', async () => {
    const [first, second] = [(await post({ name: 'Pim Patel' })).body, (await post({ name: 'Pim Patel' })).body];
    assert.notEqual(first.id, second.id);
    assert.deepEqual(
      [first.userPrincipalName, second.userPrincipalName],
      ['pim.patel@harbourline.example', 'pim.patel2@harbourline.example'],
    );
    await sandbox.close();
    sandbox = await openSandbox();
    assert.equal((await post({ name: 'Somebody Else' })).body.id, first.id);
  });

  it('alters only what is sent, by id or by user principal name, and takes null and blank as they are', async () => {
    await post({ id: PEOPLE_IDS.alice, employeeId: null, proxyAddresses: null, otherMails: ['a@b.example'] });
    await post({
      userPrincipalName: 'ALICE@harbourline.example',
      employeeId: '   ',
      userType: null,
      createdDateTime: null,
    });
    const alice = await user(PEOPLE_IDS.alice);
    assert.deepEqual(
      [
        alice.displayName,
        alice.employeeId,
        alice.proxyAddresses,
        alice.otherMails,
        alice.userType,
        alice.createdDateTime,
      ],
      ['Alice Ahlgren', '   ', null, ['a@b.example'], null, null],
    );
    const listed: Json[] = (await send(`${sandbox.url}/sandbox/people`)).body;
    assert.deepEqual([listed.length, listed[0].userPrincipalName], [10, 'ALICE@harbourline.example']);
  });

  it('dates roles: long ago, as told, or from when they are new', async () => {
    assert.equal((await instances(PEOPLE_IDS.bob))[0]?.startDateTime, '2025-11-03T09:12:00Z');
    await post({ id: PEOPLE_IDS.bob, assignedAt: '2026-11-01T00:00:00Z' });
    await post({ id: PEOPLE_IDS.bob, roles: [ADMIN] });
    assert.equal((await instances(PEOPLE_IDS.bob))[0]?.startDateTime, '2026-11-01T00:00:00Z');
    await post({ id: PEOPLE_IDS.bob, roles: [] });
    assert.deepEqual(await instances(PEOPLE_IDS.bob), []);
    await post({ id: PEOPLE_IDS.bob, roles: ['Security Administrator'] });
    assert.equal((await instances(PEOPLE_IDS.bob))[0]?.startDateTime, NOW);
    const role = { person: PEOPLE_IDS.grace, role: 'Global Administrator' };
    const given = async (how: object) => {
      await send(`${sandbox.url}/sandbox/roles`, { method: 'POST', body: { ...role, give: false } });
      await send(`${sandbox.url}/sandbox/roles`, { method: 'POST', body: { ...role, give: true, ...how } });
      return (await instances(PEOPLE_IDS.grace))[0]?.startDateTime;
    };
    assert.equal(await given({ assignedAt: NOW }), NOW);
    assert.equal(await given({}), '2025-11-03T09:12:00Z');
  });

  it('takes the dates of roles as it shows them, each role its own, and says what is none', async () => {
    const roles = ['Security Administrator', 'Global Administrator'];
    const assignedAt = { [roles[0] ?? '']: '2025-01-01T00:00:00+01:00', [roles[1] ?? '']: NOW };
    const made = await post({ id: PEOPLE_IDS.bob, roles, assignedAt });
    assert.deepEqual([made.status, made.body.assignedAt], [200, assignedAt]);
    const strange = await post({ id: PEOPLE_IDS.bob, assignedAt: { Chief: NOW } });
    assert.deepEqual([strange.status, strange.body.error], [400, "assignedAt: there is no role 'Chief'."]);
    const blurred = await post({ id: PEOPLE_IDS.bob, assignedAt: { [roles[0] ?? '']: 'yesterday' } });
    assert.match(blurred.body.error, /assignedAt.*not a moment such as/);
  });

  it('shows the eligibility behind an activated role, and null behind a standing one', async () => {
    await post({ id: PEOPLE_IDS.ed, roles: [ADMIN], assignedAt: '2026-10-01T00:00:00Z' });
    const [activated] = await instances(PEOPLE_IDS.ed, undefined, '&$expand=activatedUsing');
    const [eligible] = await instances(PEOPLE_IDS.ed, 'roleEligibilityScheduleInstances');
    assert.equal(activated?.assignmentType, 'Activated');
    assert.deepEqual(activated?.activatedUsing, eligible);
    assert.equal(eligible?.startDateTime, '2026-10-01T00:00:00Z');
    assert.equal((await instances(PEOPLE_IDS.bob, undefined, '&$expand=activatedUsing'))[0]?.activatedUsing, null);
    assert.equal('activatedUsing' in ((await instances(PEOPLE_IDS.bob))[0] ?? {}), false);
    const wrong = await graph('/roleManagement/directory/roleAssignmentScheduleInstances?$expand=scheduler');
    assert.deepEqual([wrong.status, wrong.body.error.code], [400, 'Request_BadRequest']);
  });

  it('lets a role be held through a group: it counts, and has no assignment of the person', async () => {
    await post({ id: PEOPLE_IDS.rita, groupRoles: ['Security Administrator'] });
    assert.deepEqual((await holds(PEOPLE_IDS.rita)).body.value, [ADMIN]);
    assert.deepEqual(
      (await instances(PEOPLE_IDS.rita)).map(({ roleDefinitionId }) => roleDefinitionId),
      [ROLES['Security Reader']],
    );
  });

  it('makes somebody gone, everywhere, and brings them back', async () => {
    const browser = new PortalBrowser(sandbox);
    const omar = PEOPLE_IDS.omar;
    const found = async () => [
      (await graph(`/users/${omar}`)).status,
      (await holds(omar)).status,
      (await graph("/users?$filter=employeeId eq '1010'")).body.value.length,
      (await instances(omar)).length,
      (await send(`${sandbox.url}/v3/conversations/19:soc@thread.tacv2/members/29:omar`)).status,
      (await browser.call(FEATURES)).status,
    ];
    assert.equal((await post({ id: omar, status: 404 })).body.status, 404);
    assert.deepEqual(await found(), [404, 404, 0, 0, 404, 440]);
    assert.equal((await send(`${sandbox.url}/sandbox/people`)).body.length, 10);
    await post({ id: omar, status: 200 });
    assert.deepEqual(await found(), [200, 200, 1, 1, 200, 200]);
  });

  for (const [why, body, words] of [
    ['an id that is no object id', { id: 'alice' }, /^id: not an object id/],
    ['an attribute that nobody has', { shoeSize: 44 }, /shoeSize/],
    ['a role that there is not', { roles: ['Emperor'] }, /^roles\.0: There is no role 'Emperor'/],
    ['a group that there is not', { groups: [PUPPET] }, /^There is no group/],
    ['a time that is none', { assignedAt: 'yesterday' }, /^assignedAt: not a moment/],
    ['a kind of user that there is not', { userType: 'Robot' }, /^userType: /],
    ['a status that is neither 200 nor 404', { status: 500 }, /^status: /],
    ['the id in Teams of somebody else', { mri: '29:alice' }, /^Somebody else is 29:alice/],
    ['another id in Teams', { id: PEOPLE_IDS.bob, mri: '29:robert' }, /cannot change/],
    ['a list', [], /object/],
  ] as const) {
    it(`refuses ${why}, with a sentence`, async () => {
      const before = (await send(`${sandbox.url}/sandbox/people`)).text;
      const answer = await post(body);
      assert.equal(answer.status, 400);
      assert.match(answer.body.error, words);
      assert.equal((await send(`${sandbox.url}/sandbox/people`)).text, before);
    });
  }

  it('gives no two people one user principal name, as Entra does not', async () => {
    const { error } = (await post({ id: PUPPET, userPrincipalName: 'Bob@harbourline.example' })).body;
    assert.match(error, /^Somebody else is called/);
  });
});
