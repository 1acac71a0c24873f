import { z } from 'zod';
import { formRequestSchema, groupInputSchema } from '../../changes/device-group/input/group-input.ts';
import { sightSchema } from '../../changes/knowledge/sight.ts';
import { parseChange } from '../../changes/registry/kind-of.ts';
import { parsePart } from '../../changes/several/part-kinds.ts';
import { MOST_PARTS } from '../../changes/several/several-change.ts';
import { indicatorsSchema } from '../../changes/supported/indicators/indicator-entry.ts';
import { unreadRow } from '../../changes/supported/indicators/row-faults.ts';
import { conversationKey, formId } from '../../shared/ids.ts';
import { storedLanguage } from '../../shared/language/languages.ts';
import { actorSchema, moment } from '../record/request-parts.ts';

/** Absent in tasks that earlier releases filed: which message becomes the answer, and what was asked for. */
const answered = {
  card: z.string().optional(),
  wish: z.object({ say: z.string(), tried: z.int() }).optional(),
};

/** Who asked for what a task does, where the answer goes, and in which language: English where absent. */
export const asked = {
  actor: actorSchema,
  conversation: conversationKey,
  language: storedLanguage,
  ...answered,
};

/**
 * What a `draft` task needs: who asked for what, and the conversation to answer in. An input becomes a change once the
 * tenant is read.
 */
export const draftPayload = z.union([
  z.object({ input: groupInputSchema, reason: z.string().optional(), ...asked }),
  z.object({
    /** Several changes that are asked for as one request, in their order. */
    wishes: z
      .array(z.union([z.object({ input: groupInputSchema }), z.object({ change: z.unknown().transform(parsePart) })]))
      .min(1)
      .max(MOST_PARTS),
    /** Where in a list each of them stood, counted from 1; absent where there was no list. */
    rows: z.array(z.int()).exactOptional(),
    reason: z.string().optional(),
    ...asked,
  }),
  /** A list that cannot be asked for as it stands, to be told all that is wrong with it. */
  z.object({ list: z.object({ change: indicatorsSchema, unread: z.array(unreadRow) }), ...asked }),
  z.object({
    change: z.looseObject({}).transform(parseChange),
    /** The id of the team in which it was asked, where that matters. */
    team: z.string().nullable().default(null),
    /** As typed with the wish, or of the request that is asked for again; it can still be changed. */
    reason: z.string().optional(),
    ...asked,
  }),
]);

/** What a `status` task needs. */
export const statusPayload = z.object(asked);

/**
 * What an `open-form` task needs: which form, and for a group to edit its name as typed; a closed form that is filled
 * in once more, and why it is asked for, where that was said.
 */
export const openFormPayload = z.object({
  opens: formRequestSchema,
  from: formId.optional(),
  reason: z.string().optional(),
  ...asked,
});

/** What a `check-form` task needs. Earlier releases gave it no digest of what was sent. */
export const checkFormPayload = z.object({
  formId,
  rev: z.int(),
  digest: z.string().optional(),
  language: storedLanguage,
});

/** What a `revert` task needs: the number of the applied request to undo, or which change outside Airlock. */
export const revertPayload = z.union([
  z.object({ number: z.int(), ...asked }),
  z.object({ outside: z.object({ id: z.string(), item: z.int() }), ...asked }),
]);

/** What a `sight` task needs: what somebody sees in the portal, and when they said it. */
export const sightPayload = z.object({ sight: sightSchema, saidAt: moment, ...asked });
