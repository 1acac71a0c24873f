import assert from 'node:assert/strict';
import { asRecorded } from '../../../../src/requests/messages/untrue-words.ts';
import type { AuditEntry } from '../../../../src/requests/ports/audit-entry.ts';
import { asJson } from '../../../../src/shared/json.ts';
import { BUILT_AT, buildRequest } from '../../../support/samples/build-request.ts';
import { anOid } from '../../../support/samples/ids.ts';

const BOB = { oid: anOid('bbbbbbbb-0000-4000-8000-000000000002'), name: 'Bob Ortiz' };
const row = buildRequest({ state: 'pending' });

function entry(seq: number, event: string, actor: string, data: object): AuditEntry {
  const link = { seq, previous: '', hash: '', keyId: null, signature: null, tenantId: row.tenantId, at: BUILT_AT };
  return { ...link, event, actor, requestId: row.id, data: asJson(data) };
}

function why(...entries: readonly AuditEntry[]): string {
  return asRecorded(row, { request: row, stored: '', entries, sealed: null, fault: null, isCurrent: true }).why;
}

describe('what is untrue of a row that is not as recorded', () => {
  const { reason, digest, policyVersion, change, base, requester } = row;
  const submit = entry(1, 'request.submit', requester.oid, {
    ...{ reason, digest, policyVersion, change, base },
    person: requester,
  });
  const endorse = entry(2, 'request.endorse', BOB.oid, { person: BOB });

  it('is an approval that was taken out of it', () => {
    assert.match(why(submit, endorse), /the approval by Bob Ortiz, which was taken out/);
    assert.match(why(submit, endorse), /Its card shows the request as the record has it\.$/, 'notices say it, too');
  });

  it('is no approval that whoever gave it took back', () => {
    const told = why(submit, endorse, entry(3, 'request.take-back', BOB.oid, {}));
    assert.match(told, /\(how it stands\)/);
  });
});
