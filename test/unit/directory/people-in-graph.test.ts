import assert from 'node:assert/strict';
import { createGraphDirectory } from '../../../src/directory/graph-directory.ts';
import { askedOnce } from '../../../src/requests/rules/people/asked-once.ts';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import { ROLES } from '../../../src/sandbox/company/roles.ts';
import { ManualClock } from '../../support/runtime/manual-clock.ts';
import { anOid } from '../../support/samples/ids.ts';
import { type SandboxOnLoopback, sandboxOnLoopback } from '../sandbox/wire/sandbox-on-loopback.ts';
import { answers, ServiceOnLoopback } from '../shared/service-on-loopback.ts';
import { directoryOf } from './directory-of.ts';

const ADMIN = ROLES['Security Administrator'];
const BOB = anOid(PEOPLE_IDS.bob);

describe('what Graph says of a person', () => {
  let sandbox: SandboxOnLoopback;
  beforeEach(async () => {
    sandbox = await sandboxOnLoopback();
  });
  afterEach(() => sandbox.close());

  const bob = () => sandbox.world.people.find(({ id }) => id === PEOPLE_IDS.bob) ?? assert.fail();
  const person = async () => (await directoryOf(sandbox).standing(BOB, []))?.person ?? assert.fail();

  it('is when the account was made, and the employee id as it stands there', async () => {
    Object.assign(bob(), { employeeId: ' E-7 ', createdDateTime: '2019-04-01T08:30:00Z' });
    const { createdAt, employeeId, isExternal, userType } = await person();
    assert.deepEqual(
      [createdAt, employeeId, isExternal, userType],
      [Date.UTC(2019, 3, 1, 8, 30), 'E-7', false, 'Member'],
    );
  });

  it('is told of deleted accounts by the names that they had; null where Graph refuses, and of what is no list', async () => {
    Object.assign(bob(), { gone: true, employeeId: '77' });
    const deleted = await directoryOf(sandbox).deleted?.();
    assert.deepEqual(
      deleted?.map(({ oid, userPrincipalName, employeeId }) => [oid, userPrincipalName, employeeId]),
      [[BOB, 'bob@harbourline.example', '77']],
    );
    assert.equal(await directoryOf(sandbox, 'none').deleted?.(), null);
  });

  it('may lack what accounts are older than, and tells who was invited by name and by state', async () => {
    Object.assign(bob(), { createdDateTime: null, userType: null });
    assert.deepEqual([(await person()).createdAt, (await person()).userType], [null, null]);
    Object.assign(bob(), { externalUserState: 'Accepted' });
    assert((await person()).isExternal);
    Object.assign(bob(), { externalUserState: null, userPrincipalName: 'bob_x.example#EXT#@harbourline.example' });
    assert((await person()).isExternal);
    Object.assign(bob(), { userPrincipalName: 'bob_x.example\uff03\uff25\uff38\uff34\uff03@harbourline.example' });
    assert((await person()).isExternal);
  });

  it('dates a role by its assignment, and an activated one by its eligibility; one through a group has no date', async () => {
    bob().assignedAt.set(ADMIN, '2026-01-02T03:04:05Z');
    assert.deepEqual(await directoryOf(sandbox).roleDates(BOB), { [ADMIN]: Date.UTC(2026, 0, 2, 3, 4, 5) });
    bob().eligible.add(ADMIN);
    assert.deepEqual(await directoryOf(sandbox).roleDates(BOB), { [ADMIN]: Date.UTC(2026, 0, 2, 3, 4, 5) });
    bob().roles.delete(ADMIN);
    bob().groupRoles.add(ADMIN);
    assert.deepEqual(await directoryOf(sandbox).roleDates(BOB), {});
  });

  it('counts an address wherever an account carries it, in every spelling that is asked for', async () => {
    const [one, two, three, four] = sandbox.world.people;
    Object.assign(one ?? assert.fail(), { mail: 'Team@x.example' });
    Object.assign(two ?? assert.fail(), { otherMails: ['team+a@x.example', 'team@x.example'] });
    const count = async (...values: string[]) =>
      (await directoryOf(sandbox).carriers({ kind: 'address', values }, 'kept')).length;
    assert.deepEqual([await count('team@x.example'), await count('team+a@x.example')], [2, 1]);
    Object.assign(three ?? assert.fail(), { proxyAddresses: ['SMTP:team+b@x.example'] });
    assert.equal(await count('team@x.example', 'team+b@x.example'), 3);
    Object.assign(four ?? assert.fail(), { userPrincipalName: 'team+c@x.example' });
    assert.equal(await count('team+b@x.example', 'team+c@x.example'), 2);
  });

  it('counts who carries a number or an alternate address, and keeps the count for an hour', async () => {
    const directory = directoryOf(sandbox);
    const number = { kind: 'employee-id', values: ['1001'] } as const;
    const address = { kind: 'address', values: ["o'soc@x.example"] } as const;
    const count = async (how: 'kept' | 'anew') =>
      (await Promise.all([number, address].map((one) => directory.carriers(one, how)))).map(({ length }) => length);
    assert.deepEqual(await count('kept'), [2, 0]);
    const { people } = sandbox.world;
    for (const one of people) Object.assign(one, { employeeId: '1001', otherMails: ["O'SOC@x.example"] });
    assert.deepEqual(await count('kept'), [2, 0]);
    const all = people.filter(({ gone }) => !gone).length;
    assert.deepEqual(await count('anew'), [all, all]);
    assert.deepEqual(await count('kept'), [all, all]);
  });

  it('tells of who carries a value whether they are enabled members who were not invited, and since when they exist', async () => {
    for (const one of sandbox.world.people) Object.assign(one, { employeeId: null });
    const cases: [object, boolean][] = [
      [{ userType: 'Member', createdDateTime: '2019-04-01T08:30:00Z' }, true],
      [{ userType: null, createdDateTime: null }, true],
      [{ userType: 'Guest' }, false],
      [{ externalUserState: 'PendingAcceptance' }, false],
      [{ userPrincipalName: 'bob_x.example#EXT#@harbourline.example' }, false],
      [{ accountEnabled: false }, false],
      [{ userType: 'Robot' }, false],
      [{ createdDateTime: 'soon' }, false],
    ];
    for (const [index, [attributes]] of cases.entries())
      Object.assign(sandbox.world.people[index] ?? assert.fail(), { employeeId: '4711', ...attributes });
    const found = await directoryOf(sandbox).carriers({ kind: 'employee-id', values: ['4711'] }, 'anew');
    for (const [index, [attributes, isMember]] of cases.entries()) {
      const one = found.find(({ oid }) => oid === sandbox.world.people[index]?.id);
      assert.equal(one?.isMember, isMember, JSON.stringify(attributes));
    }
    assert.deepEqual(
      found.slice(0, 2).map(({ createdAt }) => createdAt),
      [Date.UTC(2019, 3, 1, 8, 30), null],
    );
  });
});

describe('what Graph does not say of a person', () => {
  let service: ServiceOnLoopback;
  const clock = new ManualClock();
  beforeEach(async () => {
    service = await ServiceOnLoopback.open();
  });
  afterEach(() => service.close());

  const directory = () =>
    createGraphDirectory({ baseUrl: service.url, getToken: async () => 'token', clock, timeoutMs: 60_000 });
  const number = { kind: 'employee-id', values: ['1001'] } as const;
  const address = { kind: 'address', values: ['soc@x.example'] } as const;

  const tokenWith = (...roles: string[]) => `x.${Buffer.from(JSON.stringify({ roles })).toString('base64url')}.x`;
  const GRANT = /\. Airlock's token lacks RoleManagement\.Read\.Directory: whoever operates Airlock has to grant it\.$/;
  const LICENSE = /without Entra ID P2, .* sets APPROVER_MIN_AGE=0h\.$/;
  for (const [status, code, roles, says] of [
    [403, 'Blocked', ['RoleManagement.Read.Directory'], /\(HTTP 403, "Blocked: So\."\), so nothing was decided\.$/],
    [403, 'Blocked', ['RoleAssignmentSchedule.Read.Directory'], /so nothing was decided\.$/],
    [403, 'Blocked', ['User.Read.All'], GRANT],
    [400, 'InvalidExpand', ['User.Read.All'], /\(HTTP 400, "InvalidExpand: So\."\), so nothing was decided\.$/],
    [404, 'ResourceNotFound', [], /so nothing was decided\.$/],
    [400, 'AadPremiumLicenseRequired', ['RoleManagement.Read.Directory'], LICENSE],
  ] as const)
    it(`is a date where the list of roles is answered with ${status} ${code}, for ${roles}: why, it passes on`, async () => {
      service.behaves = answers(status, JSON.stringify({ error: { code, message: 'So.' } }));
      const graph = createGraphDirectory({
        ...{ baseUrl: service.url, clock, timeoutMs: 60_000 },
        getToken: async () => tokenWith(...roles),
      });
      await assert.rejects(graph.roleDates(BOB), { code: 'directory-unavailable', message: says });
    });

  const dated = (more: object) => ({
    ...{ roleDefinitionId: ADMIN, directoryScopeId: '/', startDateTime: '2026-01-02T03:04:05Z' },
    ...more,
  });
  const WHEN = Date.UTC(2026, 0, 2, 3, 4, 5);
  for (const [what, list, dates] of [
    ['another role that is not named', [dated({}), dated({ roleDefinitionId: null })], { [ADMIN]: WHEN, '': null }],
    ['what is no assignment', [null, dated({})], { [ADMIN]: WHEN, '': null }],
    [
      'another role with an odd date',
      [dated({ roleDefinitionId: 'x', startDateTime: '' }), dated({})],
      { x: null, [ADMIN]: WHEN },
    ],
    ['the same role with an odd date', [dated({ startDateTime: 7 }), dated({})], { [ADMIN]: WHEN }],
    ['a role without a date', [dated({ startDateTime: null })], {}],
    ['a part of the tenant', [dated({ directoryScopeId: '/x' })], {}],
  ] as const)
    it(`is no other date beside ${what}`, async () => {
      service.behaves = answers(200, JSON.stringify({ value: list }));
      assert.deepEqual(await directory().roleDates(BOB), dates);
    });

  it('is read from every page of the list', async () => {
    service.behaves = (response, call) => {
      const isSecond = call.path.includes('skiptoken');
      const link = isSecond ? {} : { '@odata.nextLink': `${service.url}/v1.0/x?$skiptoken=1` };
      answers(200, JSON.stringify({ value: isSecond ? [dated({})] : [], ...link }))(response, call);
    };
    assert.deepEqual(await directory().roleDates(BOB), { [ADMIN]: WHEN });
  });

  it('stops nobody where it is odd and another part tells enough', async () => {
    const person = { ...{ id: BOB, accountEnabled: true, displayName: 7, employeeId: 1001 } };
    const odd = { otherMails: { first: 'Bob@x.example' }, proxyAddresses: 'smtp:b@x.example', mail: null };
    service.behaves = (response, call) =>
      answers(200, JSON.stringify(call.method === 'POST' ? { value: [null, ADMIN] } : { ...person, ...odd }))(
        response,
        call,
      );
    const found = await directory().standing(BOB, [ADMIN]);
    assert.deepEqual(
      [found?.person.employeeId, found?.person.addresses, found?.holds],
      ['1001', ['bob@x.example', 'b@x.example'], [ADMIN]],
    );
  });

  it('is when an activation became possible: then it counts from when it began', async () => {
    const began = { startDateTime: '2026-01-02T03:04:05Z', assignmentType: 'Activated', activatedUsing: null };
    service.behaves = answers(
      200,
      JSON.stringify({ value: [{ roleDefinitionId: ADMIN, directoryScopeId: '/', ...began }] }),
    );
    assert.deepEqual(await directory().roleDates(BOB), { [ADMIN]: Date.UTC(2026, 0, 2, 3, 4, 5) });
  });

  const EARLIER = '2024-01-02T03:04:05Z';
  const OF_GROUPS: readonly (readonly [string, object])[] = [
    ['an eligibility of a group', { activatedUsing: { startDateTime: EARLIER, principalId: ADMIN } }],
    ['an eligibility of nobody told', { activatedUsing: { startDateTime: EARLIER } }],
    [
      'an eligibility by membership',
      { activatedUsing: { startDateTime: EARLIER, principalId: BOB, memberType: 'Group' } },
    ],
    ['an assignment of a group', { assignmentType: 'Assigned', memberType: 'Group' }],
  ];
  for (const [what, held] of OF_GROUPS)
    it(`is no date of the person’s own by ${what}`, async () => {
      const began = { startDateTime: EARLIER, assignmentType: 'Activated', ...held };
      const value = [{ roleDefinitionId: ADMIN, directoryScopeId: '/', ...began }];
      service.behaves = answers(200, JSON.stringify({ value }));
      assert.deepEqual(await directory().roleDates(BOB), {});
    });

  it('is no date and no count where there is no answer, and is asked for again', async () => {
    service.behaves = answers(500, '{}');
    const graph = directory();
    await assert.rejects(graph.roleDates(BOB), { code: 'directory-unavailable' });
    await assert.rejects(graph.carriers(number, 'kept'), { code: 'directory-unavailable' });
    service.behaves = answers(200, '{"value":[{"id":"1"}]}');
    assert.equal((await graph.carriers(number, 'kept')).length, 1);
  });

  it('lets an address count as a mark where nobody can be searched by it, but never a number', async () => {
    service.behaves = answers(400, '{}');
    assert.deepEqual(await directory().carriers(address, 'kept'), []);
    await assert.rejects(directory().carriers(number, 'kept'), { code: 'directory-unavailable' });
  });

  it('is not a date where it is none', async () => {
    service.behaves = answers(
      200,
      JSON.stringify({ value: [{ roleDefinitionId: ADMIN, directoryScopeId: '/', startDateTime: 'soon' }] }),
    );
    assert.deepEqual(await directory().roleDates(BOB), { [ADMIN]: null });
  });

  it('leaves out a role for a part of the tenant', async () => {
    const value = [
      { roleDefinitionId: ADMIN, directoryScopeId: '/administrativeUnits/1', startDateTime: '2020-01-01T00:00:00Z' },
    ];
    service.behaves = answers(200, JSON.stringify({ value }));
    assert.deepEqual(await directory().roleDates(BOB), {});
  });

  it('is asked for once in a turn, also where there was no answer', async () => {
    service.behaves = answers(500, '{}');
    const once = askedOnce(directory());
    for (let time = 0; time < 3; time += 1) {
      await assert.rejects(once.standing(BOB, [ADMIN]), { code: 'directory-unavailable' });
      await assert.rejects(once.roleDates(BOB), { code: 'directory-unavailable' });
    }
    assert.equal(service.seen.length, 3);
  });
});
