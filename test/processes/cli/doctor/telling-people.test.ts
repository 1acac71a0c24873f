import assert from 'node:assert/strict';
import { people } from '../../../../src/cli/doctor/checks/check-people.ts';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import type { Person } from '../../../../src/sandbox/company/person.ts';
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
      /^ok: the employee id 1002, also written 001002 is carried by Bob .*, Omar .*: they count as one person$/m,
    );
  });

  it('names a number that three carry in spellings of their own', async () => {
    alter('omar', { employeeId: '001002' });
    alter('grace', { employeeId: '１００2 ' });
    assert.match(await found(), /^warning: the employee id 1002, also written 001002 is carried by Bob .*, .*, /m);
  });

  it('names an address that two carry, one with a letter that looks like another', async () => {
    alter('bob', { otherMails: ['team@harbourline.example'] });
    alter('omar', { otherMails: ['te\u0430m@harbourline.example'] });
    assert.match(await found(), /^ok: the address team@.*, also written te\u0430m@.*: they count as one person$/m);
  });

  it('takes no two for one person by an address that others carry, too', async () => {
    for (const who of ['bob', 'omar', 'rita', 'ed'] as const) alter(who, { otherMails: ['team@harbourline.example'] });
    const told = await found();
    assert.match(told, /^ok: the address team@.*, and by more than two accounts of the directory, so it is no mark$/m);
    assert.doesNotMatch(told, /team@.*one person/);
  });
});
