import { z } from 'zod';
import { FEATURE_NAMES, FEATURE_STATE_WORDS, feature } from '../features.ts';
import { LEVEL_WORDS, REMEDIATION_LEVELS } from '../remediation-level.ts';

/**
 * What somebody sees in the portal, and says so that Airlock knows it: a switch, or the level of a group by its name
 * (null for the ungrouped devices). It changes nothing.
 */
export const sightSchema = z.union([
  z.object({ feature: z.enum(FEATURE_NAMES), is: z.enum(['on', 'off']) }).readonly(),
  z.object({ group: z.string().nullable(), level: z.enum(REMEDIATION_LEVELS) }).readonly(),
]);

export type Sight = z.infer<typeof sightSchema>;

/** What was seen, in words: "Automated investigation: On". @param group the group as it is called, null for no group */
export function sightWords(sight: Sight, group: string | null = null): string {
  if ('feature' in sight) return `${feature(sight.feature).title}: ${FEATURE_STATE_WORDS[sight.is]}`;
  return `Remediation level of ${group ?? 'the ungrouped devices'}: ${LEVEL_WORDS[sight.level]}`;
}
