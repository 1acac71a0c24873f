import type { AuditFacts } from '../../../src/requests/ports/audit-entry.ts';
import { BUILT_AT } from '../samples/build-request.ts';
import { TENANT } from '../samples/ids.ts';

/** What an instance records when it starts: an entry that needs no request. */
export const STARTED: AuditFacts = {
  tenantId: TENANT,
  at: BUILT_AT,
  event: 'service.start',
  actor: 'service',
  requestId: null,
  data: { policyVersion: 'aabbccddeeff', policy: { quorum: 1 } },
};
