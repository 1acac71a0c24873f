import { createHash } from 'node:crypto';
import { parseChange } from '../../changes/registry/kind-of.ts';
import type { RequestState } from '../../requests/record/request.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { RequestId, TenantId } from '../../shared/ids.ts';
import { asJson, canonical, type Json } from '../../shared/json.ts';
import type { DraftedEntry, StepEntry } from './read-entry.ts';

/** An approval as the record has it. */
export interface RecordedApproval {
  readonly oid: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly seq: number;
}

/** What was submitted. */
export interface Submitted {
  readonly digest: string | null;
  readonly policyVersion: string;
  readonly reason: string;
  readonly at: number;
}

/** A request as its entries tell it. Large values are kept as their SHA-256. */
export interface Story {
  readonly id: RequestId;
  readonly tenantId: TenantId;
  /** Null as long as only its draft is recorded, which had no number in release 0.1.0. */
  readonly number: number | null;
  readonly rev: number;
  readonly state: RequestState;
  readonly requester: { readonly oid: string; readonly name: string };
  /** `askedHash` of change and base. */
  readonly asked: string;
  readonly submitted: Submitted | null;
  /** Those that count now. */
  readonly approvals: readonly RecordedApproval[];
  /** The revs after each approval that met the quorum, each report by a person, each unclear answer. */
  readonly revs: Readonly<Record<'approve' | 'attest' | 'outcome-unknown', readonly number[]>>;
  /** SHA-256 of the steps that were handed over; null where none were. */
  readonly steps: string | null;
  readonly attestedBy: string | null;
  /** SHA-256 of the outcome; null before. */
  readonly outcome: string | null;
  readonly last: { readonly seq: number; readonly at: number; readonly actor: string; readonly stored: string | null };
}

/** The story that begins with a draft. */
export function begin({ id, entry, facts }: DraftedEntry): Story {
  return {
    id,
    tenantId: entry.tenantId,
    number: typeof facts.number === 'number' ? facts.number : null,
    rev: 1,
    state: 'draft',
    requester: { oid: entry.actor, name: facts.name },
    asked: askedHash(facts.change, facts.base),
    submitted: null,
    approvals: [],
    revs: { approve: [], attest: [], 'outcome-unknown': [] },
    steps: null,
    attestedBy: null,
    outcome: null,
    last: lastOf(entry, facts.stored),
  };
}

/** The story after a step, as the entry tells it, whether or not the step was allowed. */
export function after(story: Story, { entry, event, facts }: StepEntry): Story {
  const { number, rev, to } = facts;
  const next = { ...story, number, rev, state: to, last: lastOf(entry, facts.stored) };
  switch (event) {
    case 'revise':
      return { ...next, asked: askedHash(facts.change, facts.base) };
    case 'submit':
      return { ...next, submitted: submittedOf(facts, entry.at) };
    case 'endorse':
    case 'approve': {
      const approvals = [...story.approvals, { oid: entry.actor, at: entry.at, seq: entry.seq }];
      return { ...next, approvals, revs: event === 'approve' ? noted(story, event, rev) : story.revs };
    }
    case 'attest':
      return { ...next, attestedBy: entry.actor, revs: noted(story, event, rev) };
    case 'outcome-unknown':
      return { ...next, revs: noted(story, event, rev) };
    case 'contradict':
      return { ...next, attestedBy: null };
    case 'hand-over':
      return { ...next, steps: hashOfJson(facts.steps ?? null) };
    default:
      return facts.outcome === undefined ? next : { ...next, outcome: hashOfJson(facts.outcome) };
  }
}

function submittedOf(facts: StepEntry['facts'], at: number): Submitted {
  const { digest, policyVersion = '', reason = '' } = facts;
  return { digest, policyVersion, reason, at };
}

function noted({ revs }: Story, event: keyof Story['revs'], rev: number): Story['revs'] {
  return { ...revs, [event]: [...revs[event], rev] };
}

function lastOf({ seq, at, actor }: DraftedEntry['entry'], stored: string | undefined): Story['last'] {
  return { seq, at, actor, stored: stored ?? null };
}

/** Makes one text of change and base, in whatever version they were written. */
export function askedHash(change: Json | undefined, base: Json | undefined): string {
  return hashOfJson({ change: changeAsRead(change ?? null), base: base ?? null });
}

function changeAsRead(change: Json): Json {
  try {
    return asJson(parseChange(change));
  } catch (error) {
    if (!isAirlockError(error, 'input-invalid')) throw error;
    return change;
  }
}

/** SHA-256 (hex) of the canonical text. */
export function hashOfJson(value: Json): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}
