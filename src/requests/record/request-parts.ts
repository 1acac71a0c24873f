import { z } from 'zod';
import type { Base } from '../../changes/base.ts';
import { sourceSchema } from '../../changes/knowledge/knowledge.ts';
import type { Change } from '../../changes/registry/change.ts';
import { parseChange } from '../../changes/registry/kind-of.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { entraObjectId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { corroborationSchema } from './fact.ts';

/** Milliseconds since 1970. */
export const moment = z.number();

/** What JSON.parse gave is JSON: only a missing key is a fault. */
const json = z.custom<Json>((value) => value !== undefined);

export const baseSchema: z.ZodType<Base> = z.object({ objects: json, preview: json, shown: json }).readonly();

export const changeSchema = z.unknown().transform((input, context): Change => {
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
    oid: entraObjectId,
    name: z.string(),
    /** User principal name, as the directory spelled it; absent in what release 0.1.0 stored. */
    principalName: z.string().exactOptional(),
  })
  .readonly();

export type Actor = z.infer<typeof actorSchema>;

/** What links two accounts of one person; the value is normalised, as it was compared. */
const markSchema = z
  .object({ kind: z.enum(['employee-id', 'on-premises-id', 'address']), value: z.string() })
  .readonly();

export type Mark = z.infer<typeof markSchema>;

/**
 * What the directory said about somebody when they acted. `proof`: how they were told apart from everybody who had
 * acted before: by their marks, by the operator's file, or not at all (`accounts`); null for whoever acted first.
 */
export const evidenceSchema = z
  .object({
    marks: z.array(markSchema).readonly(),
    /** Role template ids and group ids that made them count, lower case. */
    roles: z.array(z.string()).readonly(),
    /** When the account was created and the role assigned; null where the directory does not know. */
    since: z.object({ account: moment.nullable(), role: moment.nullable() }).readonly(),
    proof: z.enum(['marks', 'people-file', 'accounts']).nullable(),
  })
  .readonly();

export type Evidence = z.infer<typeof evidenceSchema>;

export const approvalSchema = z
  .object({
    by: actorSchema,
    at: moment,
    /** Why they approved, in their words; absent where they gave no reason. */
    reason: z.string().exactOptional(),
    /** Absent in what release 0.1.0 stored. */
    evidence: evidenceSchema.exactOptional(),
  })
  .readonly();

export type Approval = z.infer<typeof approvalSchema>;

/** An approval that counts no longer, since whoever gave it may not approve any more. */
export const lapsedSchema = z
  .object({
    by: actorSchema,
    /** When that was found. */
    at: moment,
    /** `outsider`: the account became one from outside this company. */
    why: z.enum(['gone', 'disabled', 'outsider', 'no-role']),
  })
  .readonly();

export type Lapsed = z.infer<typeof lapsedSchema>;

/** Until when Airlock looks whether the tenant shows the change after all; absent where it does not look. */
const watchedUntil = moment.exactOptional();

export const closingSchema = z
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
      'stopped',
      'requester-gone',
      'identity-changed',
      'record-mismatch',
      'restored',
      'kind-off',
    ]),
    by: actorSchema.nullable(),
    at: moment,
    /** A rejecter's reason, or a sentence on what was found. */
    note: z.string(),
    /** The base as read when drift was found: the middle column of the three-way card. */
    now: baseSchema.nullable(),
    watchedUntil,
  })
  .readonly();

/** How a request ended without being applied, and who ended it; `by` is null when no person did. */
export type Closing = z.infer<typeof closingSchema>;
export type ClosingCode = Closing['code'];

const outcome = {
  at: moment,
  /** A sentence on what happened and what to do. */
  note: z.string(),
};

/** How many items of a request were written, refused, or are not known. */
const itemsSchema = z
  .object({
    total: z.int(),
    done: z.int(),
    refused: z.int(),
    unknown: z.int(),
    /** Of several changes: how many, from the first, are applied as a whole. Absent where that is `done`. */
    parts: z.int().exactOptional(),
  })
  .readonly();

/** How an applied change goes on, as last read; `isOver`: no more comes; `told`: last; `undone`: keys that failed. */
const followedSchema = z
  .object({
    at: moment,
    note: z.string(),
    counts: z.record(z.string(), z.number()),
    isOver: z.boolean(),
    told: z.string().exactOptional(),
    undone: z.array(z.string()).readonly().exactOptional(),
  })
  .readonly();

/** `left`: of devices, on how many it was or may have been done and is undone by none so far; names of the first. */
const left = z.object({ count: z.int(), names: z.array(z.string()).readonly() }).readonly();
const undoing = { request: z.int(), at: moment, isWhole: z.boolean(), left: left.exactOptional() };
const undoneBySchema = z.object(undoing).readonly();

/** How far the comment is in the alert that it names; `why`: Defender's own reason. */
const stage = z.enum(['sent', 'written', 'refused', 'unknown']);
const commented = z.object({ state: stage, at: moment, why: z.string().exactOptional() }).readonly().exactOptional();

/** Whose session wrote, and whether Defender told so or it was only said. */
const sessionSchema = z.object({ name: z.string(), source: z.enum(['read', 'said']) }).readonly();

export const proofSchema = z
  .object({
    verified: z.array(z.string()).readonly(),
    attested: z.array(z.string()).readonly(),
    unseen: z.array(z.string()).readonly().exactOptional(),
    unknown: z.array(z.string()).readonly().exactOptional(),
    unwritten: z.array(z.string()).readonly().exactOptional(),
  })
  .readonly();

/**
 * `written`: written and read back. `in-place`: it was so already, nothing was written. `found-later`: not shown right
 * after the write, read later. `verified`: applied by hand, every part of it was read afterwards. `attested`: applied
 * by hand, and for at least one part there is only the word of whoever applied it. `surfaced`: the request had ended,
 * and the tenant showed it as asked afterwards; nobody can tell by that who set it.
 */
export const successSchema = z
  .object({
    ...outcome,
    code: z.enum(['written', 'in-place', 'found-later', 'verified', 'attested', 'surfaced']),
    watchedUntil,
    /** With `found-later`: the tenant had accepted the write; absent where it gave no clear answer. */
    accepted: z.literal(true).exactOptional(),
    /** How it was known that the tenant was as asked already, where it was not read. */
    known: z.array(sourceSchema).readonly().exactOptional(),
    /** What else somebody changed while it was written, in one sentence. */
    warning: z.string().exactOptional(),
    /** Whose session wrote it; absent where none did, and in what was stored before it was kept. */
    session: sessionSchema.exactOptional(),
    /**
     * Of what a person applied: what was read, and what only they attest. `unseen`: attested, and not shown so far;
     * `unknown`: neither; `unwritten`: Airlock would have written it once the rest was reported, and did not.
     */
    proof: proofSchema.exactOptional(),
    /** Absent where Microsoft's audit log was not read, or had no record of it: that proves nothing. */
    corroborated: corroborationSchema.exactOptional(),
    /** The same of several changes, by the place of each from 1; the first first, absent where none has a record. */
    corroboratedParts: z
      .array(z.object({ part: z.int(), log: corroborationSchema }).readonly())
      .readonly()
      .exactOptional(),
    /** When several changes had expired of which the log shows parts since; absent otherwise. */
    expiredAt: moment.exactOptional(),
    items: itemsSchema.exactOptional(),
    followed: followedSchema.exactOptional(),
    /** Who asked that what has not ended in Defender is cancelled; absent where nobody did. */
    cancelled: z.object({ by: actorSchema, at: moment }).readonly().exactOptional(),
    /** Which later requests undid it, or a part of it, the first first; absent where none did. */
    undoneBy: z.array(undoneBySchema).readonly().exactOptional(),
    commented,
  })
  .readonly();

/**
 * `refused`: certainly nothing was written. The others end the readings after a write that the tenant never showed:
 * `not-shown`: it had accepted the write; `not-written`: it had given no clear answer; `other-state`: it shows another
 * state than before and than asked.
 */
export const failureSchema = z
  .object({
    ...outcome,
    code: z.enum(['refused', 'not-shown', 'not-written', 'other-state']),
    watchedUntil,
    accepted: z.never().exactOptional(),
    warning: z.never().exactOptional(),
    /** Whose session sent the write that was never shown. */
    session: sessionSchema.exactOptional(),
    proof: z.never().exactOptional(),
    corroborated: z.never().exactOptional(),
    corroboratedParts: z.never().exactOptional(),
    expiredAt: z.never().exactOptional(),
    known: z.never().exactOptional(),
    items: itemsSchema.exactOptional(),
    followed: z.never().exactOptional(),
    cancelled: z.never().exactOptional(),
    undoneBy: z.never().exactOptional(),
    commented: z.never().exactOptional(),
  })
  .readonly();

export type Success = z.infer<typeof successSchema>;
export type Failure = z.infer<typeof failureSchema>;

/** How applying ended. */
export type Outcome = Success | Failure;
export type OutcomeCode = Outcome['code'];
export const waitingSchema = z
  .object({
    since: moment,
    note: z.string(),
    nextAt: moment,
    /** The tenant accepted the write and does not show it so far; absent where it gave no clear answer. */
    accepted: z.literal(true).exactOptional(),
    /** Nothing more is sent: what was sent is read, until `nextAt` at the latest. */
    looks: z.literal(true).exactOptional(),
    /** Defender gave no clear answer to an order on a device; of several changes, the one at which it stopped. */
    unclear: z.literal(true).exactOptional(),
    unsent: z.literal(true).exactOptional(),
    /** Whose session sent the write; absent where none did, and in what was stored before it was kept. */
    session: sessionSchema.exactOptional(),
  })
  .readonly();

/** What a request is waiting for, for the card: since when, a sentence, and when the next attempt is. */
export type Waiting = z.infer<typeof waitingSchema>;
