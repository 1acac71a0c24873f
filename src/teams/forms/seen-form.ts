import { z } from 'zod';
import { sightOfLevel, sightOfPart } from '../../changes/device-group/words/level-command.ts';
import { type FeatureName, sightCommand } from '../../changes/features.ts';
import { type Sight, type SightFields, sightSubjectSchema } from '../../changes/knowledge/sight.ts';
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
const carried = z.strictObject({
  ...{ sees: subject, state: typed, level: typed, rules: typed, access: typed },
  ...{ description: typed, order: typed },
});

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
  if ('feature' in sees) return saidBy(switchTyped(sees.feature, fields.state));
  const { order: ranks = '', description = '' } = fields;
  const order = ranks.trim() === '' ? null : saidBy(`device groups are in the order ${ranks}`);
  if (order && 'why' in order) return order;
  const line = partsTyped(sees.group, fields);
  const parts = line === null ? null : saidBy(line);
  if (parts && 'why' in parts) return parts;
  const ofGroup = parts ? partsIn(parts.sight) : {};
  const seen = { ...ofGroup, ...(description.trim() !== '' && { description }) };
  const lines = [line, description.trim() && t`its description`, order?.line].filter((one) => one).join('; ');
  if (Object.keys(seen).length === 0) return order ?? saidBy(null);
  const isPlain = order === null && parts !== null && description.trim() === '';
  if (isPlain) return parts;
  const inOrder = order && 'order' in order.sight && order.sight.order ? { order: order.sight.order } : {};
  return { line: lines, sight: { group: sees.group, seen, ...inOrder } };
}

interface Said {
  readonly line: string;
  readonly sight: CommandOf<'sight'>['sight'];
}

function saidBy(line: string | null): Said | { readonly why: string } {
  if (line === null) return { why: t`Choose or write what you see first.` };
  const command = parseCommand(cleanText(line));
  if (command.kind === 'sight') return { line, sight: command.sight };
  return {
    why: command.kind === 'malformed' ? command.why : t`Airlock does not understand these rules or this access.`,
  };
}

function switchTyped(name: FeatureName, state: string | undefined): string | null {
  return state === 'on' || state === 'off' ? sightCommand(name, state) : null;
}

/** What could have been typed for level, rules and access; null where none is filled in. */
function partsTyped(group: string | null, { level, rules, access }: SightFields): string | null {
  const asked = level !== undefined && isRemediationLevel(level) ? level : null;
  const parts = [rules?.trim() ?? '', access?.trim() ? `access ${access.trim()}` : ''].filter((part) => part !== '');
  if (parts.length === 0) return asked && sightOfLevel(group, asked);
  const [begins = ''] = sightOfPart(group, 'access').split(' access ');
  return [begins, ...parts, ...(asked ? [`level ${asked}`] : [])].join(' ');
}

function partsIn(sight: Sight): Extract<Sight, { seen: unknown }>['seen'] {
  if ('seen' in sight) return sight.seen;
  return 'level' in sight ? { level: sight.level } : {};
}
