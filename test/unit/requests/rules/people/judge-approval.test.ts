import assert from 'node:assert/strict';
import type { RoleDates } from '../../../../../src/requests/ports/directory.ts';
import type { Services } from '../../../../../src/requests/ports/services.ts';
import type { Actor } from '../../../../../src/requests/record/request.ts';
import { type Judged, judgeApproval } from '../../../../../src/requests/rules/people/judging/judge-approval.ts';
import { BUILT_IN_ROLES } from '../../../../../src/shared/ids.ts';
import { BUILT_AT } from '../../../../support/samples/build-request.ts';
import { ALICE, admin, BOB, CARLA, DAY, GROUP, HOUR, knowing, ROLE, request, silent, whyNot } from './knowing.ts';

describe('the right to approve', () => {
  const cases: Record<string, [services: Services, who: Actor, expected: string]> = {
    'another admin’s': [knowing([admin(ALICE), admin(BOB)]), BOB, 'counts'],
    'not the requester’s': [knowing([admin(ALICE)]), ALICE, 'requester'],
    'not somebody’s whom the directory does not know': [knowing([admin(ALICE)]), BOB, 'gone'],
    'not a guest’s': [knowing([admin(ALICE), admin(BOB, { userType: 'Guest' })]), BOB, 'outsider'],
    'not an external member’s': [knowing([admin(ALICE), admin(BOB, { isExternal: true })]), BOB, 'outsider'],
    'not that of an account of unknown type': [
      knowing([admin(ALICE), admin(BOB, { userType: 'unknown' })]),
      BOB,
      'outsider',
    ],
    'that of an account older than the field': [knowing([admin(ALICE), admin(BOB, { userType: null })]), BOB, 'counts'],
    'not that of an external account older than the field': [
      knowing([admin(ALICE), admin(BOB, { userType: null, isExternal: true })]),
      BOB,
      'outsider',
    ],
    'enough to end the request of somebody who is gone, though nobody’s session can write it': [
      knowing([admin(BOB)], { owner: 'gone@x' }),
      BOB,
      'requester-gone',
    ],
    'not a disabled account’s': [knowing([admin(ALICE), admin(BOB, { enabled: false })]), BOB, 'disabled'],
    'not a reader’s': [knowing([admin(ALICE), admin(BOB, {}, [])]), BOB, 'no-role'],
    'not that of an admin who is only eligible': [
      knowing([admin(ALICE), { ...admin(BOB, {}, []), mayActivate: [ROLE] }]),
      BOB,
      'eligible',
    ],
    'nobody’s when nobody is named an approver': [
      knowing([admin(ALICE), admin(BOB)], { policy: { approvers: [] } }),
      BOB,
      'no-role',
    ],
    'not that of a second account of the requester': [
      knowing([admin(ALICE, { employeeId: '00217' }), admin(BOB, { employeeId: '217' })]),
      BOB,
      'one-person',
    ],
    'not that of an account without a mark': [
      knowing([admin(ALICE), admin(BOB, { employeeId: null })]),
      BOB,
      'not-known',
    ],
    'that of an account without a mark, where accounts are enough': [
      knowing([admin(ALICE), admin(BOB, { employeeId: null })], { people: { proof: 'accounts' } }),
      BOB,
      'counts',
    ],
    'not that of a second account, even where accounts are enough': [
      knowing([admin(ALICE, { employeeId: '217' }), admin(BOB, { employeeId: '217' })], {
        people: { proof: 'accounts' },
      }),
      BOB,
      'one-person',
    ],
    'not that of an account whose number many carry': [
      knowing([admin(ALICE), admin(BOB, { employeeId: '217' })], { carried: { 217: 3 } }),
      BOB,
      'not-known',
    ],
    'that of a person whose alternate address many carry': [
      knowing([admin(ALICE, { addresses: ['soc@x.example'] }), admin(BOB, { addresses: ['soc@x.example'] })], {
        carried: { 'soc@x.example': 3 },
      }),
      BOB,
      'counts',
    ],
    'not that of an account that two carry the address of': [
      knowing([admin(ALICE, { addresses: ['soc@x.example'] }), admin(BOB, { addresses: ['soc@x.example'] })]),
      BOB,
      'one-person',
    ],
    'not that of a new account': [
      knowing([admin(ALICE), admin(BOB, { createdAt: BUILT_AT - DAY + 1 })]),
      BOB,
      'too-young',
    ],
    'that of an account of a day': [knowing([admin(ALICE), admin(BOB, { createdAt: BUILT_AT - DAY })]), BOB, 'counts'],
    'that of an account without a date': [knowing([admin(ALICE), admin(BOB, { createdAt: null })]), BOB, 'counts'],
    'that of a new account, where age does not matter': [
      knowing([admin(ALICE), admin(BOB, { createdAt: BUILT_AT })], { people: { minAge: 0 } }),
      BOB,
      'counts',
    ],
    'not that of somebody with a new role': [
      knowing([admin(ALICE), admin(BOB)], { dates: { [ROLE]: BUILT_AT - HOUR } }),
      BOB,
      'too-young',
    ],
    'that of somebody with an old role and a new one': [
      knowing([admin(ALICE), admin(BOB, {}, [ROLE, GROUP])], {
        dates: { [ROLE]: BUILT_AT - HOUR, [GROUP]: BUILT_AT - 2 * DAY },
      }),
      BOB,
      'counts',
    ],
    'not that of somebody with a new role and one without a date': [
      knowing([admin(ALICE), admin(BOB, {}, [ROLE, GROUP])], { dates: { [ROLE]: BUILT_AT - HOUR } }),
      BOB,
      'too-young',
    ],
    'that of somebody with one without a date alone': [knowing([admin(ALICE), admin(BOB, {}, [GROUP])]), BOB, 'counts'],
    'not that of the owner of the session that writes': [
      knowing([admin(ALICE), admin(BOB)], { owner: `${BOB.oid}@contoso.example` }),
      BOB,
      'own-session',
    ],
    'not that of somebody who may be the owner of the session': [
      knowing([admin(ALICE), admin(BOB), admin(CARLA, { employeeId: null })], {
        owner: `${CARLA.oid}@contoso.example`,
      }),
      BOB,
      'may-own',
    ],
    'nobody’s while the owner of the session is not known': [
      knowing([admin(ALICE), admin(BOB)], { owner: 'nobody@contoso.example' }),
      BOB,
      'may-own',
    ],
    'of no use where the requester is gone': [knowing([admin(BOB)]), BOB, 'requester-gone'],
    'of no use where the requester lost theirs': [knowing([admin(ALICE, {}, []), admin(BOB)]), BOB, 'rights-lost'],
  };
  for (const [title, [services, who, expected]] of Object.entries(cases)) {
    it('waits where the only date of the role that counts cannot be read, and for no other role', async () => {
      const judged = (dates: RoleDates, minAge = DAY) =>
        whyNot(knowing([admin(ALICE), admin(BOB, {}, [BUILT_IN])], { dates, people: { minAge } }), BOB);
      const [BUILT_IN = assert.fail()] = Object.keys(BUILT_IN_ROLES);
      for (const dates of [{ [BUILT_IN]: null }, { '': null }])
        await assert.rejects(judged(dates), {
          code: 'directory-unavailable',
          message: /in a form that Airlock does not/,
        });
      assert.equal(await judged({ another: null }), 'counts');
      assert.equal(await judged({ [BUILT_IN]: BUILT_AT - 2 * DAY, '': null }), 'counts');
      assert.equal(await judged({ [BUILT_IN]: null }, 0), 'counts');
    });

    it(`is ${title}`, async () => assert.equal(await whyNot(services, who), expected));
  }

  const endorsed: Judged = { ...request, approvals: [{ by: BOB, at: 2 }] };

  it('is not that of a second account of somebody who approved already', async () => {
    const two = [admin(BOB, { employeeId: '217' }), admin(CARLA, { employeeId: '217' })];
    assert.equal(await whyNot(knowing([admin(ALICE), ...two]), CARLA, endorsed), 'one-person');
  });

  it('counts without the approval of somebody who is gone', async () => {
    const judged = await judgeApproval(knowing([admin(ALICE), admin(CARLA)]), endorsed, CARLA.oid);
    assert.deepEqual('left' in judged && judged.left.approvals, []);
    assert.deepEqual('left' in judged && judged.left.lapsed.map(({ by, why }) => [by.oid, why]), [[BOB.oid, 'gone']]);
  });

  it('keeps what was compared, since when they count, and how they were told apart', async () => {
    const account = admin(BOB, { employeeId: 'E017', createdAt: 7 });
    const services = knowing([admin(ALICE), account], { dates: { [ROLE]: 9 }, people: { proof: 'accounts' } });
    const judged = await judgeApproval(services, request, BOB.oid);
    assert('evidence' in judged);
    const { marks, roles, since, proof } = judged.evidence;
    assert.deepEqual(
      [marks[0], roles, since, proof],
      [{ kind: 'employee-id', value: 'e017' }, [ROLE], { account: 7, role: 9 }, 'marks'],
    );
  });

  it('is not granted without an answer', () =>
    assert.rejects(judgeApproval(knowing([silent]), request, BOB.oid), { code: 'directory-unavailable' }));
});
