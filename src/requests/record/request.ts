import { z } from 'zod';
import type { Base } from '../../changes/base.ts';
import type { Change } from '../../changes/change.ts';
import { parseChange } from '../../changes/kind-of.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { Json } from '../../shared/json.ts';
import { stepsSchema } from './instructions.ts';

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

/** Milliseconds since 1970. */
const moment = z.number();

/** What JSON.parse gave is JSON: only a missing key is a fault. */
const json = z.custom<Json>((value) => value !== undefined);

const base: z.ZodType<Base> = z.object({ objects: json, preview: json, shown: json }).readonly();

const change = z.unknown().transform((input, context): Change => {
  try {
    return parseChange(input);
  } catch (error) {
    if (!isAirlockError(error, 'input-invalid')) throw error;
    context.issues.push({ code: 'custom', message: 'not a change that Airlock knows', input });
    return z.NEVER;
  }
});

/** A person as they were when they acted; names are a copy for the record, decisions are made on the ids alone. */
export const actorSchema = z
  .object({
    /** Entra object id, lower case. */
    oid: z.string(),
    name: z.string(),
  })
  .readonly();

export type Actor = z.infer<typeof actorSchema>;

const approval = z.object({ by: actorSchema, at: moment }).readonly();

export type Approval = z.infer<typeof approval>;

const closing = z
  .object({
    code: z.enum([
      'discarded',
      'rejected',
      'withdrawn',
      'expired-undecided',
      'expired-unapplied',
      'drift',
      'rights-lost',
      'policy-changed',
      'digest-mismatch',
      'superseded',
    ]),
    by: actorSchema.nullable(),
    at: moment,
    /** A rejecter's reason, or a sentence on what was found. */
    note: z.string(),
    /** The base as read when drift was found: the middle column of the three-way card. */
    now: base.nullable(),
  })
  .readonly();

/** How a request ended without being applied, and who said why; `by` is null when no person did it. */
export type Closing = z.infer<typeof closing>;
export type ClosingCode = Closing['code'];

const outcome = z
  .object({
    at: moment,
    code: z.enum([
      'written',
      'in-place',
      'found-later',
      'refused',
      'not-written',
      'other-state',
      'verified',
      'attested',
    ]),
    /** A sentence on what happened and what to do. */
    note: z.string(),
    /** What else somebody changed while it was written, in one sentence. */
    warning: z.string().exactOptional(),
    /** There where a person applied it: which services were read in the tenant, and which are known by that person's word alone. */
    proof: z
      .object({ verified: z.array(z.string()).readonly(), attested: z.array(z.string()).readonly() })
      .readonly()
      .exactOptional(),
  })
  .readonly();

/** How applying ended. */
export type Outcome = z.infer<typeof outcome>;

/**
 * `written`: written and read back. `in-place`: it was so already, nothing was written. `found-later`: no clear answer at first, read later.
 * `verified`: applied by hand, every part of it was read afterwards. `attested`: applied by hand, and at least one part is known by the word
 * of whoever applied it alone.
 */
export type OutcomeCode = Outcome['code'];

const handover = z
  .object({
    at: moment,
    /** As they were shown; made from change and base alone, and compared with them when somebody says that they are done. */
    steps: stepsSchema,
    /** Who says that it is applied, and when; null while nobody does. */
    attested: z.object({ by: actorSchema, at: moment }).readonly().nullable(),
  })
  .readonly();

/** An approved change given into a person's hands, since the tenant's connector cannot write. */
export type Handover = z.infer<typeof handover>;

const waiting = z.object({ since: moment, note: z.string(), nextAt: moment }).readonly();

/** What stands between approval and apply right now, for the card: a sentence and when it is tried again. */
export type Waiting = z.infer<typeof waiting>;

/** A request as it is stored; the type is made of it. */
export const requestSchema = z
  .object({
    /** UUID; what cards carry. */
    id: z.string(),
    /** What people type: 1, 2, 3, ... within a tenant. */
    number: z.int(),
    tenantId: z.string(),
    /** Grows by one with each committed step; a write names the rev it read. */
    rev: z.int(),
    state: z.enum(REQUEST_STATES),
    change,
    base,
    /** SHA-256 (hex) over change, base, tenant and policy version; null until submitted. */
    digest: z.string().nullable(),
    policyVersion: z.string(),
    reason: z.string(),
    requester: actorSchema,
    /** Key of the conversation it was asked in. */
    origin: z.string(),
    createdAt: moment,
    submittedAt: moment.nullable(),
    /** When a draft, a pending or an approved request lapses; null in every other state. */
    deadline: moment.nullable(),
    approvals: z.array(approval).readonly(),
    closing: closing.nullable(),
    /** When the write was last begun, or when a person last said that it is applied; null before. */
    startedAt: moment.nullable(),
    waiting: waiting.nullable(),
    /** Null where Airlock applies by itself, and until the last checks have passed. */
    handover: handover.nullable(),
    outcome: outcome.nullable(),
    /** The number of the request that this one undoes. */
    revertOf: z.int().nullable(),
    /** The form in which it can be edited as long as it is a draft; null for a change that no form asks about. */
    formId: z.string().nullable(),
  })
  .readonly();

export type Request = z.infer<typeof requestSchema>;
