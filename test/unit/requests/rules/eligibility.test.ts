import assert from 'node:assert/strict';
import type { DirectoryPerson, RoleDates, Standing } from '../../../../src/requests/ports/directory.ts';
import type { Services } from '../../../../src/requests/ports/services.ts';
import type { Policy } from '../../../../src/requests/record/digest.ts';
import { type PeoplePolicy, USUAL_PEOPLE } from '../../../../src/requests/record/people-policy.ts';
import type { Actor } from '../../../../src/requests/record/request.ts';
import { assertMayReject, assertMayRequest, viewerOf, viewerRole } from '../../../../src/requests/rules/four-eyes.ts';
import { judgeWrite } from '../../../../src/requests/rules/people/before-write.ts';
import { type Judged, judgeApproval } from '../../../../src/requests/rules/people/judge-approval.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { aPerson } from '../../../support/people/a-person.ts';
import { BUILT_AT, buildRequest } from '../../../support/samples/build-request.ts';
import { anOid } from '../../../support/samples/ids.ts';

const ROLE = '194ae4cb-b126-40b2-bd5b-6091b380977d';
const GROUP = '6e000000-0000-4000-8000-000000000001';
const ALICE = { oid: anOid('aaaaaaaa-0000-4000-8000-000000000001'), name: 'Alice Nguyen' };
const BOB = { oid: anOid('bbbbbbbb-0000-4000-8000-000000000002'), name: 'Bob Ortiz' };
const CARLA = { oid: anOid('cccccccc-0000-4000-8000-000000000003'), name: 'Carla Weiss' };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function admin(of: Actor, more: Partial<DirectoryPerson> = {}, holds: readonly string[] = [ROLE]): Standing {
  return { person: aPerson(of.oid, { name: of.name, ...more }), holds, mayActivate: [] };
}

interface Knows {
  readonly policy?: Partial<Policy>;
  readonly people?: Partial<PeoplePolicy>;
  readonly dates?: RoleDates;
  /** How many carry each value. */
  readonly carried?: Readonly<Record<string, number>>;
  /** The user principal name of whose session writes. */
  readonly owner?: string;
}

/** Services whose directory knows exactly these people; an error stands for no answer. */
function knowing(known: readonly (Standing | AirlockError)[], more: Knows = {}): Services {
  const answer = () => {
    const failure = known.find((one) => one instanceof AirlockError);
    if (failure) throw failure;
    return known.flatMap((one) => (one instanceof AirlockError ? [] : [one]));
  };
  return {
    policy: {
      approvers: [ROLE, GROUP],
      requesters: [ROLE],
      quorum: 1,
      people: { ...USUAL_PEOPLE, ...more.people },
      ...more.policy,
    },
    clock: { now: () => BUILT_AT },
    tenant: { applies: 'automatically', actsAs: async () => more.owner ?? null },
    directory: {
      standing: async (oid: string) => answer().find(({ person }) => person.oid === oid) ?? null,
      roleDates: async () => more.dates ?? {},
      carriers: async ({ value }: { value: string }) => more.carried?.[value] ?? 1,
      byName: async (name: string) => answer().find(({ person }) => person.userPrincipalName === name)?.person ?? null,
    },
  } as unknown as Services;
}

const request = buildRequest({ state: 'pending', submittedAt: 1, requester: ALICE });
const silent = new AirlockError('directory-unavailable', 'none');

async function whyNot(services: Services, who: Actor, of: Judged = request): Promise<string> {
  const judged = await judgeApproval(services, of, who.oid);
  return 'refusal' in judged ? judged.refusal.why : (judged.fault?.code ?? 'counts');
}

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
      knowing([admin(ALICE, { employeeId: '0017' }), admin(BOB, { employeeId: '17' })]),
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
      knowing([admin(ALICE, { employeeId: '17' }), admin(BOB, { employeeId: '17' })], {
        people: { proof: 'accounts' },
      }),
      BOB,
      'one-person',
    ],
    'not that of an account whose number many carry': [
      knowing([admin(ALICE), admin(BOB, { employeeId: '17' })], { carried: { 17: 3 } }),
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
    'that of somebody with a new role and one without a date': [
      knowing([admin(ALICE), admin(BOB, {}, [ROLE, GROUP])], { dates: { [ROLE]: BUILT_AT - HOUR } }),
      BOB,
      'counts',
    ],
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
      'own-session',
    ],
    'nobody’s while the owner of the session is not known': [
      knowing([admin(ALICE), admin(BOB)], { owner: 'nobody@contoso.example' }),
      BOB,
      'own-session',
    ],
    'of no use where the requester is gone': [knowing([admin(BOB)]), BOB, 'requester-gone'],
    'of no use where the requester lost theirs': [knowing([admin(ALICE, {}, []), admin(BOB)]), BOB, 'rights-lost'],
  };
  for (const [title, [services, who, expected]] of Object.entries(cases)) {
    it(`is ${title}`, async () => assert.equal(await whyNot(services, who), expected));
  }

  const endorsed: Judged = { ...request, approvals: [{ by: BOB, at: 2 }] };

  it('is not that of a second account of somebody who approved already', async () => {
    const two = [admin(BOB, { employeeId: '17' }), admin(CARLA, { employeeId: '17' })];
    assert.equal(await whyNot(knowing([admin(ALICE), ...two]), CARLA, endorsed), 'one-person');
  });

  it('counts without the approval of somebody who is gone', async () => {
    const judged = await judgeApproval(knowing([admin(ALICE), admin(CARLA)]), endorsed, CARLA.oid);
    assert.deepEqual('approvals' in judged && judged.approvals, []);
  });

  it('keeps what was compared, since when they count, and how they were told apart', async () => {
    const account = admin(BOB, { employeeId: 'E017', createdAt: 7 });
    const services = knowing([admin(ALICE), account], { dates: { [ROLE]: 9 }, people: { proof: 'accounts' } });
    const judged = await judgeApproval(services, request, BOB.oid);
    assert('evidence' in judged);
    const { marks, roles, since, proof } = judged.evidence;
    assert.deepEqual(
      [marks[0], roles, since, proof],
      [{ kind: 'employee-id', value: 'e17' }, [ROLE], { account: 7, role: 9 }, 'marks'],
    );
  });

  it('is not granted without an answer', () =>
    assert.rejects(judgeApproval(knowing([silent]), request, BOB.oid), { code: 'directory-unavailable' }));
});

describe('a mark that was changed', () => {
  const marks = [{ kind: 'employee-id', value: '17' } as const];
  const kept = { marks, roles: [ROLE], since: { account: 1, role: 1 }, proof: 'marks' } as const;
  const bare = { addresses: [] };

  it('ends a request whose requester it belongs to, and one whose approver it belongs to', async () => {
    const services = knowing([admin(ALICE, { employeeId: '18', ...bare }), admin(BOB, { employeeId: '16', ...bare })]);
    assert.equal(await whyNot(services, BOB, { ...request, requesterEvidence: kept }), 'identity-changed');
    const approved: Judged = { ...request, approvals: [{ by: BOB, at: 2, evidence: kept }] };
    const judged = await judgeWrite(services, approved);
    assert('fault' in judged);
    assert.equal(judged.fault.code, 'identity-changed');
    assert.match(judged.fault.why, /^The account of Bob Ortiz was changed.*\(employee id\)/);
    const endorsed = knowing([admin(ALICE), admin(BOB, { employeeId: '16', ...bare }), admin(CARLA)]);
    assert.equal(await whyNot(endorsed, CARLA, approved), 'identity-changed');
  });

  it('is none where the mark is written in another way', async () => {
    const services = knowing([admin(ALICE), admin(BOB, { employeeId: ' 0017', ...bare })]);
    const approved: Judged = { ...request, approvals: [{ by: BOB, at: 2, evidence: kept }] };
    assert.deepEqual(await judgeWrite(services, approved), { actsAs: null });
  });
});

describe('rights asked again before a write', () => {
  const approved: Judged = { ...request, approvals: [{ by: BOB, at: 2 }] };
  const both: Judged = { ...request, approvals: [...approved.approvals, { by: CARLA, at: 3 }] };

  async function fault(services: Services, of: Judged = approved): Promise<string | null> {
    const judged = await judgeWrite(services, of);
    return 'fault' in judged ? `${judged.fault.code}: ${judged.fault.why}` : null;
  }

  it('find nothing while everybody still holds theirs', async () => {
    assert.equal(await fault(knowing([admin(ALICE), admin(BOB)])), null);
  });

  it('find a requester and an approver who lost theirs', async () => {
    assert.match(
      (await fault(knowing([admin(ALICE, {}, []), admin(BOB)]))) ?? '',
      /^rights-lost: Alice Nguyen, who asked/,
    );
    assert.match(
      (await fault(knowing([admin(ALICE), admin(BOB, {}, [])]))) ?? '',
      /^rights-lost: Bob Ortiz, who approved/,
    );
  });

  it('find people who are gone, and count the approvals that are left', async () => {
    assert.match((await fault(knowing([admin(BOB)]))) ?? '', /^requester-gone: Alice Nguyen/);
    assert.match(
      (await fault(knowing([admin(ALICE)]))) ?? '',
      /^rights-lost: Bob Ortiz, who approved this, is no longer/,
    );
    assert.equal(await fault(knowing([admin(ALICE), admin(CARLA)]), both), null);
  });

  it('find two approvals that turn out to be one person’s, or may be', async () => {
    const carla = (more: Partial<DirectoryPerson>) =>
      knowing([admin(ALICE), admin(BOB, { employeeId: '17' }), admin(CARLA, more)]);
    assert.match(
      (await fault(carla({ employeeId: '17' }), both)) ?? '',
      /^rights-lost: .*belong to one person: both carry the employee id 17/,
    );
    assert.match((await fault(carla({ employeeId: '17-A' }), both)) ?? '', /^rights-lost: .*it is not known whether/);
  });

  it('let nobody write with a session of the only approver', async () => {
    const services = (owner: Actor) =>
      knowing([admin(ALICE), admin(BOB), admin(CARLA)], { owner: `${owner.oid}@contoso.example` });
    await assert.rejects(judgeWrite(services(BOB), approved), { code: 'not-allowed', message: /their own/ });
    assert.deepEqual(await judgeWrite(services(CARLA), approved), { actsAs: `${CARLA.oid}@contoso.example` });
    assert.deepEqual(await judgeWrite(services(BOB), both), { actsAs: `${BOB.oid}@contoso.example` });
  });

  it('take no answer neither as a loss nor as a yes', () =>
    assert.rejects(judgeWrite(knowing([silent]), approved), { code: 'directory-unavailable' }));
});

describe('what a viewer is', () => {
  it('is the requester, an approver, or a reader when in doubt', async () => {
    const services = knowing([admin(ALICE), admin(BOB)]);
    assert.equal(await viewerRole(services, request, ALICE.oid), 'requester');
    assert.equal(await viewerRole(services, request, BOB.oid), 'approver');
    assert.equal(await viewerRole(services, request, CARLA.oid), 'reader');
    assert.equal(await viewerRole(knowing([silent]), request, BOB.oid), 'reader');
  });

  it('is told why their approval would not count, and that nobody could be asked', async () => {
    const none = knowing([admin(ALICE), admin(BOB, { employeeId: null })]);
    const unknown = await viewerOf(none, request, BOB.oid);
    assert.equal(unknown.role, 'approver');
    assert.match(unknown.why ?? '', /this account carries no employee id .* PEOPLE_FILE/);
    const second = knowing([admin(ALICE, { employeeId: '17' }), admin(BOB, { employeeId: '17' })]);
    assert.equal((await viewerOf(second, request, BOB.oid)).role, 'reader');
    const eligible = knowing([admin(ALICE), { ...admin(BOB, {}, []), mayActivate: [ROLE] }]);
    assert.match((await viewerOf(eligible, request, BOB.oid)).why ?? '', /Activate it/);
    assert.equal((await viewerOf(knowing([silent]), request, BOB.oid)).why, 'none');
  });

  it('lets only holders ask, and only other holders reject', async () => {
    assert.equal((await assertMayRequest(knowing([admin(ALICE)]), ALICE)).person.oid, ALICE.oid);
    const refused = { name: 'AirlockError', code: 'not-allowed' };
    await assert.rejects(assertMayRequest(knowing([admin(ALICE, {}, [])]), ALICE), refused);
    await assert.rejects(assertMayReject(knowing([admin(ALICE)]), request, ALICE), refused);
    await assert.rejects(assertMayReject(knowing([admin(BOB, {}, [])]), request, BOB), refused);
    assert.equal(
      (await assertMayReject(knowing([admin(BOB, { employeeId: null })]), request, BOB)).person.oid,
      BOB.oid,
    );
  });
});
