import assert from 'node:assert/strict';
import { approvers } from '../../../../src/cli/doctor/checks/check-approvers.ts';
import { people } from '../../../../src/cli/doctor/checks/check-people.ts';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import type { Person } from '../../../../src/sandbox/company/person.ts';
import { ROLES } from '../../../../src/sandbox/company/roles.ts';
import { Examined } from './examined.ts';

describe('airlock doctor, of telling people apart,', () => {
  let service: Examined;
  beforeEach(async () => {
    service = await Examined.open();
  });
  afterEach(() => service.close());

  function alter(who: keyof typeof PEOPLE_IDS, attributes: Partial<Person>): void {
    const index = service.sandbox.world.people.findIndex(({ id }) => id === PEOPLE_IDS[who]);
    const person = service.sandbox.world.people[index] ?? assert.fail();
    service.sandbox.world.people[index] = { ...person, ...attributes };
  }

  async function found(): Promise<string> {
    const findings = await people.run(service.context());
    return findings.map(({ level, what }) => `${level}: ${what}`).join('\n');
  }

  it('names a number that two carry in two spellings, and shows both', async () => {
    alter('omar', { employeeId: '001002' });
    assert.match(
      await found(),
      /^ok: the employee id 1002, also written 001002, is carried by Bob .*, Omar .*: they count as one person$/m,
    );
  });

  it('names each who asks without a number that tells people apart, beside those who approve', async () => {
    alter('sam', { employeeId: null });
    alter('alice', { employeeId: '000' });
    alter('bob', { employeeId: 'N/A' });
    const [line] = /^warning: without an employee id that tells people apart: .*$/m.exec(await found()) ?? [];
    for (const name of ['Alice Ahlgren (alice@', 'Bob Brandt (bob@', 'Sam Sørensen (sam@'])
      assert(line?.includes(name), `${name} in ${line}`);
    assert.doesNotMatch(line ?? '', /Grace|Rita/);
  });

  it('names a number that three carry in spellings of their own', async () => {
    alter('omar', { employeeId: '001002' });
    alter('grace', { employeeId: '１００2 ' });
    assert.match(await found(), /^warning: the employee id 1002, also written 001002, is carried by Bob .*, .*, /m);
  });

  it('names an address that two carry, one with a letter that looks like another', async () => {
    alter('bob', { otherMails: ['team@harbourline.example'] });
    alter('omar', { otherMails: ['te\u0430m@harbourline.example'] });
    assert.match(await found(), /^ok: the address team@.*, also written te\u0430m@.*: they count as one person$/m);
  });

  it('takes no two for one person by an address that others carry, too', async () => {
    for (const who of ['bob', 'omar', 'rita', 'gus'] as const) alter(who, { otherMails: ['team@harbourline.example'] });
    const told = await found();
    assert.match(told, /^ok: the address team@.*, and by more than two accounts of the directory, so it is no mark$/m);
    assert.doesNotMatch(told, /team@.*one person/);
  });

  /** What is found where a running service counted, and this is what it knows of marks that many carry. */
  async function foundBeside(crowds: readonly object[]): Promise<string> {
    const { store, ...rest } = service.context();
    const memory = { censusAt: rest.clock.now(), accounts: [], strange: [], firstTold: new Map(), crowds };
    const accountsSeen = async () => memory;
    // Sound: the doctor asks a store that it opened for what is remembered alone.
    const open = async () => ({ ...(await store.open()), accountsSeen }) as never;
    const findings = await people.run({ ...rest, store: { ...store, open } });
    return findings.map(({ level, what, ...more }) => `${level}: ${what} ${JSON.stringify(more)}`).join('\n');
  }

  it('advises nobody to wait for an employee id that many carry to tell something, and says so once', async () => {
    for (const who of ['bob', 'omar', 'grace'] as const) alter(who, { employeeId: '8001' });
    const told = await foundBeside([]);
    assert.match(
      told,
      /^warning: the employee id 8001 is carried by .*does not tell whose they are, however long it stays so/m,
    );
    assert.equal(told.match(/the employee id 8001/g)?.length, 1, told);
    assert.doesNotMatch(told, /wait|since 20.* by 3/i);
  });

  it('names no moment from which an address that many carry is no mark, before a service counted it', async () => {
    for (const who of ['bob', 'omar', 'grace'] as const) alter(who, { otherMails: ['team@harbourline.example'] });
    const told = await foundBeside([]);
    assert.match(told, /^warning: the address team@.*APPROVER_MIN_AGE after a running service first counts it/m);
    assert.doesNotMatch(told, /no mark only after 20|since 20/);
    const since = service.context().clock.now() - 3_600_000;
    const mark = { kind: 'address', value: 'team@harbourline.example' };
    const known = await foundBeside([{ mark, carriers: 3, since, until: null }]);
    assert.match(
      known,
      /^warning: the address team@.*, and since 20.* UTC by 3 accounts .*no mark only after 20.* UTC/m,
    );
  });

  const ELIGIBLE = { roles: new Set<string>(), eligible: new Set([ROLES['Security Administrator']]) };

  it('looks at those, too, who could only activate a role', async () => {
    alter('bob', { ...ELIGIBLE, employeeId: '' });
    alter('omar', { ...ELIGIBLE, employeeId: '1003' });
    const told = await found();
    assert.match(told, /^warning: without an employee id that tells people apart: Bob /m);
    assert.match(told, /^ok: the employee id 1003 is carried by Grace .*, Omar .*: they count as one person$/m);
  });

  it('says that those who could activate a role were not looked at, where they could not be read', async () => {
    const path = '/v1.0/roleManagement/directory/roleEligibilityScheduleInstances';
    service.sandbox.world.faults.push({ surface: 'graph', path, kind: 'status', status: 403 });
    assert.match(
      await found(),
      /^warning: who could activate a role in .* could not be read, so they were not looked/m,
    );
  });

  it('does not say that everybody carries a number where nobody was looked at', async () => {
    for (const person of service.sandbox.world.people) Object.assign(person, { accountEnabled: false });
    const told = await found();
    assert.match(told, /^warning: nobody was found who could ask or approve, so nobody was looked at$/m);
    assert.doesNotMatch(told, /every approver/);
  });

  const NOW = () => new Date().toISOString();
  const counted = async (policy: object = {}) => {
    const context = service.context();
    const config = { ...context.config, policy: { ...context.config.policy, ...policy } };
    return (await approvers.run({ ...context, config })).map(
      ({ level, what, ...more }) => `${level}: ${what} ${JSON.stringify(more)}`,
    );
  };

  it('counts nobody among approvers whose account or role is too young, and says from when they count', async () => {
    assert.match((await counted()).join('\n'), /^ok: 4 people can approve; a change needs 1 /m);
    alter('grace', { createdDateTime: NOW() });
    alter('omar', { assignedAt: new Map([[ROLES['Security Administrator'], NOW()]]) });
    const told = (await counted()).join('\n');
    assert.match(told, /^ok: 2 people can approve; a change needs 1 /m);
    assert.match(
      told,
      /^ok: not counted yet, by APPROVER_MIN_AGE: .*Grace Gallagher \(grace@.*\): The account exists only since 20.* UTC, so it counts from 20/m,
    );
    assert.match(told, /Omar .*\): The role is held only since 20.* UTC, so it counts from 20/);
    alter('bob', { createdDateTime: NOW() });
    const few = (await counted()).join('\n');
    assert.match(few, /^failure: 1 person can approve, but 2 are needed.*Not counted yet, by APPROVER_MIN_AGE: .*Bob/m);
    assert.match(few, /Wait until those count\. Else: Give more people/);
  });

  it('counts no account that the directory does not date before the first start, as none after it', async () => {
    assert.match((await counted()).join('\n'), /^ok: 4 people can approve; a change needs 1 /m);
    alter('grace', { createdDateTime: null });
    const told = (await counted()).join('\n');
    assert.match(told, /^ok: 3 people can approve; a change needs 1 /m);
    assert.match(told, /Grace .*\): The directory does not say since when .* after the first start of the service/);
  });

  it('says of an account without a date that no service has noted yet that none has, and names no moment', async () => {
    const { store, ...rest } = service.context();
    const accountsSeen = async () => ({
      ...{ censusAt: rest.clock.now(), accounts: [], strange: [], firstTold: new Map(), crowds: null },
    });
    // Sound: the doctor asks a store that it opened for what is remembered alone.
    const context = {
      ...rest,
      store: { ...store, open: async () => ({ ...(await store.open()), accountsSeen }) as never },
    };
    alter('grace', { createdDateTime: null });
    const told = (await approvers.run(context)).map(({ what }) => what).join('\n');
    assert.match(told, /Grace .*\): The directory does not say since when .* after the service first notes it/);
    assert.doesNotMatch(told, /first noted it at/);
  });

  it('judges whoever asks by since when they were seen to ask, and not to approve, where no role is dated', async () => {
    const { directory, store, ...rest } = service.context();
    const now = rest.clock.now();
    const seen = (oid: string) => ({ oid, approverSince: now, asker: { holds: true, since: 1, leftAt: null } });
    const accountsSeen = async (_tenant: string, oids: readonly string[]) => ({
      ...{ censusAt: now, accounts: oids.map(seen), strange: [] },
      firstTold: new Map(oids.map((oid) => [oid, 1])),
    });
    const context = {
      ...rest,
      directory: { ...directory, roleDates: async () => ({}) },
      // Sound: the doctor asks a store that it opened for what is remembered alone.
      store: { ...store, open: async () => ({ ...(await store.open()), accountsSeen }) as never },
    };
    const told = (await approvers.run(context)).map(({ level, what }) => `${level}: ${what}`).join('\n');
    assert.match(told, /^ok: somebody can ask for changes$/m);
    assert.match(told, /^failure: 0 people can approve/m);
    assert.doesNotMatch(told, /0 people may report a change/);
  });

  it('counts nobody who asks or reports whose account is too young', async () => {
    for (const person of service.sandbox.world.people) Object.assign(person, { createdDateTime: NOW() });
    const told = (await counted()).join('\n');
    assert.match(told, /^failure: 0 people can approve, so nothing can be approved/m);
    assert.match(told, /^failure: nobody can ask for changes yet /m);
    assert.match(told, /^warning: 0 people may report a change as applied/m);
    assert.match(
      (await counted({ people: { ...service.context().config.policy.people, minAge: 0 } }))[0] ?? '',
      /^ok: 4/,
    );
  });
});
