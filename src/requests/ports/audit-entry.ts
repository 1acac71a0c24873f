import type { RequestId, TenantId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';

/** What happened, before it is chained and signed. */
export interface AuditFacts {
  readonly tenantId: TenantId;
  /** Milliseconds since 1970. */
  readonly at: number;
  /**
   * `request.submit`, `request.approve`, ...: one for each event in src/requests/record/transitions.ts, and
   * `request.drafted`. Of the service: `service.start`, `service.stop`, `policy.changed`. Of the record itself:
   * `record.sealed`, `record.key`, `record.checkpoint`, `record.restored`.
   */
  readonly event: string;
  /** Entra object id, or `service`. */
  readonly actor: string;
  readonly requestId: RequestId | null;
  /**
   * Everything an auditor needs to follow the step without the request table. A submission names by `asked` what the
   * entry of its draft told (`AskedBefore`). To an object the store adds, of a step of
   * a request, `number`, `rev`, `stored` (SHA-256, hex, of the request's row as it is stored with this entry) and
   * `before` (the same of the row as it was; null where there was none).
   */
  readonly data: Json;
}

/**
 * One link of the chain. Version 2 is signed: `hash` is the SHA-256 (hex) and `signature` the Ed25519 signature
 * (base64) of one text, the canonical JSON of all other fields, `previous`, `keyId` and `v: 2` among them. An entry
 * without a signature is of version 1, which releases up to 0.1.0 wrote: its text has neither `keyId` nor `v`.
 */
export interface AuditEntry extends AuditFacts {
  /** 1, 2, 3, ... without gaps. */
  readonly seq: number;
  /** Hash of the entry before; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
  /** Which key signed it: the first 16 hex digits of SHA-256 over the public key's 32 bytes. Null in version 1. */
  readonly keyId: string | null;
  /** Null in version 1. */
  readonly signature: string | null;
}
