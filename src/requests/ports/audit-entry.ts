import type { RequestId, TenantId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';

/** What happened, before it is chained. */
export interface AuditFacts {
  readonly tenantId: TenantId;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `request.submit`, `request.approve`, ...: one for each event in src/requests/record/transitions.ts, and others. */
  readonly event: string;
  /** Entra object id, or `service`. */
  readonly actor: string;
  readonly requestId: RequestId | null;
  /** Everything an auditor needs to follow the step without the request table. */
  readonly data: Json;
}

/** One link of the chain: `hash` = SHA-256 (hex) over the canonical JSON of all other fields, `previous` among them. */
export interface AuditEntry extends AuditFacts {
  /** 1, 2, 3, ... without gaps. */
  readonly seq: number;
  /** Hash of the entry before; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
}
