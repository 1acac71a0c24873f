import { findGroup } from '../../changes/device-group/input/find-names.ts';
import { isUnread } from '../../changes/device-group/model/groups-in.ts';
import { quoted } from '../../changes/device-group/words/names.ts';
import { FEATURE_STATE_WORDS } from '../../changes/features.ts';
import { featureKey, groupKey, type Source } from '../../changes/knowledge/knowledge.ts';
import { type Sight, sightWords } from '../../changes/knowledge/sight.ts';
import { sourceOf, sourceWords } from '../../changes/knowledge/source-words.ts';
import { levelWords } from '../../changes/remediation-level.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { asJson } from '../../shared/json.ts';
import { withAsked } from '../knowing/asked-groups.ts';
import { KnownFacts } from '../knowing/known-facts.ts';
import { replacing } from '../knowing/listed-now.ts';
import type { NoticeData } from '../messages/answers.ts';
import { type Asker, becomesAnswer, replyTo } from '../messages/outbox-messages.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { knownIn } from '../record/fact.ts';
import type { Actor, Evidence } from '../record/request.ts';
import { personOf } from '../rules/advance.ts';
import { assertMayAttest } from '../rules/four-eyes.ts';
import { evidenceOf } from '../rules/people/known-person.ts';
import { actorOf } from '../rules/people/rights.ts';

/** Somebody who says what they see in the portal, and when they said it, in ms since 1970. */
export type Seer = Asker & { readonly sight: Sight; readonly saidAt: number };

/**
 * Takes somebody's word for what they see in the portal where Airlock cannot read it: a reading by a person, which
 * changes nothing. What became known between their words and now stands, and they are told of it.
 * @throws AirlockError not-allowed, directory-unavailable and the tenant's errors: nothing was recorded; rev-conflict
 * where somebody said something at the same moment
 */
export async function takeSight(services: Services, asks: Seer, task: Task): Promise<void> {
  const standing = await assertMayAttest(services, asks.actor);
  const who = { actor: actorOf(standing.person), evidence: evidenceOf(standing, services.policy.people) };
  const { sight, saidAt } = asks;
  const read = await services.tenant.read(['feature' in sight ? 'features' : 'groups'], 'recent');
  const now = 'group' in sight && sight.group !== null ? await withAsked(services, read, [sight.group]) : read;
  const seen = seenIn(sight, now);
  if ('why' in seen) return replyTo(services, asks, task, nothing(seen.why));
  const prefix = 'feature' in sight ? 'feature:' : 'group:';
  const known = new KnownFacts(await services.store.facts(services.tenantId, prefix), services.clock.now());
  const stands = known.at(seen.key);
  const why = stands && stands.changedAt > saidAt ? meanwhile(seen, stands.source) : whyNot(seen);
  if (why !== null) return replyTo(services, asks, task, nothing(why));
  await record(services, { ...asks, ...who }, { seen, known }, task);
}

/** What is known now of what somebody sees. */
interface Seen {
  readonly key: string;
  readonly value: string;
  /** What they see, in words. */
  readonly what: string;
  /** What is known now, in words; null where nothing is. */
  readonly before: { readonly words: string; readonly isSame: boolean } | null;
  /** Null where Airlock reads it itself. */
  readonly source: Source | null;
}

function seenIn(sight: Sight, now: TenantSnapshot): Seen | { readonly why: string } {
  if ('level' in sight) return levelIn(sight, now);
  const state = now.features?.[sight.feature] ?? 'unknown';
  const before = state === 'unread' ? null : { words: FEATURE_STATE_WORDS[state], isSame: state === sight.is };
  const key = featureKey(sight.feature);
  return { key, value: sight.is, what: sightWords(sight), before, source: sourceOf(now.sources, key) };
}

function levelIn(sight: Extract<Sight, { level: string }>, now: TenantSnapshot): Seen | { readonly why: string } {
  const groups = now.groups ?? [];
  const rest = groups.find(({ ungrouped }) => ungrouped);
  const none = { why: 'Defender did not list the ungrouped devices.' };
  const found = sight.group === null ? (rest ? { found: rest } : none) : findGroup({ name: sight.group }, groups, now);
  if ('why' in found) return found;
  const group = found.found;
  const before = isUnread(group) ? null : { words: levelWords(group.level), isSame: group.level === sight.level };
  return {
    key: groupKey(group.ungrouped ? 'ungrouped' : group.id, 'level'),
    value: sight.level,
    what: sightWords(sight, group.ungrouped ? null : quoted(group.name)),
    before,
    source: sourceOf(now.sources, groupKey(group.id, 'level')),
  };
}

/** Why nobody's word is needed; null where it is. */
function whyNot({ before, source, what }: Seen): string | null {
  if (source === null) return `Airlock reads this in Defender itself: ${before?.words ?? 'it is not known'}.`;
  if (source.kind !== 'corroborated' || !before?.isSame) return null;
  return `${what} is known already, ${sourceWords(source)}.`;
}

function meanwhile({ what, before }: Seen, source: Source): string {
  const stands = before ? `${before.words}, ${sourceWords(source)}` : 'not known any more';
  return `You said "${what}". Meanwhile something else was said of it, and this stands: ${stands}. Look again in the portal, and write it once more if you still see it so.`;
}

function nothing(why: string): { readonly view: 'notice'; readonly data: NoticeData } {
  const text = `${why} Nothing was recorded.`;
  return { view: 'notice', data: { tone: 'info', title: 'Nothing was recorded', text, suggestions: ['status'] } };
}

/** Fact, entry and answer land together, or none does. */
async function record(
  services: Services,
  { actor, evidence, saidAt, ...asker }: Seer & { readonly actor: Actor; readonly evidence: Evidence },
  { seen, known }: { readonly seen: Seen; readonly known: KnownFacts },
  task: Task,
): Promise<void> {
  const { store, tenantId, clock } = services;
  const now = clock.now();
  const { key, value, what } = seen;
  const source = { kind: 'attested', at: saidAt, by: actor.name, request: null, oid: actor.oid } as const;
  const found = `${what}, as seen in the portal. Nothing was changed.`;
  const change = replacing(known, key, value, source, now);
  const data = asJson({
    key,
    value,
    by: actor.name,
    found,
    known: knownIn([change]),
    person: personOf(actor, evidence),
  });
  const answer = { view: 'notice', data: taken(seen) } as const;
  await store.send({
    messages: [],
    replacements: [becomesAnswer(services, asker, task, answer)],
    tasks: [],
    completes: task,
    audit: [{ tenantId, at: now, event: 'tenant.attested', actor: actor.oid, requestId: null, data }],
    facts: { tenantId, changes: [change] },
  });
}

function taken({ key, what, before, source }: Seen): NoticeData {
  const until = key.startsWith('feature:') ? " or Microsoft's audit log shows it" : '';
  const was =
    before && !before.isSame && source ? ` Until now it was known as ${before.words}, ${sourceWords(source)}.` : '';
  return {
    tone: 'good',
    title: `${what}, by your word`,
    text: `Your name is recorded, and nothing was changed.${was} Airlock goes by your word until somebody says otherwise${until}.`,
    suggestions: ['status'],
  };
}
