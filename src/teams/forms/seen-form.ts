import { z } from 'zod';
import { sightOfLevel, sightOfPart } from '../../changes/device-group/words/level-command.ts';
import { sightCommand } from '../../changes/features.ts';
import { type SightFields, type SightSubject, sightSubjectSchema } from '../../changes/knowledge/sight.ts';
import { isRemediationLevel } from '../../changes/remediation-level.ts';
import { t } from '../../shared/language/worded.ts';
import type { CommandOf } from '../language/command.ts';
import { cleanText } from '../language/normalise.ts';
import { parseCommand } from '../language/parse-command.ts';

/** The verb of the button of a form that says what somebody sees. */
export const SEEN = 'seen';

const typed = z.string().max(2_000).exactOptional();
/** A card holds no null. */
const rest = z.strictObject({ ungrouped: z.literal(true) }).transform(() => ({ group: null }));
const subject = z.union([sightSubjectSchema, rest]);
const carried = z.strictObject({ sees: subject, state: typed, level: typed, rules: typed, access: typed });

/** What somebody filled in; old clients send it without a verb, and it is known by what it is about. */
export type IncomingSeen = z.infer<typeof carried>;

/** @returns null for anything else */
export function parseSeen(data: unknown): IncomingSeen | null {
  return carried.safeParse(data).data ?? null;
}

/** What an old client may make of such a button. */
const submitted = z.union([
  carried,
  z.object({ data: carried }).transform(({ data }) => data),
  z.object({ action: z.object({ data: carried }) }).transform(({ action }) => action.data),
]);

/** @returns null for anything else */
export function parseSubmittedSeen(value: unknown): IncomingSeen | null {
  return submitted.safeParse(value).data ?? null;
}

/** What could have been typed for it, and what that says; or why it says nothing. */
export function sightSaid({ sees, ...fields }: IncomingSeen): Said | { readonly why: string } {
  const line = sightTyped(sees, fields);
  if (line === null) return { why: t`Choose or write what you see first.` };
  const command = parseCommand(cleanText(line));
  if (command.kind === 'sight') return { line, sight: command.sight };
  return {
    why: command.kind === 'malformed' ? command.why : t`Airlock does not understand these rules or this access.`,
  };
}

interface Said {
  readonly line: string;
  readonly sight: CommandOf<'sight'>['sight'];
}

/** What could have been typed in place of the form; null where nothing is filled in. */
function sightTyped(of: SightSubject, { state, level, rules, access }: SightFields): string | null {
  if ('feature' in of) return state === 'on' || state === 'off' ? sightCommand(of.feature, state) : null;
  const asked = level !== undefined && isRemediationLevel(level) ? level : null;
  const parts = [rules?.trim() ?? '', access?.trim() ? `access ${access.trim()}` : ''].filter((part) => part !== '');
  if (parts.length === 0) return asked && sightOfLevel(of.group, asked);
  const [begins = ''] = sightOfPart(of.group, 'access').split(' access ');
  return [begins, ...parts, ...(asked ? [`level ${asked}`] : [])].join(' ');
}
