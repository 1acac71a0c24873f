import assert from 'node:assert/strict';
import type { DirectoryPerson, Standing } from '../../../../src/requests/ports/directory.ts';
import type { Services } from '../../../../src/requests/ports/services.ts';
import type { Policy } from '../../../../src/requests/record/digest.ts';
import type { Actor } from '../../../../src/requests/record/request.ts';
import {
  approverFault,
  assertMayApprove,
  assertMayRequest,
  isSamePerson,
  requesterFault,
  viewerRole,
} from '../../../../src/requests/rules/four-eyes.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { aPerson } from '../../../support/people/a-person.ts';
import { buildRequest } from '../../../support/samples/build-request.ts';
import { anOid } from '../../../support/samples/ids.ts';

const ROLE = '194ae4cb-b126-40b2-bd5b-6091b380977d';
const ALICE = { oid: anOid('aaaaaaaa-0000-4000-8000-000000000001'), name: 'Alice Nguyen' };
const BOB = { oid: anOid('bbbbbbbb-0000-4000-8000-000000000002'), name: 'Bob Ortiz' };
const CARLA = { oid: anOid('cccccccc-0000-4000-8000-000000000003'), name: 'Carla Weiss' };

function person(of: Actor, more: Partial<DirectoryPerson> = {}): DirectoryPerson {
  return aPerson(of.oid, { name: of.name, employeeId: null, ...more });
}

function admin(of: Actor, more: Partial<DirectoryPerson> = {}): Standing {
  return { person: person(of, more), holds: [ROLE], mayActivate: [] };
}

/** Parts whose directory knows exactly these people; an error stands for no answer. */
function partsWith(known: readonly (Standing | AirlockError)[], policy: Partial<Policy> = {}): Services {
  return {
    policy: { approvers: [ROLE], requesters: [ROLE], ...policy },
    directory: {
      async standing(oid: string) {
        const failure = known.find((one) => one instanceof AirlockError);
        if (failure) throw failure;
        return known.find((one) => !(one instanceof AirlockError) && one.person.oid === oid) ?? null;
      },
    },
  } as unknown as Services;
}

const request = buildRequest({ state: 'pending', submittedAt: 1, requester: ALICE });
const refused = { name: 'AirlockError', code: 'not-allowed' };

describe('two accounts of one person', () => {
  const same: Record<string, [Partial<DirectoryPerson>, Partial<DirectoryPerson>]> = {
    'the same employee id': [{ employeeId: 'E7' }, { employeeId: 'E7' }],
    'the same on-premises id': [{ onPremisesImmutableId: 'x' }, { onPremisesImmutableId: 'x' }],
    'one shared address': [{ addresses: ['a@x', 'b@x'] }, { addresses: ['c@x', 'b@x'] }],
    'one object id': [{ oid: anOid('o') }, { oid: anOid('o') }],
  };
  for (const [title, [a, b]] of Object.entries(same)) {
    it(`are found by ${title}, whoever comes first`, () => {
      assert(isSamePerson(person(ALICE, a), person(BOB, b)));
      assert(isSamePerson(person(BOB, b), person(ALICE, a)));
    });
  }

  const different: Record<string, [Partial<DirectoryPerson>, Partial<DirectoryPerson>]> = {
    'nothing in common': [{}, {}],
    'other employee ids': [{ employeeId: 'E7' }, { employeeId: 'E8' }],
    'no employee id on either side': [{ employeeId: null }, { employeeId: null }],
    'an empty employee id on both sides': [{ employeeId: '' }, { employeeId: '' }],
    'an empty on-premises id on both sides': [{ onPremisesImmutableId: '' }, { onPremisesImmutableId: '' }],
    'no addresses at all': [{ addresses: [] }, { addresses: [] }],
    'one name': [{ name: 'Kim' }, { name: 'Kim' }],
    'one value in different fields': [{ employeeId: 'x' }, { onPremisesImmutableId: 'x' }],
  };
  for (const [title, [a, b]] of Object.entries(different)) {
    it(`are not made of ${title}`, () => assert(!isSamePerson(person(ALICE, a), person(BOB, b))));
  }
});

describe('the right to approve', () => {
  it('is another admin’s', async () => {
    await assertMayApprove(partsWith([admin(ALICE), admin(BOB)]), request, BOB);
  });

  const refusals: Record<string, [services: Services, who: Actor]> = {
    'the requester': [partsWith([admin(ALICE)]), ALICE],
    'nobody without an object id': [partsWith([admin(ALICE), admin(BOB)]), { oid: anOid(''), name: 'Bob' }],
    'somebody unknown': [partsWith([admin(ALICE)]), BOB],
    'a second account of the requester': [
      partsWith([admin(ALICE, { employeeId: 'E7' }), admin(BOB, { employeeId: 'E7' })]),
      BOB,
    ],
    'a guest with the role': [partsWith([admin(ALICE), admin(BOB, { userType: 'Guest' })]), BOB],
    'an account of unknown type': [partsWith([admin(ALICE), admin(BOB, { userType: 'unknown' })]), BOB],
    'a disabled account': [partsWith([admin(ALICE), admin(BOB, { enabled: false })]), BOB],
    'a reader': [partsWith([admin(ALICE), { person: person(BOB), holds: [], mayActivate: [] }]), BOB],
    'an admin who is only eligible': [
      partsWith([admin(ALICE), { person: person(BOB), holds: [], mayActivate: [ROLE] }]),
      BOB,
    ],
    'anybody when nobody is named an approver': [partsWith([admin(ALICE), admin(BOB)], { approvers: [] }), BOB],
    'anybody when the requester is gone': [partsWith([admin(BOB)]), BOB],
  };
  for (const [title, [services, who]] of Object.entries(refusals)) {
    it(`is refused to ${title}`, () => assert.rejects(assertMayApprove(services, request, who), refused));
  }

  it('is refused to a second account of somebody who approved already', async () => {
    const endorsed = { ...request, approvals: [{ by: BOB, at: 2 }] };
    const services = partsWith([admin(ALICE), admin(BOB, { employeeId: 'E7' }), admin(CARLA, { employeeId: 'E7' })]);
    await assert.rejects(assertMayApprove(services, endorsed, CARLA), refused);
  });

  it('is nobody’s when the request names no requester', () =>
    assert.rejects(
      assertMayApprove(partsWith([admin(BOB)]), { ...request, requester: { oid: anOid(''), name: '' } }, BOB),
      refused,
    ));

  it('is not granted without an answer', () =>
    assert.rejects(assertMayApprove(partsWith([new AirlockError('directory-unavailable', 'none')]), request, BOB), {
      code: 'directory-unavailable',
    }));
});

describe('rights asked again', () => {
  const approved = { ...request, approvals: [{ by: BOB, at: 2 }] };

  it('find nothing while both still hold theirs', async () => {
    const services = partsWith([admin(ALICE), admin(BOB)]);
    assert.equal(await requesterFault(services, approved), null);
    assert.equal(await approverFault(services, approved), null);
  });

  it('find a requester and an approver who lost theirs', async () => {
    const services = partsWith([
      { person: person(ALICE), holds: [], mayActivate: [] },
      { person: person(BOB), holds: [], mayActivate: [] },
    ]);
    assert.equal((await requesterFault(services, approved))?.code, 'rights-lost');
    assert.match((await approverFault(services, approved))?.why ?? '', /^Bob Ortiz, who approved this/);
  });

  it('find two approvals that turn out to be one person’s', async () => {
    const services = partsWith([admin(ALICE), admin(BOB, { employeeId: 'E7' }), admin(CARLA, { employeeId: 'E7' })]);
    const both = { ...approved, approvals: [...approved.approvals, { by: CARLA, at: 3 }] };
    assert.equal((await approverFault(services, both))?.code, 'rights-lost');
  });

  it('take no answer neither as a loss nor as a yes', async () => {
    const services = partsWith([new AirlockError('directory-unavailable', 'none')]);
    await assert.rejects(requesterFault(services, approved), { code: 'directory-unavailable' });
    await assert.rejects(approverFault(services, approved), { code: 'directory-unavailable' });
  });
});

describe('what a viewer is', () => {
  it('is the requester, an approver, or a reader when in doubt', async () => {
    const services = partsWith([admin(ALICE), admin(BOB)]);
    assert.equal(await viewerRole(services, request, anOid(ALICE.oid)), 'requester');
    assert.equal(await viewerRole(services, request, anOid(BOB.oid)), 'approver');
    assert.equal(await viewerRole(services, request, anOid(CARLA.oid)), 'reader');
    const silent = partsWith([new AirlockError('directory-unavailable', 'none')]);
    assert.equal(await viewerRole(silent, request, anOid(BOB.oid)), 'reader');
  });

  it('lets only holders ask', async () => {
    assert.equal((await assertMayRequest(partsWith([admin(ALICE)]), ALICE)).oid, ALICE.oid);
    const reader = partsWith([{ person: person(ALICE), holds: [], mayActivate: [] }]);
    await assert.rejects(assertMayRequest(reader, ALICE), refused);
  });
});
