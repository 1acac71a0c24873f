import type { Base } from '../../changes/base.ts';
import type { Change } from '../../changes/change.ts';
import type { Steps } from './instructions.ts';

/** The states of docs/architecture.md#life-of-a-request. */
export const REQUEST_STATES = [
  'draft',
  'discarded',
  'pending',
  'rejected',
  'withdrawn',
  'expired',
  'stale',
  'approved',
  'applying',
  'applied',
  'failed',
  'unknown',
] as const;

export type RequestState = (typeof REQUEST_STATES)[number];

/** A person as they were when they acted; names are a copy for the record, decisions are made on the ids alone. */
export interface Actor {
  /** Entra object id, lower case. */
  readonly oid: string;
  readonly name: string;
}

export interface Approval {
  readonly by: Actor;
  readonly at: number;
}

/** How a request ended without being applied, and who said why; `by` is null when no person did it. */
export interface Closing {
  readonly code: ClosingCode;
  readonly by: Actor | null;
  readonly at: number;
  /** A rejecter's reason, or a sentence on what was found. */
  readonly note: string;
  /** The base as read when drift was found: the middle column of the three-way card. */
  readonly now: Base | null;
}

export type ClosingCode =
  | 'discarded'
  | 'rejected'
  | 'withdrawn'
  | 'expired-undecided'
  | 'expired-unapplied'
  | 'drift'
  | 'rights-lost'
  | 'policy-changed'
  | 'digest-mismatch'
  | 'superseded';

/** How applying ended. */
export interface Outcome {
  readonly at: number;
  readonly code: OutcomeCode;
  /** A sentence on what happened and what to do. */
  readonly note: string;
  /** What else somebody changed while it was written, in one sentence. */
  readonly warning?: string;
  /** There where a person applied it: which services were read in the tenant, and which are known by that person's word alone. */
  readonly proof?: { readonly verified: readonly string[]; readonly attested: readonly string[] };
}

/**
 * `written`: written and read back. `in-place`: it was so already, nothing was written. `found-later`: no clear answer at first, read later.
 * `verified`: applied by hand, every part of it was read afterwards. `attested`: applied by hand, and at least one part is known by the word
 * of whoever applied it alone.
 */
export type OutcomeCode =
  | 'written'
  | 'in-place'
  | 'found-later'
  | 'refused'
  | 'not-written'
  | 'other-state'
  | 'verified'
  | 'attested';

/** An approved change given into a person's hands, since the tenant's connector cannot write. */
export interface Handover {
  readonly at: number;
  /** As they were shown; made from change and base alone, and compared with them when somebody says that they are done. */
  readonly steps: Steps;
  /** Who says that it is applied, and when; null while nobody does. */
  readonly attested: { readonly by: Actor; readonly at: number } | null;
}

/** What stands between approval and apply right now, for the card: a sentence and when it is tried again. */
export interface Waiting {
  readonly since: number;
  readonly note: string;
  readonly nextAt: number;
}

export interface Request {
  /** UUID; what cards carry. */
  readonly id: string;
  /** What people type: 1, 2, 3, ... within a tenant. */
  readonly number: number;
  readonly tenantId: string;
  /** Grows by one with each committed step; a write names the rev it read. */
  readonly rev: number;
  readonly state: RequestState;
  readonly change: Change;
  readonly base: Base;
  /** SHA-256 (hex) over change, base, tenant and policy version; null until submitted. */
  readonly digest: string | null;
  readonly policyVersion: string;
  readonly reason: string;
  readonly requester: Actor;
  /** Key of the conversation it was asked in. */
  readonly origin: string;
  readonly createdAt: number;
  readonly submittedAt: number | null;
  /** When a draft, a pending or an approved request lapses; null in every other state. */
  readonly deadline: number | null;
  readonly approvals: readonly Approval[];
  readonly closing: Closing | null;
  /** When the write was last begun, or when a person last said that it is applied; null before. */
  readonly startedAt: number | null;
  readonly waiting: Waiting | null;
  /** Null where Airlock applies by itself, and until the last checks have passed. */
  readonly handover: Handover | null;
  readonly outcome: Outcome | null;
  /** The number of the request that this one undoes. */
  readonly revertOf: number | null;
  /** The form in which it can be edited as long as it is a draft; null for a change that no form asks about. */
  readonly formId: string | null;
}
