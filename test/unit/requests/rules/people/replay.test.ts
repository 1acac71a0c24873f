import assert from 'node:assert/strict';
import type { AuditEntry } from '../../../../../src/requests/ports/audit-entry.ts';
import type { Trail } from '../../../../../src/requests/ports/trail.ts';
import { replayFault } from '../../../../../src/requests/rules/people/replay.ts';
import { asJson, type Json } from '../../../../../src/shared/json.ts';
import { buildRequest } from '../../../../support/samples/build-request.ts';
import { TENANT } from '../../../../support/samples/ids.ts';

const APPROVED = buildRequest({ state: 'approved', rev: 3 });
const { requester, approvals, digest, number, id } = APPROVED;
const [approval] = approvals;
assert(approval);
const BOB = { ...approval, by: { ...approval.by, oid: requester.oid.replace(/.$/, '9') as typeof requester.oid } };

interface Given {
  readonly event: string;
  readonly actor: string;
  readonly data: Readonly<Record<string, Json | undefined>>;
}

const DRAFTED: Given = { event: 'request.drafted', actor: requester.oid, data: { number, rev: 1, stored: 'row 1' } };
const SUBMITTED: Given = {
  event: 'request.submit',
  actor: requester.oid,
  data: { number, rev: 2, from: 'draft', to: 'pending', digest, before: 'row 1', stored: 'row 2' },
};
const GIVEN: Given = {
  event: 'request.approve',
  actor: approval.by.oid,
  data: { number, rev: 3, from: 'pending', to: 'approved', digest, quorum: 1, before: 'row 2', stored: 'row 3' },
};
const ENDORSED: Given = {
  ...GIVEN,
  event: 'request.endorse',
  data: { ...GIVEN.data, to: 'pending', quorum: undefined },
};
const AFTER_IT: Given = { ...GIVEN, data: { ...GIVEN.data, rev: 4, before: 'row 3', stored: 'row 4' } };

const withData = (one: Given, data: Given['data']): Given => ({ ...one, data: { ...one.data, ...data } });

/** A signed record with these entries, beside this row. */
function faultOf(entries: readonly Given[], row: Partial<Trail['request']> = {}, stored = `row ${entries.length}`) {
  const chained = { previous: '', hash: '', keyId: 'key', signature: '', tenantId: TENANT, at: 1, requestId: id };
  const all = entries.map(({ data, ...one }, at) => ({ ...chained, ...one, seq: at + 1, data: asJson(data) }));
  // Sound: rows that no request can have are what this is about.
  const request = { ...APPROVED, rev: entries.length, ...row } as Trail['request'];
  return replayFault({
    request,
    stored,
    entries: all as readonly AuditEntry[],
    sealed: null,
    fault: null,
    isCurrent: true,
  });
}

const OTHER_ROW = 'found another row than the step before it had stored';
const UNSAID = 'does not say what was stored';

describe('a request that is replayed from the record', () => {
  it('is as its row says, where every step fits the one before', () => {
    assert.equal(faultOf([DRAFTED, SUBMITTED, GIVEN]), null);
    const both = { approvals: [approval, BOB] };
    assert.equal(faultOf([DRAFTED, SUBMITTED, ENDORSED, { ...AFTER_IT, actor: BOB.by.oid }], both), null);
  });

  const AGAIN = withData(SUBMITTED, { rev: 3, from: 'pending', before: 'row 2', stored: 'row 3' });
  const PROCEEDED: Given = withData(
    { ...GIVEN, event: 'request.proceed', actor: requester.oid },
    { alone: 'emergency', quorum: undefined },
  );
  const UNSIGNED_STEP = withData(SUBMITTED, { stored: undefined });
  const alone = (why: string) => ({ approvals: [], alone: { why } }) as unknown as Partial<Trail['request']>;
  const cases: Readonly<Record<string, readonly [Parameters<typeof faultOf>, string]>> = {
    'somebody approved twice': [
      [[DRAFTED, SUBMITTED, ENDORSED, AFTER_IT], { approvals: [approval, approval] }],
      'Somebody approved more than once.',
    ],
    'it is stored of another requester': [
      [[DRAFTED, SUBMITTED, GIVEN], { requester: BOB.by }],
      'What is stored names another requester than the record.',
    ],
    'it is stored with another number': [
      [[DRAFTED, SUBMITTED, GIVEN], { number: number + 1 }],
      'What is stored has another number than the record says.',
    ],
    'a step is about another number': [
      [[DRAFTED, withData(SUBMITTED, { number: number + 1 }), GIVEN]],
      'Entry 2 is about another number.',
    ],
    'it was submitted a second time': [[[DRAFTED, SUBMITTED, AGAIN]], 'Entry 3 submits the request a second time.'],
    'its draft does not say what was stored': [
      [[withData(DRAFTED, { stored: undefined }), SUBMITTED, GIVEN]],
      `Entry 1 ${UNSAID}.`,
    ],
    'its draft does not say that it is the first': [
      [[withData(DRAFTED, { rev: undefined }), SUBMITTED, GIVEN]],
      `Entry 1 ${UNSAID}.`,
    ],
    'a step does not say what it stored': [[[DRAFTED, UNSIGNED_STEP, GIVEN]], `Entry 2 ${UNSAID}.`],
    'a step does not say what it found': [
      [[DRAFTED, withData(SUBMITTED, { before: undefined }), GIVEN]],
      `Entry 2 ${UNSAID}.`,
    ],
    'a step found another row': [[[DRAFTED, SUBMITTED, withData(GIVEN, { before: 'other' })]], `Entry 3 ${OTHER_ROW}.`],
    'it is stored as gone ahead alone, and was approved': [
      [[DRAFTED, SUBMITTED, GIVEN], { alone: alone('emergency').alone } as Partial<Trail['request']>],
      'The record does not say that it went ahead on one person’s word as it is stored.',
    ],
    'it went ahead alone for another reason': [
      [[DRAFTED, SUBMITTED, PROCEEDED], alone('few-devices')],
      'The record does not say that it went ahead on one person’s word as it is stored.',
    ],
    'it has too few approvals': [
      [[DRAFTED, SUBMITTED, withData(GIVEN, { quorum: 2 })]],
      'The record has too few approvals.',
    ],
    'no entry says how many approvals it took': [
      [[DRAFTED, SUBMITTED, withData(GIVEN, { quorum: undefined })]],
      'The record has too few approvals.',
    ],
    'it is stored with an approval that the record does not have': [
      [[DRAFTED, SUBMITTED, GIVEN], { approvals: [approval, BOB] }],
      'What is stored names an approval that the record does not have.',
    ],
    'its row is not what the last step stored': [
      [[DRAFTED, SUBMITTED, GIVEN], {}, 'other'],
      'What is stored is not what the last step had stored.',
    ],
    'its last step has another digest': [
      [[DRAFTED, SUBMITTED, withData(GIVEN, { digest: 'other' })]],
      'Entry 3 is about another digest than the one that was submitted.',
    ],
  };
  for (const [what, [args, fault]] of Object.entries(cases))
    it(`is not as recorded where ${what}`, () => assert.equal(faultOf(...args), fault));

  it('is as recorded where it went ahead alone as its entry says', () => {
    assert.equal(faultOf([DRAFTED, SUBMITTED, PROCEEDED], alone('emergency')), null);
  });
});
