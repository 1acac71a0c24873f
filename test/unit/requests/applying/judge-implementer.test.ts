import assert from 'node:assert/strict';
import { judgeImplementer } from '../../../../src/requests/applying/implementer.ts';
import type { Standing } from '../../../../src/requests/ports/directory.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { anOid } from '../../../support/samples/ids.ts';
import { ALICE, admin, BOB, CARLA, DAY, knowing, ROLE } from '../rules/people/knowing.ts';

const DAN = { oid: anOid('dddddddd-0000-4000-8000-000000000004'), name: 'Dan Mbeki' };
const approved = { approvals: [{ by: BOB, at: BUILT_AT }] };

/** Judges this person as who applied what Bob approved, where everybody given holds a role. */
function judged(person: Standing, ...others: readonly Standing[]) {
  return judgedBy({}, person, ...others);
}

function judgedBy(more: Parameters<typeof knowing>[1], person: Standing, ...others: readonly Standing[]) {
  const known = [admin(BOB), person, ...others].filter((one, at, all) => all.findIndex(isOf(one)) === at);
  const dates = { [ROLE]: BUILT_AT - 30 * DAY };
  const { directory, ...services } = knowing(known, { dates, policy: { implementer: 'other-than-approver' }, ...more });
  const holders = async () => known.map((one) => one.person.oid);
  return judgeImplementer({ ...services, directory: { ...directory, holders } }, approved, person.person);
}

const isOf = (one: Standing) => (other: Standing) => one.person.oid === other.person.oid;
const refused = { code: 'not-allowed' };

describe('who applies an approved change', () => {
  it('may be whoever approved only where fewer than two others could report it now', async () => {
    await assert.rejects(judged(admin(BOB), admin(ALICE), admin(CARLA)), refused);
    assert.equal(await judged(admin(BOB), admin(ALICE)), 'too-few-others');
    const young = admin(CARLA, { createdAt: BUILT_AT });
    assert.equal(await judged(admin(BOB), admin(ALICE), young), 'too-few-others', 'who is too young is no other');
  });

  it('counts as who approved where they are not known to be another person', async () => {
    const unknown = admin(DAN, { employeeId: null });
    await assert.rejects(judged(unknown, admin(ALICE), admin(CARLA)), /does not count/);
    assert.equal(await judged(unknown, admin(ALICE)), 'not-known');
    assert.equal(await judged(admin(DAN), admin(ALICE), admin(CARLA)), null);
  });

  it('is told as not proven to be another person where accounts are enough, or anybody may apply it', async () => {
    const unknown = admin(DAN, { employeeId: null });
    const people = { proof: 'accounts' } as const;
    assert.equal(await judgedBy({ people }, unknown, admin(ALICE), admin(CARLA)), 'accounts');
    assert.equal(await judgedBy({ people }, admin(DAN), admin(ALICE), admin(CARLA)), null);
    const policy = { implementer: 'anyone' } as const;
    assert.equal(await judgedBy({ policy }, unknown, admin(ALICE), admin(CARLA)), 'accounts');
    assert.equal(await judgedBy({ policy }, admin(BOB), admin(ALICE), admin(CARLA)), 'anyone');
  });
});
