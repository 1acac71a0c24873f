import { z } from 'zod';
import type { GroupPart } from '../device-group.ts';
import type { FeatureName } from '../features.ts';

/** Milliseconds since 1970. */
const at = z.number();

/** The number of the request by which something became known; null where a person only read it in the portal. */
const request = z.int().nullable();

/**
 * How something about a tenant is known (docs/architecture.md#tell-what-is-known). The five words are never mixed.
 * - `read`: read in Defender or Graph by Airlock.
 * - `corroborated`: Microsoft's audit log says it; `by` is the principal name in that record.
 * - `attested`: a person says it; `by` is their name, `oid` their Entra object id where it was kept. `ofName`: it was
 *   said of a group that was not listed then, and a group of that name is listed since: it may be another one.
 * - `reckoned`: worked out by Airlock; `by` says from what, in words.
 * - `not-known`: none of these; `at` since when, where something was known before.
 */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('read'), at }).readonly(),
  z.object({ kind: z.literal('corroborated'), at, by: z.string(), request }).readonly(),
  z
    .object({
      kind: z.literal('attested'),
      at,
      by: z.string(),
      request,
      oid: z.string().exactOptional(),
      ofName: z.literal(true).exactOptional(),
    })
    .readonly(),
  z.object({ kind: z.literal('reckoned'), at, by: z.string() }).readonly(),
  z.object({ kind: z.literal('not-known'), at: at.exactOptional() }).readonly(),
]);

export type Source = z.infer<typeof sourceSchema>;

/**
 * The source of each part of a snapshot that is known otherwise than by having been read, by its key: `feature:<name>`,
 * `group:<id>:<field>` where `<field>` is `name`, `description`, `level`, `conditions`, `access`, `rank` or `members`.
 */
export type Sources = Readonly<Record<string, Source>>;

export function featureKey(name: FeatureName): string {
  return `feature:${name}`;
}

/** What is known of a group besides who is in it. */
export type GroupFact = GroupPart | 'name' | 'members';

/**
 * @param group its number; its name as long as it was made in the portal and is not listed yet; `ungrouped` for the
 * ungrouped devices, whose number differs from connector to connector
 */
export function groupKey(group: number | { readonly name: string } | 'ungrouped', fact: GroupFact): string {
  return `group:${typeof group === 'object' ? JSON.stringify(group.name) : group}:${fact}`;
}

/** Under which is remembered in what order groups were placed: their numbers and names, the first in rank first. */
export const ORDER_KEY = 'group:order';
