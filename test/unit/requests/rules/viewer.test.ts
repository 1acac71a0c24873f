import assert from 'node:assert/strict';
import { assertMayReject, assertMayRequest, viewerOf, viewerRole } from '../../../../src/requests/rules/four-eyes.ts';
import { ALICE, admin, BOB, CARLA, knowing, ROLE, request, silent } from './people/knowing.ts';

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
