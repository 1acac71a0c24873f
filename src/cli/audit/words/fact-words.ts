import { z } from 'zod';
import { FIELD_LABELS, fieldWords } from '../../../changes/device-group/words/field-words.ts';
import { quoted } from '../../../changes/device-group/words/names.ts';
import { FEATURE_NAMES, FEATURE_STATE_WORDS, FEATURE_STATES, feature } from '../../../changes/features.ts';
import { ORDER_KEY, sourceSchema } from '../../../changes/knowledge/knowledge.ts';
import { sourceWords } from '../../../changes/knowledge/source-words.ts';
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
  if (source.kind === 'not-known') return `${subjectWords(key)}: not known any more`;
  return `${factWords(key, value)}, ${sourceWords(source)}`;
}

const state = z.enum(FEATURE_STATES);

/** A fact in words; its key and JSON where this version does not know it. */
function factWords(key: string, value: Json): string {
  const name = FEATURE_NAMES.find((one) => key === `feature:${one}`);
  const is = state.safeParse(value).data;
  if (name && is) return `${feature(name).title}: ${FEATURE_STATE_WORDS[is]}`;
  if (key === ORDER_KEY) return orderWords(value);
  return partWords(key, value) ?? `${key}: ${JSON.stringify(value)}`;
}

const PART = /^group:(?:(\d+)|(ungrouped)|(".*")):(description|level|conditions|access)$/s;

function partWords(key: string, value: Json): string | null {
  const part = partOf(key);
  if (part === null || value === null) return null;
  return `${part.words}: ${fieldWords({ [part.field]: value }, part.field) ?? '-'}`;
}

function partOf(key: string) {
  const [, number, ungrouped, name, part] = PART.exec(key) ?? [];
  const field = (['description', 'level', 'conditions', 'access'] as const).find((one) => one === part);
  if (field === undefined) return null;
  const group = number ? `group ${number}` : ungrouped ? 'the ungrouped devices' : quoted(JSON.parse(name ?? '""'));
  return { field, words: `${FIELD_LABELS[field]} of ${group}` };
}

/** What a fact is about; its key where this version does not know it. */
function subjectWords(key: string): string {
  const name = FEATURE_NAMES.find((one) => key === `feature:${one}`);
  return name ? feature(name).title : (partOf(key)?.words ?? key);
}

const order = z.array(z.union([z.object({ id: z.int() }), z.object({ name: z.string() })]));

function orderWords(value: Json): string {
  const groups = order.safeParse(value).data ?? [];
  return `Order of device groups: ${groups.map((one) => ('id' in one ? `group ${one.id}` : quoted(one.name))).join(', ')}`;
}
