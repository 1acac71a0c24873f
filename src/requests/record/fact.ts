import { z } from 'zod';
import { sourceSchema } from '../../changes/knowledge/knowledge.ts';
import { asJson, type Json } from '../../shared/json.ts';

/** Milliseconds since 1970. */
const moment = z.number();

/** Whatever JSON.parse gave is JSON: only a missing key is a fault. */
const json = z.custom<Json>((value) => value !== undefined);

export const factSchema = z
  .object({
    /** Unique within a tenant: `feature:<name>`, `group:<id>:<field>`, `outside:<record id>`, `watch:<name>`. */
    key: z.string(),
    value: json,
    source: sourceSchema,
    /** When it was last changed here, in ms since 1970. */
    changedAt: moment,
  })
  .readonly();

/** Something about a tenant that Airlock remembers because it cannot be read again, and how it is known. */
export type Fact = z.infer<typeof factSchema>;

/** A fact to remember from now on, in place of what was remembered under its key. */
export interface FactChange {
  readonly fact: Fact;
  /**
   * `changedAt` of what is replaced; null where nothing is remembered yet. Anything else is a rev-conflict. Absent:
   * whatever there is.
   */
  readonly expected?: number | null;
}

/** What is remembered from a step on, as the record keeps it: an audit compares it with what is stored. */
export function knownIn(changes: readonly FactChange[]): Json {
  return asJson(changes.map(({ fact: { key, value, source, changedAt } }) => ({ key, value, source, changedAt })));
}

const findingSchema = z.enum([
  'another-person',
  'an-approver',
  'approvers-account',
  'not-identified',
  'before-approval',
]);
const setBackSchema = z.object({ to: z.enum(['on', 'off']).nullable(), change: z.int() }).readonly();

/**
 * What Microsoft's audit log says of a change that was applied. `findings`: it names `another-person` than who said so
 * or whose session wrote, `an-approver` of this request, another account of one (`approvers-account`), or somebody whom
 * the directory does not know (`not-identified`); it dates it `before-approval`, by no more than clocks may differ.
 * `setBack`: what was told by then as changed outside Airlock after it.
 */
export const corroborationSchema = z
  .object({
    /** When it was changed, by the log. */
    at: moment,
    /** As the log names them, mostly a user principal name; empty where it names nobody. */
    by: z.string(),
    /** The same person's name in the directory; null where it knows nobody by that name. */
    name: z.string().nullable(),
    /** The Entra object id of the same account, and from which address, where the record has them. */
    oid: z.string().exactOptional(),
    ip: z.string().exactOptional(),
    /** Microsoft's id of the record, and which log it was read in. */
    recordId: z.string(),
    source: z.enum(['hunting', 'activity-feed']),
    readAt: moment,
    findings: z.array(findingSchema).readonly(),
    setBack: setBackSchema.exactOptional(),
  })
  .readonly();

export type Corroboration = z.infer<typeof corroborationSchema>;
