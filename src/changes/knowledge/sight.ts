import { z } from 'zod';
import { t } from '../../shared/language/worded.ts';
import { FEATURE_NAMES, FEATURE_STATE_WORDS, feature } from '../features.ts';
import { LEVEL_WORDS, REMEDIATION_LEVELS } from '../remediation-level.ts';

const condition = z.object({ property: z.string(), operator: z.string(), value: z.string() }).readonly();

/** Parts of a group as they are typed, each read once the tenant is. */
const seenParts = z
  .object({
    description: z.string(),
    level: z.string(),
    conditions: z.array(condition).readonly(),
    access: z.array(z.string()).readonly(),
  })
  .exactPartial()
  .readonly();

/** Right before, or right after, a group by its name; a number from 1 on; or the last of all. */
const seenPlace = z.union([
  z.object({ at: z.enum(['before', 'after']), group: z.string() }).readonly(),
  z.object({ at: z.literal('rank'), rank: z.int().min(1) }).readonly(),
  z.object({ at: z.literal('last') }).readonly(),
]);

export type SeenPlace = z.infer<typeof seenPlace>;

/**
 * What somebody sees in the portal, and says so that Airlock knows it: a switch; the level of a group by its name (null
 * for the ungrouped devices), or other parts of it, with the order of groups or without, or its place beside another
 * one or by its number; or that order alone, the first in rank first. It changes nothing.
 */
export const sightSchema = z.union([
  z.object({ feature: z.enum(FEATURE_NAMES), is: z.enum(['on', 'off']) }).readonly(),
  z.object({ group: z.string().nullable(), level: z.enum(REMEDIATION_LEVELS) }).readonly(),
  z
    .object({ group: z.string().nullable(), seen: seenParts, order: z.array(z.string()).readonly().exactOptional() })
    .readonly(),
  z.object({ group: z.string(), place: seenPlace }).readonly(),
  z.object({ order: z.array(z.string()).readonly() }).readonly(),
]);

export type Sight = z.infer<typeof sightSchema>;

/** A switch; or a group by its name, null for the ungrouped devices. */
export const sightSubjectSchema = z.union([
  z.strictObject({ feature: z.enum(FEATURE_NAMES) }).readonly(),
  z.strictObject({ group: z.string().min(1).max(300).nullable() }).readonly(),
]);

export type SightSubject = z.infer<typeof sightSubjectSchema>;

type Said = Exclude<Sight, { seen: unknown } | { order: unknown } | { place: unknown }>;

/** What is filled in of what somebody sees; each as typed or chosen, absent where it is not. */
export interface SightFields {
  /** Of a switch: `on` or `off`. */
  readonly state?: string;
  readonly level?: string;
  /** In the words of a command: `tag equals "finance" and os Windows 11`. */
  readonly rules?: string;
  /** Names of Entra groups with commas between them, or `everybody`. */
  readonly access?: string;
  readonly description?: string;
  /** Names of groups with commas between them, the first in rank first. */
  readonly order?: string;
}

/** A form to say what somebody sees in the portal. */
export interface SightData {
  readonly of: SightSubject;
  readonly typed: SightFields;
}

/** What was seen, in words: "Automated investigation: On". @param group the group as it is called, null for no group */
export function sightWords(sight: Said, group: string | null = null): string {
  if ('feature' in sight) return `${feature(sight.feature).title}: ${FEATURE_STATE_WORDS[sight.is]}`;
  return t`Remediation level of ${group ?? t`the ungrouped devices`}: ${LEVEL_WORDS[sight.level]}`;
}
