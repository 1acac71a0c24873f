import type { RequestId, TenantId } from '../../shared/ids.ts';
import type { Request } from '../record/request.ts';
import type { AuditEntry } from './audit-entry.ts';

/** What the record says of one request, whatever became of its row. */
export type Story = Pick<Trail, 'entries' | 'fault'>;

/** What the record says of one request, read together with its row at one moment. */
export interface Trail {
  /** The row. */
  readonly request: Request;
  /** SHA-256 (hex) of the row's body, as entries name it. */
  readonly stored: string;
  /** The request's entries, oldest first; their hashes and signatures are right where `fault` is null. */
  readonly entries: readonly AuditEntry[];
  /**
   * What the entry that sealed the unsigned part of the record says of this request's row; null where it says nothing
   * of it, or nothing was sealed since the request's first entry.
   */
  readonly sealed: { readonly seq: number; readonly rev: number; readonly stored: string } | null;
  /** What is wrong with the record from the request's first entry to its end, in a sentence; null when it is whole. */
  readonly fault: string | null;
  /** False where others may have noted more than could be looked at: whether one of them stopped it is not known. */
  readonly isCurrent: boolean;
}

/** A request as its row was read, beside its last entry. */
export interface AsRecorded {
  /** Whether it is what that entry tells to have stored: false where the entry does not prove it. */
  readonly isSame: boolean;
  /** SHA-256 (hex) of the body of that row. */
  readonly stored: string;
  /** Where that entry leads to; null where there is none, or it is not as it was written. */
  readonly state: string | null;
  /** What is wrong with that entry itself, without a full stop; null where nothing is. */
  readonly fault: string | null;
}

/** What the record says, as far as it decides something. */
export interface TrailStore {
  /** The rev of a request and nothing else, uncompared: whether it is worth reading anew. Null where there is none. */
  revNow(id: RequestId): Promise<number | null>;
  /**
   * A request together with what the record says of it, at one moment; null where there is no such request.
   * @throws AirlockError record-broken when the record was cut or replaced.
   */
  trail(tenantId: TenantId, id: RequestId): Promise<Trail | null>;
  /** The same of its entries alone, also of a request whose row is gone. @throws as `trail` */
  story(tenantId: TenantId, id: RequestId): Promise<Story>;
  /**
   * Compares a request, as this very object was read, with the last entry that the same statement read: no other
   * reading of its row says anything of it, since the database can answer the next one otherwise. The record is not
   * walked.
   */
  asLoaded(request: Request): Promise<AsRecorded>;
}
