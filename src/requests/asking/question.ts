import { z } from 'zod';
import { groupInputSchema } from '../../changes/device-group/input/group-input.ts';
import { FEATURE_NAMES } from '../../changes/features.ts';
import { parseChange } from '../../changes/registry/kind-of.ts';
import { SORTS } from '../../changes/supported/indicators/indicator-types.ts';
import { t } from '../../shared/language/worded.ts';
import { asked } from '../drafting/task-inputs.ts';
import type { NoticeData } from '../messages/answers.ts';

/** What somebody may say of an alert, a device, or what an indicator names. */
export const VERDICTS = ['false-positive', 'false-negative'] as const;

/** What an action may have left a device in, or be doing on it. */
export const STANDINGS = ['isolated', 'restricted', 'scanned'] as const;

/** What somebody would like to know the effects of; an input becomes a change once the tenant is read. */
const wish = z.union([
  z.object({ input: groupInputSchema }),
  z.object({ change: z.looseObject({}).transform(parseChange) }),
]);

/**
 * What somebody asks for: how a switch is; a device group by its name as typed, null for the ungrouped devices; in
 * which group a device is; who can approve, a request by its number or in general; a page of what waits in Defender,
 * of the open alerts, or of what was done on devices; the tags of a device, or the devices of a tag; what can be done
 * about a verdict of Defender; which devices are isolated and the like, or whether one is; what an indicator says, or
 * which of them end soon; a digest at once; or what a change would do, with the command that asks for it. It changes
 * nothing.
 */
const questionSchema = z.union([
  z.object({ feature: z.enum(FEATURE_NAMES) }).readonly(),
  z.object({ group: z.string().nullable() }).readonly(),
  z.object({ device: z.string() }).readonly(),
  z.object({ approvers: z.int().nullable() }).readonly(),
  z.object({ waiting: z.int().positive() }).readonly(),
  z.object({ acts: z.int().positive(), on: z.string().nullable() }).readonly(),
  z.object({ alerts: z.int().positive(), on: z.string().nullable() }).readonly(),
  z.object({ tags: z.string() }).readonly(),
  z.object({ tagged: z.string() }).readonly(),
  z.object({ standing: z.enum(STANDINGS), on: z.string().nullable() }).readonly(),
  z.object({ indicator: z.string(), sort: z.enum(SORTS).exactOptional() }).readonly(),
  z.object({ ending: z.literal('indicators') }).readonly(),
  z.object({ digest: z.literal('now') }).readonly(),
  z.object({ verdict: z.enum(VERDICTS), of: z.string(), sort: z.enum(SORTS).exactOptional() }).readonly(),
  z.object({ whatIf: z.string(), wish }).readonly(),
]);

/** What an `ask` task needs: the question, who asks it, and the conversation to answer in. */
export const askPayload = z.object({ about: questionSchema, ...asked });

export type Question = z.infer<typeof questionSchema>;

/** The answer to a question that has none, and what to do about it. */
export function noAnswer(text: string, suggestions: readonly string[] = ['status']): NoticeData {
  return { tone: 'info', title: t`That cannot be answered`, text, suggestions };
}

/** Joins what is said, and leaves out what is not. */
export function sentences(...said: readonly (string | null)[]): string {
  return said.filter((one) => one !== null && one !== '').join(' ');
}
