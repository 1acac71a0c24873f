import { z } from 'zod';

/** Milliseconds since 1970. */
const at = z.number();

/** The number of the request by which something became known; null where a person only read it in the portal. */
const request = z.int().nullable();

/**
 * How something about a tenant is known (docs/architecture.md#tell-what-is-known). The five words are never mixed.
 * - `read`: read in Defender or Graph by Airlock.
 * - `corroborated`: Microsoft's audit log says it; `by` is the principal name in that record.
 * - `attested`: a person says it; `by` is their name.
 * - `reckoned`: worked out by Airlock; `by` says from what, in words.
 * - `not-known`: none of these.
 */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('read'), at }).readonly(),
  z.object({ kind: z.literal('corroborated'), at, by: z.string(), request }).readonly(),
  z.object({ kind: z.literal('attested'), at, by: z.string(), request }).readonly(),
  z.object({ kind: z.literal('reckoned'), at, by: z.string() }).readonly(),
  z.object({ kind: z.literal('not-known') }).readonly(),
]);

export type Source = z.infer<typeof sourceSchema>;
export type SourceKind = Source['kind'];

/**
 * The source of each part of a snapshot that is known otherwise than by having been read, by its key: `feature:<name>`,
 * `group:<id>:<field>` where `<field>` is `name`, `description`, `level`, `conditions`, `access`, `rank` or `members`.
 */
export type Sources = Readonly<Record<string, Source>>;
