import { z } from 'zod';
import { FIELD_LABELS, rememberedWords } from '../../../changes/device-group/words/field-words.ts';
import { quoted } from '../../../changes/device-group/words/names.ts';
import { FEATURE_NAMES, FEATURE_STATE_WORDS, FEATURE_STATES, feature } from '../../../changes/features.ts';
import { ORDER_KEY, sourceSchema } from '../../../changes/knowledge/knowledge.ts';
import { sourceWords } from '../../../changes/knowledge/source-words.ts';
import { isStanding, outsideSchema } from '../../../requests/record/outside.ts';
import type { Json } from '../../../shared/json.ts';

const known = z.looseObject({ key: z.string(), value: z.custom<Json>(), source: sourceSchema });

/** What an entry says is known from then on. */
export const knownSchema = z.array(known);

type Known = z.infer<typeof known>;

/** "Automated investigation: On, by Omar Okafor's word, 28 Nov 2026 22:17 UTC, #1" */
export function knownWords({ key, value, source }: Known): string {
  if (key === 'debt-turn') return 'The latest emergency';
  if (key === 'scans-alone') return 'Scans on one person’s word, of the last 24 hours';
  if (key.startsWith('debt:')) return `Owed for an emergency by ${'by' in source ? source.by : key}`;
  if (key === LOOKS) return lookWords({ value, source });
  if (key.startsWith('outside:')) return outsideWords(value) ?? `${key}: ${UNREAD}`;
  if (source.kind === 'not-known') return `${subjectWords(key)}: not known any more`;
  return `${factWords(key, value)}, ${sourceWords(source)}`;
}

const UNREAD = 'something that this version cannot read';

/** What each look at the tenant leaves for the next one. */
const LOOKS = 'watched';

const lookSchema = z.looseObject({ lostAt: z.number().nullable() });

/** Whether a look found what the one before had left gone, or something else. */
function isLost({ value, source }: Pick<Known, 'value' | 'source'>): boolean {
  const lostAt = lookSchema.safeParse(value).data?.lostAt ?? null;
  return lostAt !== null && source.kind === 'read' && lostAt === source.at;
}

function lookWords(known: Pick<Known, 'value' | 'source'>): string {
  const found = isLost(known) ? ': what earlier looks had seen was gone, or something else' : '';
  return `A look for changes outside Airlock${found}. This entry has the hash of what it left for the next one.`;
}

/** Whether an entry tells of a look, and nothing that sets it apart from the others. */
export function isPlainLook(known: readonly Known[], foundOtherwise: readonly string[]): boolean {
  const [look, ...others] = known;
  return look?.key === LOOKS && others.length === 0 && foundOtherwise.length === 0 && !isLost(look);
}

function outsideWords(value: Json): string | null {
  const read = outsideSchema.safeParse(value).data;
  if (!read) return null;
  const isOpen = read.more > 0 || read.items.some((item) => item.reverted === undefined && isStanding(item));
  const is = read.adopted ? `adopted by ${read.adopted.by.name}` : isOpen ? 'open' : 'nothing of it is open';
  return `Change ${read.number} outside Airlock: ${is}`;
}

/** That somebody had changed in the database what an entry took the place of. */
export function otherwiseWords(key: string): string {
  return `What it found remembered as ${key} was something else than entries before it had told.`;
}

const state = z.enum(FEATURE_STATES);

/** A fact in words. */
function factWords(key: string, value: Json): string {
  const name = FEATURE_NAMES.find((one) => key === `feature:${one}`);
  const is = state.safeParse(value).data;
  if (name && is) return `${feature(name).title}: ${FEATURE_STATE_WORDS[is]}`;
  if (key === ORDER_KEY) return orderWords(value);
  return partWords(key, value) ?? `${subjectWords(key)}: ${isPlain(value) ? value : UNREAD}`;
}

function isPlain(value: Json): boolean {
  return value !== null && typeof value !== 'object';
}

const PART = /^group:(?:(\d+)|(ungrouped)|(".*")):(description|level|conditions|access)$/s;

function partWords(key: string, value: Json): string | null {
  const part = partOf(key);
  const words = part && rememberedWords(part.field, value);
  return part && words !== null ? `${part.words}: ${words}` : null;
}

function partOf(key: string) {
  const [, number, ungrouped, name, part] = PART.exec(key) ?? [];
  const field = (['description', 'level', 'conditions', 'access'] as const).find((one) => one === part);
  const called = number ? `group ${number}` : ungrouped ? 'the ungrouped devices' : nameIn(name ?? '');
  if (field === undefined || called === null) return null;
  return { field, words: `${FIELD_LABELS[field]} of ${called}` };
}

/** A name as a key holds it; null where somebody made the key. */
function nameIn(text: string): string | null {
  try {
    return quoted(z.string().parse(JSON.parse(text)));
  } catch {
    return null;
  }
}

/** What a fact is about; its key where this version does not know it. */
function subjectWords(key: string): string {
  const name = FEATURE_NAMES.find((one) => key === `feature:${one}`);
  return name ? feature(name).title : (partOf(key)?.words ?? key);
}

const order = z.array(z.union([z.object({ id: z.int() }), z.object({ name: z.string() })]));

function orderWords(value: Json): string {
  const groups = order.safeParse(value).data;
  if (!groups) return `Order of device groups: ${UNREAD}`;
  return `Order of device groups: ${groups.map((one) => ('id' in one ? `group ${one.id}` : quoted(one.name))).join(', ')}`;
}
