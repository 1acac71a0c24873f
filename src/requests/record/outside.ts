import { z } from 'zod';
import { FEATURE_NAMES } from '../../changes/features.ts';
import { parseChange } from '../../changes/registry/kind-of.ts';
import { conversationKey, requestId } from '../../shared/ids.ts';
import { asJson, type Json } from '../../shared/json.ts';
import { hashOfJson } from './digest.ts';
import { actorSchema, moment } from './request-parts.ts';

/** How an item was found: in one of Microsoft's audit logs, or by reading the tenant twice. */
const sourceSchema = z.enum(['hunting', 'activity-feed', 'reading']);

const itemSchema = z
  .object({
    /** What was changed, in a sentence without its full stop. */
    what: z.string(),
    /** As the log names them, mostly a user principal name; null where who it was is not known. */
    by: z.string().nullable(),
    /** The same person's name in the directory; null where it knows nobody by that name. */
    name: z.string().nullable(),
    /** The Entra object id of the same account; absent where the record has none. */
    oid: z.string().exactOptional(),
    /** From which address, by the log; absent where that is not known. */
    ip: z.string().exactOptional(),
    /** When it was changed, by the log; null where that is not known. */
    at: moment.nullable(),
    readAt: moment,
    /** When it was still as before, by a reading; null where only a record tells of it. */
    before: moment.nullable(),
    source: sourceSchema,
    /** Microsoft's id of the record; null where none tells of it. */
    recordId: z.string().nullable(),
    /** The switch and what it was set to, null where that cannot be read; null for anything else. */
    feature: z
      .object({ name: z.enum(FEATURE_NAMES), value: z.enum(['on', 'off']).nullable() })
      .readonly()
      .nullable(),
    /** The number of a group that is not listed any more; absent for anything else. */
    missing: z.int().exactOptional(),
    /** What a part of a group was set to, by its key in `src/changes/knowledge/`; absent for anything else. */
    group: z
      .object({ key: z.string(), value: z.custom<Json>((value) => value !== undefined) })
      .readonly()
      .exactOptional(),
    /** What else is to be said of it, a sentence. */
    note: z.string().nullable(),
    /** The opposite change; null where Airlock cannot ask for it. */
    revert: z.looseObject({}).transform(parseChange).nullable(),
    /** Who asked to revert it, and by which request. */
    asked: z.object({ by: actorSchema, requestId, at: moment }).readonly().nullable(),
    /** When a later look first read it as before, though no request reverted it; absent until then. */
    undone: moment.exactOptional(),
    /** The number of the change that it takes back, which was told by a reading alone; absent where it takes none. */
    takesBack: z.int().exactOptional(),
    /** The number of the request that reverts it by somebody's word alone; absent where none does. */
    saidReverted: z.int().exactOptional(),
    /** The number of the request that was applied to revert it, by more than a word; absent until then. */
    reverted: z.int().exactOptional(),
  })
  .readonly();

/** One thing that was changed in the tenant, and that no request of Airlock explains. */
export type OutsideItem = z.infer<typeof itemSchema>;

/** Whether nothing read since says otherwise, and it does not take back alone what a reading told. */
export function isStanding({ undone, takesBack }: OutsideItem): boolean {
  return undone === undefined && takesBack === undefined;
}

export const outsideSchema = z
  .object({
    /** UUID; what its card carries. */
    id: z.string(),
    /** What people type: 1, 2, 3, ... within a tenant. */
    number: z.int(),
    foundAt: moment,
    items: z.array(itemSchema).readonly(),
    /** How many more were found at the same time and not kept, by an earlier version: the record alone names them. */
    more: z.int(),
    /** Who said that it is known and stands, and when; null until then. */
    adopted: z.object({ by: actorSchema, at: moment }).readonly().nullable(),
    /** Where its card was posted. */
    told: z.array(conversationKey).readonly(),
  })
  .readonly();

/** What a look at the tenant found changed outside Airlock, as much of it as one card shows. */
export type Outside = z.infer<typeof outsideSchema>;

/** The digest of what its card shows of the changes: whoever adopts it lets exactly these stand. */
export function outsideDigest({ number, items, more }: Pick<Outside, 'number' | 'items' | 'more'>): string {
  const shown = items.map(({ asked, undone, saidReverted, reverted, ...item }) => item);
  return hashOfJson(asJson({ number, more, items: shown }));
}

/** The key of the fact that holds it. */
export function outsideKey(id: string): string {
  return `outside:${id}`;
}
