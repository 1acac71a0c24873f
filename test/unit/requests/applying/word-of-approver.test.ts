import assert from 'node:assert/strict';
import type { Source } from '../../../../src/changes/knowledge/knowledge.ts';
import { wordOfApprover } from '../../../../src/requests/applying/implementer.ts';
import { aPerson } from '../../../support/people/a-person.ts';
import { anOid } from '../../../support/samples/ids.ts';

const BOB = { oid: anOid('bbbbbbbb-0000-4000-8000-000000000001'), name: 'Bob Brandt' };
const NAMESAKE = 'bbbbbbbb-0000-4000-8000-000000000002';
const GONE = 'bbbbbbbb-0000-4000-8000-000000000003';
const approved = { approvals: [{ by: BOB, at: 1 }] } as never;
const said = { kind: 'attested', at: 1, by: BOB.name, request: null } as const;

/** A directory that knows Bob by his principal name, and his namesake by their object id. */
const services = {
  directory: {
    standing: async (oid: string) => (oid === NAMESAKE ? { person: aPerson(oid) } : null),
    byName: async (name: string) => (name === 'bob@company.example' ? { oid: BOB.oid } : null),
  },
  policy: { people: { minAge: 0 } },
  clock: { now: () => 1 },
} as never;

async function word(source: Source): Promise<string> {
  return (await wordOfApprover(services, approved, [source])) ?? '';
}

describe('the word of an approver', () => {
  it('is told by the object id, and not by a name that two people bear', async () => {
    assert.match(await word({ ...said, oid: BOB.oid }), /Bob Brandt approved this, too/);
    assert.equal(await word({ ...said, oid: NAMESAKE }), '');
    assert.match(await word({ ...said, by: 'Bob B.', oid: BOB.oid }), /Bob B\. approved this/);
  });

  it('counts by the name where it was given before object ids were kept', async () => {
    assert.match(await word(said), /one person approved it and says that it is applied/);
    assert.equal(await word({ ...said, by: 'Omar Okafor' }), '');
  });

  it('is theirs, too, where the audit log names them as who set it', async () => {
    const record = { kind: 'corroborated', at: 1, by: 'bob@company.example', request: null } as const;
    assert.match(await word(record), /bob@company.example approved this, too: one person approved it and set it in/);
  });

  it('is not known not to be, where the directory does not know the account', async () => {
    const record = { kind: 'corroborated', at: 1, by: 'gone@company.example', request: null } as const;
    for (const source of [record, { ...said, by: 'Gone', oid: GONE }])
      assert.match(await word(source), /It is not known whether (gone@company.example|Gone), by whose word or record/);
  });
});
