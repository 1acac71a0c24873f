import assert from 'node:assert/strict';
import { waysAround } from '../../../../src/cli/doctor/checks/check-ways-around.ts';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import { ROLES } from '../../../../src/sandbox/company/roles.ts';
import { Examined } from './examined.ts';

describe('airlock doctor, of ways around Airlock,', () => {
  let service: Examined;
  beforeEach(async () => {
    service = await Examined.open();
    for (const { roles, eligible } of service.sandbox.world.people)
      for (const set of [roles, eligible]) for (const role of Object.values(ROLES)) set.delete(role);
  });
  afterEach(() => service.close());

  const found = async () =>
    (await waysAround.run(service.context())).map(({ level, what }) => `${level}: ${what}`).join('\n');
  const person = (who: keyof typeof PEOPLE_IDS) =>
    service.sandbox.world.people.find(({ id }) => id === PEOPLE_IDS[who]) ?? assert.fail();

  it('counts those, too, who could only activate a role, and each once', async () => {
    person('bob').eligible.add(ROLES['Security Administrator']);
    person('omar').roles.add(ROLES['Security Administrator']);
    person('omar').eligible.add(ROLES['Security Administrator']);
    assert.match(await found(), /^warning: 2 of 2 who ask or approve, .* \(Security Administrator\)$/);
  });

  it('counts nobody who is disabled', async () => {
    person('bob').eligible.add(ROLES['Security Administrator']);
    person('bob').accountEnabled = false;
    assert.match(await found(), /^ok: nobody who asks or approves/);
  });

  it('says where it could not be read who could activate a role', async () => {
    const path = '/v1.0/roleManagement/directory/roleEligibilityScheduleInstances';
    service.sandbox.world.faults.push({ surface: 'graph', path, kind: 'status', status: 403 });
    person('bob').eligible.add(ROLES['Security Administrator']);
    const unread = /^warning: who could activate a role .* could not be read, so they are not counted$/m;
    const nobody = await found();
    assert.match(nobody, unread);
    assert.doesNotMatch(nobody, /^ok: /m);
    person('omar').roles.add(ROLES['Security Administrator']);
    const one = await found();
    assert.match(one, unread);
    assert.match(one, /^warning: 1 of 1 who ask or approve/m);
  });
});
