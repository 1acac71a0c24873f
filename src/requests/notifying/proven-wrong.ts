import { FIELD_LABELS, fieldWords } from '../../changes/device-group/words/field-words.ts';
import { FEATURE_NAMES, FEATURE_STATE_WORDS, feature } from '../../changes/features.ts';
import { featureKey, groupKey } from '../../changes/knowledge/knowledge.ts';
import { sourceWords } from '../../changes/knowledge/source-words.ts';
import type { Json } from '../../shared/json.ts';
import { inEnglish, say, t } from '../../shared/language/worded.ts';
import { REMEMBERED_PARTS, type RememberedPart } from '../knowing/known-facts.ts';
import { noticesTo } from '../messages/outbox-messages.ts';
import type { NewOutboxMessage } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Fact, FactChange } from '../record/fact.ts';
import { noticePlaces } from './telling/notice-places.ts';

/** What a reading shows otherwise than somebody said: a sentence each, and who is told. */
interface ProvenWrong {
  readonly found: readonly string[];
  readonly messages: readonly NewOutboxMessage[];
}

type Groups = readonly { readonly id: number; readonly name: string; readonly ungrouped: boolean }[];

/**
 * Tells everybody who approves of what was known by a person's word, or by the audit log, and is read otherwise now.
 * @param changes what takes the place of what was remembered
 * @param groups as they are called now
 * @throws AirlockError directory-unavailable where only it knows who approves
 */
export async function tellProvenWrong(
  services: Services,
  changes: readonly FactChange[],
  groups: Groups,
): Promise<ProvenWrong> {
  const before = await Promise.all(changes.map((change) => knownBefore(services, change)));
  const sentences = () => changes.flatMap(({ fact }, at) => sentenceOf(fact, before[at], groups) ?? []);
  const found = inEnglish(sentences);
  if (found.length === 0) return { found, messages: [] };
  const { tenantId, clock } = services;
  const places = await noticePlaces(services);
  const keyOf = (place: string) => `superseded:${clock.now()}:${place}`;
  const messages = await noticesTo(services, { tenantId, places, keyOf }, () => ({
    tone: 'warning',
    title: t`Defender shows otherwise than was said`,
    text: sentences().slice(0, MOST).join(' '),
    suggestions: ['status', 'outside changes'],
  }));
  return { found, messages };
}

/** How many a notice tells; the record names all. */
const MOST = 5;

async function knownBefore({ store, tenantId }: Services, { fact: { key } }: FactChange): Promise<Fact | undefined> {
  return (await store.facts(tenantId, key)).find((one) => one.key === key);
}

function sentenceOf({ key, value, source }: Fact, before: Fact | undefined, groups: Groups): string | null {
  if (before === undefined || source.kind !== 'read') return null;
  if (before.source.kind !== 'attested' && before.source.kind !== 'corroborated') return null;
  const subject = subjectOf(key, groups);
  const [is, was] = [subject?.words(value), subject?.words(before.value)];
  if (!subject || !is || !was || is === was) return null;
  return t`${subject.name}: Defender shows ${is}; it was known as ${was}, ${sourceWords(before.source)}.`;
}

interface Subject {
  readonly name: string;
  readonly words: (value: Json) => string | null;
}

function subjectOf(key: string, groups: Groups): Subject | null {
  const name = FEATURE_NAMES.find((one) => featureKey(one) === key);
  if (name) return { name: say(feature(name).title), words: switchWords };
  for (const group of groups) {
    const part = REMEMBERED_PARTS.find((one) => groupKey(group.ungrouped ? 'ungrouped' : group.id, one) === key);
    const called = group.ungrouped ? t`the ungrouped devices` : `"${group.name}"`;
    if (part) return { name: t`${say(FIELD_LABELS[part])} of ${called}`, words: (value) => partWords(part, value) };
  }
  return null;
}

function switchWords(value: Json): string | null {
  return value === 'on' || value === 'off' ? say(FEATURE_STATE_WORDS[value]) : null;
}

function partWords(part: RememberedPart, value: Json): string | null {
  return value === null ? null : fieldWords({ [part]: value }, part);
}
