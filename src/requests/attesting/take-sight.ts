import { MOST_LOOKED_UP } from '../../changes/device-group/input/find-access.ts';
import type { Source } from '../../changes/knowledge/knowledge.ts';
import type { Sight } from '../../changes/knowledge/sight.ts';
import { sourceWords } from '../../changes/knowledge/source-words.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { asJson } from '../../shared/json.ts';
import { inEnglish, msg, t } from '../../shared/language/worded.ts';
import { withAsked } from '../knowing/asked-groups.ts';
import { KnownFacts } from '../knowing/known-facts.ts';
import { replacing } from '../knowing/listed-now.ts';
import { nameAmongAll } from '../messages/among-others.ts';
import type { NoticeData } from '../messages/answers.ts';
import { type Asker, becomesAnswer, replyTo } from '../messages/outbox-messages.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { knownIn } from '../record/fact.ts';
import type { Actor, Evidence } from '../record/request.ts';
import { personOf } from '../rules/advance.ts';
import { assertMayAttest } from '../rules/four-eyes.ts';
import { actorOf } from '../rules/people/rights.ts';
import type { Seen } from './parts-seen.ts';
import { seenIn } from './seen-in.ts';

/** Somebody who says what they see in the portal, and when they said it, in ms since 1970. */
export type Seer = Asker & { readonly sight: Sight; readonly saidAt: number };

/**
 * Takes somebody's word for what they see in the portal where Airlock cannot read it: a reading by a person, which
 * changes nothing. What became known between their words and now stands, and they are told of it.
 * @throws AirlockError not-allowed, directory-unavailable and the tenant's errors: nothing was recorded; rev-conflict
 * where somebody said something at the same moment
 */
export async function takeSight(services: Services, asks: Seer, task: Task): Promise<void> {
  const { standing, evidence } = await assertMayAttest(services, asks.actor);
  const who = { actor: actorOf(standing.person), evidence };
  const { sight, saidAt } = asks;
  const now = await readFor(services, sight);
  const prefix = 'feature' in sight ? 'feature:' : 'group:';
  const known = new KnownFacts(await services.store.facts(services.tenantId, prefix), services.clock.now());
  const seen = seenIn(sight, now, known);
  if ('why' in seen) return replyTo(services, asks, task, nothing(seen.why));
  const whys = seen.flatMap((one) => whyNotNow(one, known, saidAt) ?? []);
  const why = whys.find(({ isFinal }) => isFinal) ?? (whys.length === seen.length ? whys[0] : undefined);
  if (why) return replyTo(services, asks, task, nothing(why.text));
  const said = seen.filter((one) => !isReadItself(one));
  const told = inEnglish(() => seenIn(sight, now, known));
  const words = 'why' in told ? '' : whatAll(told.filter((one) => !isReadItself(one)));
  const unneeded = seen.filter(isReadItself).map(whyNot);
  await record(services, { ...asks, ...who }, { seen: said, known, told: words, unneeded }, task);
}

/** Entra groups that somebody names are looked up where it cannot be read which of them hold a Defender role. */
async function readFor(services: Services, sight: Sight): Promise<TenantSnapshot> {
  const { tenant, directory } = services;
  const read = await tenant.read(['feature' in sight ? 'features' : 'groups'], 'recent');
  const about = 'group' in sight && sight.group !== null ? [sight.group] : [];
  const names = [
    ...about,
    ...('order' in sight ? (sight.order ?? []) : []),
    ...('place' in sight && 'group' in sight.place ? [sight.place.group] : []),
  ];
  const now = names.length > 0 ? await withAsked(services, read, names) : read;
  const access = 'seen' in sight ? (sight.seen.access ?? []) : [];
  const isListed = tenant.reads.access && now.accessUnread === undefined;
  if (isListed || access.length === 0 || access.length > MOST_LOOKED_UP) return now;
  return { ...now, entraGroups: await directory.findGroups(access) };
}

/** Why a part is not recorded; `isFinal`: then nothing of what was said with it is. */
interface WhyNot {
  readonly text: string;
  readonly isFinal: boolean;
}

function whyNotNow(seen: Seen, known: KnownFacts, saidAt: number): WhyNot | null {
  const stands = known.at(seen.key);
  if (stands && stands.changedAt > saidAt) return { text: meanwhile(seen, stands.source), isFinal: true };
  const text = whyNot(seen);
  return text === null ? null : { text, isFinal: false };
}

/** Airlock reads it, so nobody's word on it is kept; what was said with it is. */
function isReadItself({ source }: Seen): boolean {
  return source === null;
}

/** Why nobody's word is needed; null where it is. */
function whyNot({ before, source, what }: Seen): string | null {
  if (source === null)
    return t`${what}: Airlock reads this in Defender itself: ${before?.words ?? t`it is not known`}.`;
  if (source.kind !== 'corroborated' || !before?.isSame) return null;
  return t`${what} is known already, ${sourceWords(source)}.`;
}

function meanwhile({ what, before }: Seen, source: Source): string {
  const stands = before ? `${before.words}, ${sourceWords(source)}` : t`not known any more`;
  return t`You said "${what}". Meanwhile something else was said of it, and this stands: ${stands}. Look again in the portal, and write it once more if you still see it so.`;
}

function nothing(why: string): { readonly view: 'notice'; readonly data: NoticeData } {
  const text = t`${why} Nothing was recorded.`;
  return { view: 'notice', data: { tone: 'info', title: t`Nothing was recorded`, text, suggestions: ['status'] } };
}

interface Recorded {
  readonly seen: readonly Seen[];
  readonly known: KnownFacts;
  /** The same in English, for the record. */
  readonly told: string;
  /** Why parts of what was said are not recorded. */
  readonly unneeded: readonly (string | null)[];
}

/** An order that nobody said as a whole. */
const BY_PEOPLE = msg`what people said of their order`;

/** Fact, entry and answer land together, or none does. */
async function record(
  services: Services,
  { actor, evidence, saidAt, ...asker }: Seer & { readonly actor: Actor; readonly evidence: Evidence },
  { seen, known, told, unneeded }: Recorded,
  task: Task,
): Promise<void> {
  const { store, tenantId, clock } = services;
  const now = clock.now();
  const by = await nameAmongAll(services, tenantId, actor);
  const source = { kind: 'attested', at: saidAt, by, request: null, oid: actor.oid } as const;
  const found = `${told}, as seen in the portal. Nothing was changed.`;
  const changes = seen.map(({ key, value, isMerged }) =>
    replacing(known, key, value, isMerged ? { kind: 'reckoned', at: saidAt, by: BY_PEOPLE } : source, now),
  );
  const [first, ...others] = seen;
  const data = asJson({
    ...(others.length === 0 && first && { key: first.key, value: first.value }),
    by,
    found,
    known: knownIn(changes),
    person: personOf(actor, evidence),
  });
  const answer = { view: 'notice', data: taken(seen, unneeded) } as const;
  await store.send({
    messages: [],
    replacements: [becomesAnswer(services, asker, task, answer)],
    tasks: [],
    completes: task,
    audit: [{ tenantId, at: now, event: 'tenant.attested', actor: actor.oid, requestId: null, data }],
    facts: { tenantId, changes },
  });
}

function whatAll(seen: readonly Seen[]): string {
  return seen.map(({ what }) => what).join('; ');
}

function taken(seen: readonly Seen[], unneeded: Recorded['unneeded']): NoticeData {
  const was = seen.flatMap(({ before, source }) =>
    before && !before.isSame && source ? [t` Until now it was known as ${before.words}, ${sourceWords(source)}.`] : [],
  );
  return {
    tone: 'good',
    title: t`${whatAll(seen)}, by your word`,
    text: [
      t`Your name is recorded, and nothing was changed.${was.join('')}`,
      seen.some(({ key }) => key.startsWith('feature:'))
        ? t`Airlock goes by your word until somebody says otherwise or Microsoft's audit log shows it.`
        : t`Airlock goes by your word until somebody says otherwise.`,
      ...unneeded.map((why) => t`${why} That was not recorded.`),
    ].join(' '),
    suggestions: ['status'],
  };
}
