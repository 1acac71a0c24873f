import assert from 'node:assert/strict';
import type { AuditEntry, AuditFacts } from '../../../../src/requests/ports/audit-entry.ts';
import { askedHash, digestOf } from '../../../../src/requests/record/digest.ts';
import { asJson, type Json } from '../../../../src/shared/json.ts';
import { auditRecord } from '../../../../src/store/audit/audit-record.ts';
import { isStop } from '../../../../src/store/audit/story.ts';
import { sha256, signedEntry } from '../../../../src/store/record/entry.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { buildRequest } from '../../../support/samples/build-request.ts';
import { aTenant } from '../../../support/samples/ids.ts';
import { entriesAlone } from '../../../support/tampering/entries-alone.ts';

const draft = buildRequest();
const { change, base, id, tenantId, number, requester, policyVersion } = draft;
const [BOB, GRACE] = ['bbbbbbbb-0000-4000-8000-000000000002', 'cccccccc-0000-4000-8000-000000000003'];
const asked = { change, base, reason: 'Agreed', policyVersion, digestVersion: 2 } as const;
const digest = digestOf({ ...draft, ...asked });

type Fact = Pick<AuditFacts, 'event' | 'actor'> & {
  readonly tenant?: typeof tenantId;
  readonly data?: { readonly [key: string]: Json };
};

const DRAFTED: Fact = { event: 'drafted', actor: requester.oid, data: { change, base, name: requester.name } as never };
const SUBMITTED: Fact = { event: 'submit', actor: requester.oid, data: { ...asked, to: 'pending' } as never };
const APPROVED: Fact = { event: 'approve', actor: BOB, data: { to: 'approved', quorum: 1, approvals: 1 } };

/** Signed entries, as somebody could write them who holds the key: only their meaning can be wrong. */
function told(facts: readonly Fact[], quorum: number | null = null): readonly AuditEntry[] {
  const entries: AuditEntry[] = [];
  const add = (one: Omit<AuditFacts, 'tenantId' | 'at'>, tenant = tenantId) =>
    entries.push(signedEntry(TEST_KEYS, entries.at(-1) ?? null, { ...one, tenantId: tenant, at: 0 }));
  const policy = { policyVersion, policy: { quorum } };
  if (quorum !== null) add({ event: 'service.start', actor: 'service', requestId: null, data: policy });
  let state = 'draft';
  for (const [index, { event, actor, tenant, data = {} }] of facts.entries()) {
    const rows = { stored: sha256(String(index)), before: index === 0 ? null : sha256(String(index - 1)) };
    const step = { number, rev: index + 1, from: state, to: state, digest: index === 0 ? null : digest, ...rows };
    add({ event: `request.${event}`, actor, requestId: id, data: { ...step, ...data } }, tenant);
    if (typeof data.to === 'string') state = data.to;
  }
  return entries;
}

/** Only what is wrong with the entries themselves: there are no rows. */
async function faultsOf(entries: readonly AuditEntry[]): Promise<readonly string[]> {
  const { faults } = await auditRecord(entriesAlone(entries), { keys: TEST_KEYS.known });
  return faults.flatMap(({ what }) => (what.includes('there is no row') ? [] : [what]));
}

function by(oid: string, employeeId: string, proof = 'marks'): { readonly person: Json } {
  return { person: { oid, marks: [{ kind: 'employee-id', value: employeeId }], roles: [], proof } };
}

describe('what the entries of a request mean', () => {
  it('an honest life has no fault', async () => {
    assert.deepEqual(await faultsOf(told([DRAFTED, SUBMITTED, APPROVED], 1)), []);
  });

  describe('a submission that refers to what its draft told', () => {
    const { change: _, base: __, ...submission } = asked;
    const refers = (hash: string) => ({ ...SUBMITTED, data: { ...submission, asked: hash, to: 'pending' } });
    const fitting = refers(askedHash(asJson(change), asJson(base)));
    const revised = { ...DRAFTED, event: 'revise' };
    const otherwise: Fact = { ...revised, data: { change, base: { ...base, shown: {} }, digest: null } as never };
    const same: Fact = { ...revised, data: { change, base, digest: null } as never };
    const UNTOLD = 'it refers to a change that no entry before it tells of';

    it('is as good as one that repeats it', async () => {
      assert.deepEqual(await faultsOf(told([DRAFTED, fitting, APPROVED], 1)), []);
      assert.deepEqual(await faultsOf(told([DRAFTED, otherwise, same, fitting, APPROVED], 1)), []);
    });

    it('refers to the last that was told, and to nothing else', async () => {
      for (const steps of [
        [DRAFTED, refers('0'.repeat(64)), APPROVED],
        [DRAFTED, otherwise, fitting, APPROVED],
      ])
        assert.deepEqual(await faultsOf(told(steps, 1)), [UNTOLD]);
    });

    it('is found out where its digest is that of another change', async () => {
      const other = { ...SUBMITTED, data: { ...fitting.data, reason: 'Something else' } };
      assert.deepEqual(await faultsOf(told([DRAFTED, other, APPROVED], 1)), [
        'its digest is not that of the change it holds',
      ]);
    });
  });

  it('an approval that is taken back does not count any more', async () => {
    const endorsed = { event: 'endorse', actor: BOB, data: { quorum: 2, approvals: 1 } };
    const back = { event: 'take-back', actor: BOB, data: { quorum: 2, approvals: 0 } };
    const again = { event: 'approve', actor: GRACE, data: { to: 'approved', quorum: 2, approvals: 2 } };
    const steps = [DRAFTED, SUBMITTED, endorsed, back];
    assert.deepEqual(await faultsOf(told([...steps, { ...endorsed, actor: GRACE }], 2)), []);
    assert.deepEqual(await faultsOf(told([...steps, again], 2)), ['it has 1 of the 2 approvals that it takes']);
  });

  it('an approval that lapsed does not count any more, and the step says whose it was', async () => {
    const endorsed = { event: 'endorse', actor: BOB, data: { quorum: 2, approvals: 1 } };
    const enough = { event: 'approve', actor: GRACE, data: { to: 'approved', quorum: 2, approvals: 2 } };
    const lapse = (data: { [key: string]: Json }) => ({
      event: 'lapse',
      actor: 'service',
      data: { to: 'pending', ...data },
    });
    const lost = lapse({ lapsed: [{ by: { oid: BOB } }], approvals: 1 });
    const steps = [DRAFTED, SUBMITTED, endorsed, enough];
    const again = { ...enough, actor: BOB };
    assert.deepEqual(await faultsOf(told([...steps, lost, again], 2)), []);
    const nobody = ['it does not say which of the approvals counts no longer'];
    assert.deepEqual(await faultsOf(told([...steps, lapse({ approvals: 1 })], 2)), nobody);
    const stranger = lapse({ lapsed: [{ by: { oid: requester.oid } }], approvals: 1 });
    assert.deepEqual(await faultsOf(told([...steps, stranger], 2)), nobody);
    assert.deepEqual(await faultsOf(told([...steps, { ...lost, actor: GRACE }], 2)), [
      'lapse was done by the approver, who cannot do it',
    ]);
    const next = { ...enough, data: { ...enough.data, approvals: 1, lapsed: [{ by: { oid: BOB } }] } };
    assert.deepEqual(await faultsOf(told([DRAFTED, SUBMITTED, endorsed, next], 2)), [
      'it has 1 of the 2 approvals that it takes',
    ]);
  });

  it('an approval of somebody who is gone does not count', async () => {
    const endorsed = { event: 'endorse', actor: BOB, data: { quorum: 2, approvals: 1 } };
    const next = { event: 'approve', actor: GRACE, data: { to: 'approved', quorum: 2, approvals: 1 } };
    assert.deepEqual(await faultsOf(told([DRAFTED, SUBMITTED, endorsed, next], 2)), [
      'it has 1 of the 2 approvals that it takes',
    ]);
  });

  const wrong: Readonly<
    Record<string, { readonly facts: readonly Fact[]; readonly quorum?: number; readonly says: RegExp }>
  > = {
    'fewer approvals than the policy in force takes': {
      facts: [DRAFTED, SUBMITTED, APPROVED],
      quorum: 2,
      says: /takes 1 approvals for enough, and the policy in force takes 2/,
    },
    'one person who asks and approves': {
      facts: [DRAFTED, SUBMITTED, { ...APPROVED, actor: requester.oid }],
      says: /approve was done by the requester/,
    },
    'the service, which approves': {
      facts: [DRAFTED, SUBMITTED, { ...APPROVED, actor: 'service' }],
      says: /done by the service/,
    },
    'two accounts of one person': {
      facts: [
        DRAFTED,
        { ...SUBMITTED, data: { ...SUBMITTED.data, ...by(requester.oid, '1001') } },
        { ...APPROVED, data: { ...APPROVED.data, ...by(BOB, '1001') } },
      ],
      says: /has the employee id of .* one person/,
    },
    'an approval of what nobody submitted': {
      facts: [DRAFTED, APPROVED],
      says: /approve does not lead from draft to approved/,
    },
    'a step that skips the approval': {
      facts: [DRAFTED, SUBMITTED, { event: 'start', actor: 'service', data: { to: 'applying' } }],
      says: /start does not lead from pending to applying/,
    },
    'another digest than was submitted': {
      facts: [DRAFTED, SUBMITTED, { ...APPROVED, data: { ...APPROVED.data, digest: 'f'.repeat(64) } }],
      says: /its digest is not the one that was submitted/,
    },
    'a digest of another change': {
      facts: [DRAFTED, { ...SUBMITTED, data: { ...SUBMITTED.data, reason: 'another' } }],
      says: /its digest is not that of the change it holds/,
    },
    'a rev that is left out': {
      facts: [DRAFTED, SUBMITTED, { ...APPROVED, data: { ...APPROVED.data, rev: 4 } }],
      says: /tells of rev 4, and the entry before it told of rev 2/,
    },
    'a row that was changed in between': {
      facts: [DRAFTED, SUBMITTED, { ...APPROVED, data: { ...APPROVED.data, before: 'e'.repeat(64) } }],
      says: /found another row than the one that entry 2 had left/,
    },
    'one person who approves twice': {
      facts: [
        DRAFTED,
        SUBMITTED,
        { event: 'endorse', actor: BOB, data: { quorum: 2, approvals: 1 } },
        { event: 'endorse', actor: BOB, data: { quorum: 2, approvals: 2 } },
      ],
      quorum: 2,
      says: /^the same person approved twice$/,
    },
    'a step in the record of another tenant': {
      facts: [DRAFTED, SUBMITTED, { ...APPROVED, tenant: aTenant('other') }],
      says: /it belongs to another tenant than the entries before it/,
    },
    'what was submitted, and is not what was drafted': {
      facts: [{ ...DRAFTED, data: { ...DRAFTED.data, base: { ...base, shown: {} } } as never }, SUBMITTED],
      says: /^what was submitted is not what was drafted$/,
    },
    'a step of no request': { facts: [SUBMITTED], says: /no entry before it tells of the draft/ },
    'a step that nobody knows': {
      facts: [DRAFTED, { event: 'settle', actor: 'service' }],
      says: /settle is a step that this Airlock does not know/,
    },
  };
  for (const [title, { facts, quorum, says }] of Object.entries(wrong)) {
    it(`is wrong: ${title}`, async () => {
      const faults = await faultsOf(told(facts, quorum ?? null));
      assert(
        faults.some((what) => says.test(what)),
        faults.join('; '),
      );
    });
  }

  for (const [proof, where] of Object.entries({
    'people-file': 'the operator’s file says so',
    accounts: 'a mark that many share is no mark, and two accounts are enough',
  })) {
    it(`one employee id does not make two accounts one person where ${where}`, async () => {
      const submitted = { ...SUBMITTED, data: { ...SUBMITTED.data, ...by(requester.oid, '1001') } };
      const approved = { ...APPROVED, data: { ...APPROVED.data, ...by(BOB, '1001', proof) } };
      assert.deepEqual(await faultsOf(told([DRAFTED, submitted, approved])), []);
    });
  }
});

describe('an entry that ends a request since its row was not as recorded', () => {
  // Sound: nothing else of an entry is looked at.
  const ending = (entry: { keyId: string | null; actor: string }, cause?: string) =>
    isStop({ entry, facts: { cause } } as unknown as Parameters<typeof isStop>[0]);
  const signed = { keyId: TEST_KEYS.keyId, actor: 'service' };

  it('takes over faults where the service signed it, with that cause', () => {
    assert(ending(signed, 'record-mismatch'));
  });

  it('takes over none where a person is said to have ended it, nobody signed it, or the cause is another', () => {
    assert(!ending({ ...signed, actor: BOB }, 'record-mismatch'));
    assert(!ending({ ...signed, keyId: null }, 'record-mismatch'));
    assert(!ending(signed, 'rights-lost'));
    assert(!ending(signed));
  });
});
