import { z } from 'zod';
import { sourceSchema } from '../../changes/knowledge/knowledge.ts';
import { asJson, type Json } from '../../shared/json.ts';
import { moment } from './request-parts.ts';

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
