import { z } from 'zod';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { REQUEST_STATES, type RequestState } from '../../requests/record/request.ts';
import { type RequestEvent, TRANSITIONS } from '../../requests/record/transitions.ts';
import type { RequestId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { isNamed } from '../record/entry.ts';

const DRAFTED = 'request.drafted';
const STEP = 'request.';

/** Events as release 0.1.0 called them. */
const EARLIER_NAMES: Readonly<Record<string, RequestEvent>> = {
  find: 'already-in-place',
  settle: 'record-outcome',
  lose: 'outcome-unknown',
  void: 'stale',
};

const json = z.custom<Json>((value) => value !== undefined);
const state = z.custom<RequestState>((value) => REQUEST_STATES.some((known) => known === value));

const mark = z.looseObject({ kind: z.string(), value: z.string() });

/** What every entry of a request may hold; absent in what release 0.1.0 wrote. */
const common = {
  /** SHA-256 (hex) of the row's body as it was stored with the entry, and as it was before. */
  stored: z.string().optional(),
  before: z.string().nullable().optional(),
  person: z.looseObject({ oid: z.string(), marks: z.array(mark).nullish(), proof: z.string().nullish() }).nullish(),
};

const draftedFacts = z.looseObject({
  change: json,
  base: json,
  name: z.string(),
  number: z.int().optional(),
  ...common,
});

const stepFacts = z.looseObject({
  number: z.int(),
  rev: z.int(),
  from: state,
  to: state,
  digest: z.string().nullable(),
  ...common,
  change: json.optional(),
  base: json.optional(),
  /** `askedHash` of what an entry before it told; `AskedBefore` puts that in. */
  asked: z.string().optional(),
  reason: z.string().optional(),
  policyVersion: z.string().optional(),
  quorum: z.int().optional(),
  /** Why it went ahead on one person's word. */
  alone: z.string().optional(),
  /** `none` where an emergency is owed nothing, since nothing was done. */
  debt: z.string().optional(),
  /** How many approvals count after the step. */
  approvals: z.int().optional(),
  /** Whose approvals count no longer from this step on. */
  /** Why the service ended it. */
  cause: z.string().optional().catch(undefined),
  lapsed: z.array(z.looseObject({ by: z.looseObject({ oid: z.string() }) })).optional(),
  digestVersion: z.literal(2).optional(),
  steps: json.optional(),
  outcome: json.optional(),
});

type DraftedFacts = z.infer<typeof draftedFacts>;
type StepFacts = z.infer<typeof stepFacts>;

interface OfRequest {
  readonly entry: AuditEntry;
  readonly id: RequestId;
}

/** The first entry of a request. */
export interface DraftedEntry extends OfRequest {
  readonly kind: 'drafted';
  readonly facts: DraftedFacts;
}

/** An entry about a step of a request's life. */
export interface StepEntry extends OfRequest {
  readonly kind: 'step';
  readonly event: RequestEvent;
  readonly facts: StepFacts;
}

/** What an entry is about. `other`: no request's step; `unread`: it claims to be one, and cannot be. */
export type ReadEntry =
  | DraftedEntry
  | StepEntry
  | { readonly kind: 'other'; readonly entry: AuditEntry }
  | { readonly kind: 'unread'; readonly entry: AuditEntry; readonly why: string };

export function readEntry(entry: AuditEntry): ReadEntry {
  const { event, requestId: id } = entry;
  if (entry.keyId === null && isOfSigningRelease(entry))
    return {
      kind: 'unread',
      entry,
      why: 'it is not signed, and tells what only releases that sign their entries tell',
    };
  if (!event.startsWith(STEP)) return { kind: 'other', entry };
  if (id === null) return { kind: 'unread', entry, why: 'it is about a step of a request and names none' };
  if (event === DRAFTED) {
    const parsed = draftedFacts.safeParse(entry.data);
    return parsed.success ? { kind: 'drafted', entry, id, facts: parsed.data } : unread(entry);
  }
  const name = eventOf(event.slice(STEP.length), entry.keyId !== null);
  if (name === null) return { kind: 'unread', entry, why: `${event} is a step that this Airlock does not know` };
  const parsed = stepFacts.safeParse(entry.data);
  return parsed.success ? { kind: 'step', entry, id, event: name, facts: parsed.data } : unread(entry);
}

/** Releases that do not sign record nothing but steps, and not what they stored. */
function isOfSigningRelease({ event, data }: AuditEntry): boolean {
  return !event.startsWith(STEP) || (isNamed(data) && data.stored !== undefined);
}

function unread(entry: AuditEntry): ReadEntry {
  return { kind: 'unread', entry, why: `it does not say what an entry about ${entry.event} says` };
}

/** Only an unsigned entry may have an earlier name. */
function eventOf(name: string, isSigned: boolean): RequestEvent | null {
  if (Object.hasOwn(TRANSITIONS, name)) return name as RequestEvent;
  return isSigned ? null : (EARLIER_NAMES[name] ?? null);
}
