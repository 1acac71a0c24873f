import assert from 'node:assert/strict';
import { createGraphDirectory } from '../../../src/directory/graph-directory.ts';
import { ENTRA_GROUP_IDS } from '../../../src/sandbox/company/entra-groups.ts';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import { ROLES } from '../../../src/sandbox/company/roles.ts';
import type { EntraGroup } from '../../../src/sandbox/company/world.ts';
import { roleObjectId } from '../../../src/sandbox/graph/role-instances.ts';
import { ManualClock } from '../../support/runtime/manual-clock.ts';
import { anOid } from '../../support/samples/ids.ts';
import { type SandboxOnLoopback, sandboxOnLoopback } from '../sandbox/wire/sandbox-on-loopback.ts';
import { answers, ServiceOnLoopback } from '../shared/service-on-loopback.ts';
import { directoryOf } from './directory-of.ts';

const ADMIN = ROLES['Security Administrator'];
const OBJECT = roleObjectId(ADMIN);
const BOB = anOid(PEOPLE_IDS.bob);
const RITA = anOid(PEOPLE_IDS.rita);

describe('a directory role by the id of its object in this tenant', () => {
  let sandbox: SandboxOnLoopback;
  beforeEach(async () => {
    sandbox = await sandboxOnLoopback();
  });
  afterEach(() => sandbox.close());

  const person = (oid: string) => sandbox.world.people.find(({ id }) => id === oid) ?? assert.fail();

  it('is held, dated and counted as the role is, whatever the case', async () => {
    const directory = directoryOf(sandbox);
    person(BOB).assignedAt.set(ADMIN, '2026-01-02T03:04:05Z');
    assert.deepEqual((await directory.standing(BOB, [OBJECT.toUpperCase()]))?.holds, [OBJECT]);
    const dates = await directory.roleDates(BOB);
    assert.equal(dates[OBJECT], Date.UTC(2026, 0, 2, 3, 4, 5));
    assert.equal(dates[OBJECT], dates[ADMIN]);
    assert.deepEqual([...(await directory.holders([OBJECT]))].sort(), [...(await directory.holders([ADMIN]))].sort());
  });

  it('is eligible where the role is', async () => {
    const bob = person(BOB);
    bob.roles.clear();
    bob.eligible.add(ADMIN);
    assert.deepEqual((await directoryOf(sandbox).standing(BOB, [OBJECT]))?.mayActivate, [OBJECT]);
  });

  it('is named for whoever wrote it, as other ids are', async () => {
    const directory = directoryOf(sandbox);
    const name = 'Security Administrator';
    assert.deepEqual(await directory.whatIs(OBJECT), { kind: 'role-object', name, template: ADMIN });
    assert.deepEqual(await directory.whatIs(`{${ADMIN.toUpperCase()}}`), { kind: 'role', name });
    assert.deepEqual(await directory.whatIs(ENTRA_GROUP_IDS.auditors), { kind: 'group', name: 'Auditors' });
    assert.deepEqual(await directory.whatIs(BOB), { kind: 'person', name: 'Bob Brandt' });
    assert.deepEqual(await directory.whatIs('77777777-7777-4777-8777-777777777777'), { kind: 'nothing' });
  });
});

describe('a role that somebody could activate', () => {
  let sandbox: SandboxOnLoopback;
  beforeEach(async () => {
    sandbox = await sandboxOnLoopback();
  });
  afterEach(() => sandbox.close());

  function makeEligible(group: string): void {
    const { entraGroups, people } = sandbox.world;
    const at = entraGroups.findIndex(({ id }) => id === group);
    entraGroups[at] = { ...(entraGroups[at] as EntraGroup), eligibleRoles: [ADMIN] };
    people.find(({ id }) => id === RITA)?.groups.add(ENTRA_GROUP_IDS.auditors);
  }

  it('is found through a group that is eligible for it', async () => {
    const directory = directoryOf(sandbox);
    const asked = async () => (await directory.standing(RITA, [ADMIN, ROLES['Global Administrator']]))?.mayActivate;
    assert.deepEqual(await asked(), []);
    makeEligible(ENTRA_GROUP_IDS.auditors);
    assert.deepEqual(await asked(), [ADMIN]);
  });

  it('is not found through a group that the person is not in', async () => {
    makeEligible(ENTRA_GROUP_IDS.plantSecurity);
    assert.deepEqual((await directoryOf(sandbox).standing(RITA, [ADMIN]))?.mayActivate, []);
  });
});

describe('what Graph leaves empty', () => {
  let service: ServiceOnLoopback;
  const clock = new ManualClock();
  beforeEach(async () => {
    service = await ServiceOnLoopback.open();
  });
  afterEach(() => service.close());

  const directory = () =>
    createGraphDirectory({ baseUrl: service.url, getToken: async () => 'token', clock, timeoutMs: 60_000 });

  it('is a group without a name: it goes by its id, and takes no other with it', async () => {
    const value = [
      { id: ENTRA_GROUP_IDS.auditors.toUpperCase(), displayName: null, securityEnabled: true },
      { id: ENTRA_GROUP_IDS.helpdesk, displayName: 'Helpdesk', securityEnabled: null },
    ];
    service.behaves = answers(200, JSON.stringify({ value }));
    assert.deepEqual(await directory().searchGroups('', 10), [
      { id: ENTRA_GROUP_IDS.auditors, name: '' },
      { id: ENTRA_GROUP_IDS.helpdesk, name: 'Helpdesk' },
    ]);
  });

  it('is an address in a list of addresses: the others count', async () => {
    const user = { id: BOB, accountEnabled: true, otherMails: [null, 'b@x.example'], proxyAddresses: null };
    service.behaves = answers(200, JSON.stringify(user));
    assert.deepEqual((await directory().standing(BOB, []))?.person.addresses, ['b@x.example']);
  });

  it('lists no roles: then an id is what Graph itself makes of it, and nothing is refused for it', async () => {
    service.behaves = answers(200, JSON.stringify({ value: [], id: BOB, accountEnabled: true }));
    assert.deepEqual((await directory().standing(BOB, [OBJECT]))?.holds, []);
  });

  it('is the type or the id of one member of a role: everybody else holds it', async () => {
    const members = [
      { '@odata.type': null, id: BOB.toUpperCase() },
      { '@odata.type': '#microsoft.graph.user', id: null },
      'odd',
      { '@odata.type': '#microsoft.graph.user', id: RITA },
    ];
    service.behaves = (response, call) => {
      const isRole = call.path.includes('roleTemplateId');
      const none = { error: { code: 'Request_ResourceNotFound', message: 'Resource does not exist.' } };
      const told = isRole ? { value: members, '@odata.nextLink': '' } : none;
      answers(isRole ? 200 : 404, JSON.stringify(told))(response, call);
    };
    assert.deepEqual(await directory().holders([ADMIN]), [BOB, RITA]);
  });
});
