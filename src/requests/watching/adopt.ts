import type { Source } from '../../changes/knowledge/knowledge.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { joinedByAnd } from '../../shared/language/in-sentences.ts';
import { inEnglish, t } from '../../shared/language/worded.ts';
import { allOutside, type KnownOutside } from '../knowing/outside-known.ts';
import { outsideSentences } from '../messages/outside-words.ts';
import type { Services } from '../ports/services.ts';
import { type FactChange, knownIn } from '../record/fact.ts';
import { type Outside, type OutsideItem, outsideDigest } from '../record/outside.ts';
import type { Actor } from '../record/request.ts';
import { personOf } from '../rules/advance.ts';
import { judgeAdoption } from '../rules/people/judging/judge-adoption.ts';
import { actorOf } from '../rules/people/rights.ts';
import { featureFact, knownOf, latestOf, timeOf } from './feature-fact.ts';
import { askedRequests, knownOutside, outsideChange, outsideReplacements } from './outside-store.ts';
import { after } from './watched.ts';

/** How often it is tried when others act at the same moment. */
const MOST_ATTEMPTS = 5;

/**
 * Notes that somebody who approves knows of what was changed outside Airlock and lets it stand: what the audit log
 * says of a switch is known from now on. Whoever made the change cannot adopt it. Nothing is written to Defender.
 * Adopting it again changes nothing and is no error.
 * @param seen the digest of what the card showed that was pressed; null for what was typed
 * @throws AirlockError not-found, not-allowed, directory-unavailable; card-outdated where that is not what is stored;
 *   wrong-state where something newer is known of all
 *   of it; rev-conflict when others were in between each time
 */
export async function adoptOutside(
  services: Services,
  { id, seen }: { readonly id: string; readonly seen: string | null },
  presser: Pick<Actor, 'oid'>,
): Promise<Outside> {
  const { outside } = await knownOutside(services, id);
  if (!outside.adopted) assertSeen(outside, seen);
  const adopter = await judgeAdoption(services, outside.items, presser.oid);
  const actor = actorOf(adopter.person);
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    try {
      const by = { actor, person: personOf(actor, adopter.evidence), judged: outsideDigest(outside) };
      return await adopt(services, id, by);
    } catch (error) {
      if (!isAirlockError(error, 'rev-conflict')) throw error;
    }
  }
  throw new AirlockError('rev-conflict', t`Others act on this at this very moment, so nothing was done. Try again.`);
}

/** Whoever adopts lets stand what their card showed, and nothing else. @throws AirlockError card-outdated */
function assertSeen(outside: Outside, seen: string | null): void {
  if (seen === null || seen === outsideDigest(outside)) return;
  throw new AirlockError(
    'card-outdated',
    t`Nothing was adopted: your card showed it otherwise. This is the change as it is now; look at it, then press.`,
  );
}

interface Adopting {
  readonly actor: Actor;
  readonly person: ReturnType<typeof personOf>;
  /** The digest of what they were told apart for. */
  readonly judged: string;
}

async function adopt(services: Services, id: string, { actor, person, judged }: Adopting): Promise<Outside> {
  const { store, tenantId, clock } = services;
  const { outside, changedAt } = await knownOutside(services, id);
  if (outside.adopted) return outside;
  assertSeen(outside, judged);
  const now = clock.now();
  const adopted: Outside = { ...outside, adopted: { by: actor, at: now } };
  const told = inEnglish(() => outsideSentences(outside.items));
  const found = `${told} Adopted; nothing was written to Defender.`;
  const standing = await standingItems(services, outside);
  // What an earlier version did not keep may be newer.
  const known = outside.more > 0 ? [] : await becomesKnown(services, standing);
  const changes = [outsideChange(services, adopted, changedAt), ...known];
  await store.send({
    messages: [],
    tasks: [],
    facts: { tenantId, changes },
    audit: [
      {
        tenantId,
        at: now,
        event: 'outside.adopted',
        actor: actor.oid,
        requestId: null,
        data: { outside: outside.number, found, person, known: knownIn(changes) },
      },
    ],
    replacements: await outsideReplacements(services, adopted, await askedRequests(services, adopted)),
  });
  return adopted;
}

/** @throws AirlockError wrong-state where something newer is known of all of it */
export async function assertStands(services: Services, outside: Outside): Promise<void> {
  await standingItems(services, outside);
}

/**
 * What of it nothing newer contradicts: of each switch, its latest change.
 * @throws AirlockError wrong-state where there is no such thing
 */
async function standingItems(services: Services, { items }: Outside): Promise<readonly OutsideItem[]> {
  const all = await allOutside(services);
  const judged = await Promise.all(
    items.map(async (item) => ({ item, newer: await supersededBy(services, item, all) })),
  );
  const left = judged.filter(({ newer }) => newer === null);
  const newer = [...new Set(judged.flatMap((one) => one.newer ?? []))];
  if (left.length === 0)
    throw new AirlockError('wrong-state', t`It is superseded by ${joinedByAnd(newer)}. Nothing was adopted.`);
  return left.map(({ item }) => item);
}

/** What is newer than a change and says otherwise, in words; null where nothing is. */
async function supersededBy(
  services: Services,
  { feature, at, readAt, reverted, undone }: OutsideItem,
  all: readonly KnownOutside[],
): Promise<string | null> {
  if (reverted !== undefined) return `#${reverted}`;
  if (undone !== undefined) return t`a later reading`;
  if (!feature) return null;
  const when = at ?? readAt;
  const latest = latestOf(all, feature.name);
  if (latest && latest.at > when) return t`change ${latest.number}`;
  const known = await knownOf(services, feature.name);
  if (!known || known.value === null || known.value === feature.value || timeOf(known.source) <= when) return null;
  const { source } = known;
  if (source.kind === 'attested') return t`the word of ${source.by}`;
  return 'request' in source && source.request !== null ? `#${source.request}` : t`a later reading`;
}

/**
 * What the audit log, or else the reading, says of each switch and of each part of a group, by the last of it; nothing
 * where two records of one second differ.
 */
async function becomesKnown(services: Services, items: readonly OutsideItem[]): Promise<readonly FactChange[]> {
  const all = await allOutside(services);
  const last = new Map(items.map((item) => [item.feature?.name ?? item.group?.key, item] as const));
  const changes = await Promise.all(
    [...last.values()].map(({ feature, group, at, by, readAt }) => {
      const read = { kind: 'read', at: readAt } as const;
      if (group) return partFact(services, group, read);
      if (!feature?.value || latestOf(all, feature.name)?.value === null) return [];
      const { name, value } = feature;
      const source = at === null ? read : ({ kind: 'corroborated', at, by: by ?? '', request: null } as const);
      return featureFact(services, { name, value }, source);
    }),
  );
  return changes.flat();
}

/** Nothing where something newer is known of it. */
async function partFact(
  { store, tenantId, clock }: Services,
  { key, value }: NonNullable<OutsideItem['group']>,
  source: Extract<Source, { kind: 'read' }>,
): Promise<readonly FactChange[]> {
  const known = (await store.facts(tenantId, key)).find((fact) => fact.key === key);
  if (known && timeOf(known.source) > source.at) return [];
  const expected = known?.changedAt ?? null;
  return [{ fact: { key, value, source, changedAt: after(clock.now(), expected) }, expected }];
}
