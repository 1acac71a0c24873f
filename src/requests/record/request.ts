import { z } from 'zod';
import { conversationKey, entraObjectId, formId, requestId, tenantId } from '../../shared/ids.ts';
import { handoverSchema } from './instructions.ts';
import {
  type Approval,
  actorSchema,
  approvalSchema,
  baseSchema,
  changeSchema,
  closingSchema,
  evidenceSchema,
  failureSchema,
  lapsedSchema,
  moment,
  successSchema,
  waitingSchema,
} from './request-parts.ts';

export type { Corroboration } from './fact.ts';
export type { Handover } from './instructions.ts';
export type {
  Actor,
  Approval,
  Closing,
  ClosingCode,
  Evidence,
  Failure,
  Lapsed,
  Mark,
  Outcome,
  OutcomeCode,
  Success,
  Waiting,
} from './request-parts.ts';

/** How the debt of an emergency was settled: another admin approved it afterwards, or it was undone by a request. */
const settledSchema = z.discriminatedUnion('how', [
  z.object({ how: z.literal('approved'), approval: approvalSchema }).readonly(),
  z.object({ how: z.literal('undone'), at: moment, request: z.int() }).readonly(),
]);

/** What a request to undo an emergency left of it, by its number. */
const leftSchema = z
  .object({
    request: z.int(),
    at: moment,
    devices: z.array(z.object({ id: z.string(), name: z.string() }).readonly()).readonly(),
  })
  .readonly();

/**
 * That a request went ahead on one person's word: a scan of few devices, for which the policy asks no approval; or an
 * emergency, which leaves a debt: another admin approves or undoes it by `until`.
 */
const aloneSchema = z.discriminatedUnion('why', [
  z.object({ why: z.literal('few-devices'), by: actorSchema, at: moment }).readonly(),
  z
    .object({
      why: z.literal('emergency'),
      by: actorSchema,
      at: moment,
      evidence: evidenceSchema,
      until: moment,
      /** The devices on which the latest request that undid a part of it left it; absent where none did. */
      left: leftSchema.exactOptional(),
      /** Absent while it is owed. */
      settled: settledSchema.exactOptional(),
    })
    .readonly(),
]);

export type Alone = z.infer<typeof aloneSchema>;
export type Emergency = Extract<Alone, { why: 'emergency' }>;

/** What a state does not have is null. */
const none = z.null();

const common = {
  /** UUID; what cards carry. */
  id: requestId,
  /** What people type: 1, 2, 3, ... within a tenant. */
  number: z.int(),
  tenantId,
  /** Grows by one with each committed step; a write names the rev it read. */
  rev: z.int(),
  change: changeSchema,
  base: baseSchema,
  policyVersion: z.string(),
  reason: z.string(),
  requester: actorSchema,
  /** Key of the conversation it was asked in. */
  origin: conversationKey,
  createdAt: moment,
  /** The number of the request that this one undoes. */
  revertOf: z.int().nullable(),
  /** The form in which it can be edited as long as it is a draft; null for a change that no form covers. */
  formId: formId.nullable(),
};

const notApplied = { startedAt: none, waiting: none, handover: none, outcome: none };
const unsubmitted = {
  ...common,
  ...notApplied,
  alone: z.never().exactOptional(),
  digest: none,
  submittedAt: none,
  approvals: z.tuple([]).readonly(),
};

const submitted = {
  ...common,
  /** SHA-256 (hex) of what is asked for: `digestOf`. */
  digest: z.string(),
  /** The version of `digestOf` that made it; absent: version 1. */
  digestVersion: z.literal(2).exactOptional(),
  submittedAt: moment,
  /** What the directory said of the requester at submit; absent in what release 0.1.0 stored. */
  requesterEvidence: evidenceSchema.exactOptional(),
  approvals: z.array(approvalSchema).readonly(),
  /** Who took an approval back, and the rev that this led to: an Approve sent before it does not count any more. */
  takenBack: z
    .array(z.object({ oid: entraObjectId, rev: z.int() }).readonly())
    .readonly()
    .exactOptional(),
  /** Approvals that count no longer, the newest last; absent where there are none. */
  lapsed: z.array(lapsedSchema).readonly().exactOptional(),
  /** Present where it went ahead on one person's word. */
  alone: aloneSchema.exactOptional(),
  /** Who stopped it while it was written item by item; absent where nobody did. */
  halted: z.object({ by: actorSchema, at: moment }).readonly().exactOptional(),
  /** When the steps were first handed over, where the approval counts no longer or was taken back afterwards. */
  handedOver: moment.exactOptional(),
};

/** What may have happened since the approval. */
const sinceApproval = {
  /** When the write last began, or when a person last reported the change as applied; null before. */
  startedAt: moment.nullable(),
  /** Null where Airlock writes the change itself, and until the last checks have passed. */
  handover: handoverSchema.nullable(),
};

/** Not applied, for the reason in `closing`. */
const closed = {
  ...submitted,
  ...sinceApproval,
  deadline: none,
  waiting: none,
  closing: closingSchema,
  outcome: none,
};

const draft = z
  .object({
    ...unsubmitted,
    state: z.literal('draft'),
    /** When it is discarded if nobody submits it. */
    deadline: moment,
    closing: none,
  })
  .readonly();

const discarded = z
  .object({ ...unsubmitted, state: z.literal('discarded'), deadline: none, closing: closingSchema })
  .readonly();

const pending = z
  .object({
    ...submitted,
    ...notApplied,
    state: z.literal('pending'),
    /** When it expires if nobody decides. */
    deadline: moment,
    closing: none,
  })
  .readonly();

const approved = z
  .object({
    ...submitted,
    ...sinceApproval,
    state: z.literal('approved'),
    /** When it expires if it cannot be applied. */
    deadline: moment,
    waiting: waitingSchema.nullable(),
    closing: none,
    outcome: none,
  })
  .readonly();

const applying = z
  .object({
    ...submitted,
    state: z.literal('applying'),
    deadline: none,
    startedAt: moment,
    waiting: waitingSchema.nullable(),
    handover: handoverSchema.nullable(),
    closing: none,
    outcome: none,
  })
  .readonly();

const unknown = z
  .object({
    ...submitted,
    state: z.literal('unknown'),
    deadline: none,
    startedAt: moment,
    waiting: waitingSchema,
    handover: none,
    closing: none,
    outcome: none,
  })
  .readonly();

const applied = z
  .object({
    ...submitted,
    ...sinceApproval,
    state: z.literal('applied'),
    deadline: none,
    waiting: none,
    closing: none,
    outcome: successSchema,
  })
  .readonly();

const failed = z
  .object({
    ...submitted,
    state: z.literal('failed'),
    deadline: none,
    startedAt: moment,
    waiting: none,
    handover: none,
    closing: none,
    outcome: failureSchema,
  })
  .readonly();

const rejected = z.object({ ...closed, state: z.literal('rejected') }).readonly();
const withdrawn = z.object({ ...closed, state: z.literal('withdrawn') }).readonly();
const expired = z.object({ ...closed, state: z.literal('expired') }).readonly();
const stale = z.object({ ...closed, state: z.literal('stale') }).readonly();

/** A request as it is stored, one shape a state (docs/architecture.md#life-of-a-request); the types are made of it. */
export const requestSchema = z.discriminatedUnion('state', [
  draft,
  discarded,
  pending,
  rejected,
  withdrawn,
  expired,
  stale,
  approved,
  applying,
  applied,
  failed,
  unknown,
]);

export type Request = z.infer<typeof requestSchema>;
export type RequestState = Request['state'];

/** A request in one of these states. */
export type RequestIn<S extends RequestState> = { readonly [R in Request as R['state']]: R }[S];
export type DraftRequest = RequestIn<'draft'>;
export type PendingRequest = RequestIn<'pending'>;
export type ApprovedRequest = RequestIn<'approved'>;
export type ApplyingRequest = RequestIn<'applying'>;
export type UnknownRequest = RequestIn<'unknown'>;

/** Whether a request is in one of these states. */
export function isIn<S extends RequestState>(request: Request, states: readonly S[]): request is RequestIn<S> {
  return states.some((state) => state === request.state);
}

export const REQUEST_STATES: readonly RequestState[] = requestSchema.options.flatMap(
  (option) => option.def.innerType.shape.state.value,
);

/** Every approval of a request, before its write or after an emergency. */
export function givenOf({ approvals, alone }: Given): readonly Approval[] {
  const settled = alone?.why === 'emergency' ? alone.settled : undefined;
  return settled?.how === 'approved' ? [...approvals, settled.approval] : approvals;
}

interface Given {
  readonly approvals: readonly Approval[];
  readonly alone?: Alone;
}

/** Whether a device group in the scope of what stands has another name now, or is gone, as last read. */
export function isOutOfScope(outcome: Request['outcome']): boolean {
  return (outcome?.followed?.counts.renamed ?? 0) > 0;
}
