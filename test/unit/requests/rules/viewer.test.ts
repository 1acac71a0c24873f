import assert from 'node:assert/strict';
import type { Actor } from '../../../../src/requests/record/request.ts';
import { assertMayReject, assertMayRequest, viewerOf } from '../../../../src/requests/rules/four-eyes.ts';
import type { EntraObjectId } from '../../../../src/shared/ids.ts';
import { buildRequest } from '../../../support/samples/build-request.ts';
import { anOid } from '../../../support/samples/ids.ts';
import { ALICE, admin, BOB, CARLA, knowing, ROLE, request, silent } from './people/knowing.ts';

describe('what a viewer is', () => {
  it('is the requester, an approver, or a reader when in doubt', async () => {
    const services = knowing([admin(ALICE), admin(BOB)]);
    const role = async (who: Actor, known = services) => (await viewerOf(known, request, who.oid)).role;
    assert.equal(await role(ALICE), 'requester');
    assert.equal(await role(BOB), 'approver');
    assert.equal(await role(CARLA), 'reader');
    assert.equal(await role(BOB, knowing([silent])), 'reader');
  });

  it('is an approver of what is approved by their role alone, with no question about anybody else', async () => {
    const approved = buildRequest({ state: 'approved', requester: ALICE });
    const asked: string[] = [];
    const services = knowing([admin(BOB, { employeeId: null }), admin(CARLA, {}, [])]);
    const { standing } = services.directory;
    const directory = {
      ...services.directory,
      standing: (oid: EntraObjectId, ids: readonly string[]) => {
        asked.push(oid);
        return standing(oid, ids);
      },
    };
    const viewer = (who: Actor) => viewerOf({ ...services, directory }, approved, anOid(who.oid));
    assert.deepEqual(await viewer(BOB), { role: 'approver', why: null });
    assert.deepEqual(await viewer(CARLA), { role: 'reader', why: null });
    assert.deepEqual(asked, [BOB.oid, CARLA.oid]);
  });

  it('is told why their approval would not count, and that nobody could be asked', async () => {
    const none = knowing([admin(ALICE), admin(BOB, { employeeId: null })]);
    const unknown = await viewerOf(none, request, BOB.oid);
    assert.equal(unknown.role, 'approver');
    assert.match(unknown.why ?? '', /this account carries no employee id .* PEOPLE_FILE/);
    const second = knowing([admin(ALICE, { employeeId: '217' }), admin(BOB, { employeeId: '217' })]);
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
