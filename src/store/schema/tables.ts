import type { Generated, Kysely, Transaction } from 'kysely';
import type { ConversationKey, EntraObjectId, RequestId, TenantId } from '../../shared/ids.ts';

/** Columns that hold a time hold milliseconds since 1970; columns that hold JSON are text. */
export interface Tables {
  requests: {
    id: string;
    tenant: TenantId;
    number: number;
    rev: number;
    state: string;
    requester: EntraObjectId;
    /** 1 while the request counts as open: submitted and not ended. */
    open: number;
    /** 0 where an earlier release stored it, and what it is found by was not stored yet. */
    has_terms: Generated<number>;
    deadline: number | null;
    body: string;
  };
  /** What each submitted request is found by; `place` is the tenant's in `counters`, short where rows are many. */
  request_terms: { place: number; number: number; term: string; at: number };
  /** Null only before the tenant's first request. */
  counters: { tenant: TenantId; last_number: number; place: Generated<number | null> };
  object_locks: { tenant: TenantId; object: string; request_id: RequestId };
  audit: {
    seq: number;
    previous: string;
    hash: string;
    tenant: TenantId;
    at: number;
    event: string;
    actor: string;
    request_id: RequestId | null;
    data: string;
    /** Both null in entries of version 1. */
    key_id: string | null;
    signature: string | null;
  };
  posts: {
    id: Generated<number>;
    key: string;
    tenant: TenantId;
    conversation: ConversationKey;
    request_id: string | null;
    /** The request or form that the message shows; at most one of the two is set. */
    form_id: string | null;
    content: string;
    activity_id: string | null;
    wanted_rev: number;
    /** -1 before the first delivery. */
    shown_rev: number;
    /** 1 while there is something to deliver. */
    due: number;
    due_at: number;
    attempts: number;
    lease: string | null;
    lease_until: number;
    dropped: string | null;
    /** Of the tries since it was last delivered; all null or 0 where none failed. */
    fault: string | null;
    failing_since: number | null;
    refusals: number;
    /** When Teams first showed it; null before, and of what an earlier release sent. */
    sent_at: number | null;
    /** When it is to be drawn once more, ordered while it was being delivered. */
    again_at: number | null;
  };
  /** Whom each request was announced to. */
  announcements: { request_id: RequestId; tenant: TenantId; body: string };
  tasks: {
    id: Generated<number>;
    key: string;
    kind: string;
    tenant: TenantId;
    request_id: RequestId | null;
    payload: string;
    correlation: string;
    due_at: number;
    attempts: number;
    lease: string | null;
    lease_until: number;
    completed: number;
  };
  conversations: { key: string; tenant: TenantId; body: string };
  contacts: { tenant: TenantId; oid: EntraObjectId; body: string };
  forms: {
    id: string;
    tenant: TenantId;
    rev: number;
    state: string;
    requester: EntraObjectId;
    deadline: number | null;
    body: string;
  };
  /** The devices that a request's change would touch: a few hundred in each row, in the order to show them. */
  request_devices: { request_id: RequestId; page: number; body: string };
  /** What a request writes one by one, in the order of `position`. */
  request_items: {
    request_id: RequestId;
    position: number;
    key: string;
    label: string;
    state: string;
    at: number;
    reason: string | null;
    external_id: string | null;
  };
  /** Airlock's own settings, as JSON with sorted keys, since the text is compared. */
  settings: { tenant: TenantId; name: string; body: string };
  /**
   * What is remembered of approvers' and requesters' accounts. The columns beside the body are for whoever reads the
   * table; the row `census` says by `updated_at` when everybody was last looked at.
   */
  accounts_seen: {
    tenant: TenantId;
    oid: string;
    body: string;
    marks_since: number | null;
    approver_since: number | null;
    updated_at: number;
  };
  /** What is remembered of the tenant because it cannot be read again. */
  facts: { tenant: TenantId; key: string; changed_at: number; body: string };
  leases: { name: string; owner: string; until: number };
}

/** The tables that the service changes as it works: all but the record, of which it may only read and append. */
export const WORKING_TABLES: Readonly<Record<Exclude<keyof Tables, 'audit'>, true>> = {
  requests: true,
  request_terms: true,
  counters: true,
  object_locks: true,
  posts: true,
  announcements: true,
  tasks: true,
  conversations: true,
  contacts: true,
  forms: true,
  request_devices: true,
  settings: true,
  leases: true,
  accounts_seen: true,
  facts: true,
  request_items: true,
};

/**
 * How far ahead, in ms, a claim of work may end, and a lease beyond its own length: what cannot be read is put aside
 * for an hour, and no two clocks lie so far apart. What ends later was written by nobody but the database's owner.
 */
export const FAR_AHEAD = 2 * 3_600_000;

/** The database, or one of its transactions. */
export type Db = Kysely<Tables> | Transaction<Tables>;
