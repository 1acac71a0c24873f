import assert from 'node:assert/strict';
import { wordOfApprover } from '../../../../src/requests/applying/implementer.ts';
import { anOid } from '../../../support/samples/ids.ts';

const BOB = { oid: anOid('bbbbbbbb-0000-4000-8000-000000000001'), name: 'Bob Brandt' };
const NAMESAKE = 'bbbbbbbb-0000-4000-8000-000000000002';
const approved = { approvals: [{ by: BOB, at: 1 }] } as never;
const said = { kind: 'attested', at: 1, by: BOB.name, request: null } as const;

describe('the word of an approver', () => {
  it('is told by the object id, and not by a name that two people bear', () => {
    assert.match(wordOfApprover(approved, [{ ...said, oid: BOB.oid }]) ?? '', /Bob Brandt approved this, too/);
    assert.equal(wordOfApprover(approved, [{ ...said, oid: NAMESAKE }]), null);
    assert.match(wordOfApprover(approved, [{ ...said, by: 'Bob B.', oid: BOB.oid }]) ?? '', /Bob B\. approved this/);
  });

  it('counts by the name where it was given before object ids were kept', () => {
    assert.match(wordOfApprover(approved, [said]) ?? '', /one person approved it and says that it is applied/);
    assert.equal(wordOfApprover(approved, [{ ...said, by: 'Omar Okafor' }]), null);
  });
});
