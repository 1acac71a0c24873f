import { errorFields, isAirlockError } from '../../shared/errors.ts';
import { inEnglish, t } from '../../shared/language/worded.ts';
import { isSameAccount } from '../knowing/named-in-log.ts';
import { allOutside, type KnownOutside } from '../knowing/outside-known.ts';
import { superseded } from '../knowing/superseded.ts';
import { noticesTo } from '../messages/outbox-messages.ts';
import { outsideSentences } from '../messages/outside-words.ts';
import { tellProvenWrong } from '../notifying/proven-wrong.ts';
import { noticePlaces } from '../notifying/telling/notice-places.ts';
import type { AuditFacts } from '../ports/audit-entry.ts';
import type { NewOutboxMessage } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { type FactChange, knownIn } from '../record/fact.ts';
import type { Outside, OutsideItem } from '../record/outside.ts';
import type { Request } from '../record/request.ts';
import { differences } from './compare-tenant.ts';
import { asWritten, isExplained } from './explain-difference.ts';
import { makerNotices } from './explained/found-notices.ts';
import { ownChanges } from './explained/own-changes.ts';
import { CLOCKS } from './explained/whose-record.ts';
import { forgottenFact, lastIn, writtenUnseen } from './feature-fact.ts';
import { itemOfDifference } from './outside-items.ts';
import {
  askedRequests,
  outsideChange,
  outsideMessages,
  outsideReplacements,
  revertedSince,
  undoneSince,
  withoutReturns,
} from './outside-store.ts';
import { readRecords } from './read-records.ts';
import { seeTenant, withEarlier } from './see-tenant.ts';
import { doubtOf, type SortedItems, sortItems, withDoubts } from './sort-items.ts';
import { type LastLook, lastLook, lookChanges, type WatchedTenant } from './watched.ts';

/** How many requests are compared with what is found, newest first. */
const REQUESTS = 200;

/** How long Microsoft Graph may take to show what was done in the portal, in ms. */
const SHOWN_LATE = 7 * 86_400_000;

/** How many changes one card shows: what a look finds beyond that gets a card and a number of its own. */
const SHOWN = 8;

/**
 * Looks at Microsoft's audit log and at the tenant: corroborates what was applied through Airlock, and tells what no
 * request explains, in one card and once. The first look remembers and tells nothing that was there before it.
 * @throws AirlockError directory-unavailable where nobody could be told, rev-conflict where another instance looked at
 * the same time: then nothing is noted, and the next look finds the same
 */
export async function lookAtTenant(services: Services): Promise<void> {
  const last = await lastLook(services);
  const requests = await recentRequests(services);
  const { audit, items } = await readRecords(services, last, requests);
  const seen = await see(services, last, requests);
  const known = await allOutside(services);
  const { named, ...sorted } = await withMakers(services, sortItems([...items, ...seen.items], known), known);
  const changed = [...sorted.completed, ...(await revertedSince(services, known))];
  const undone = seen.tenant ? undoneSince(known, seen.tenant) : [];
  const now = services.clock.now();
  const looked = lookChanges(last, now, { audit, tenant: seen.kept });
  const fresh = withoutReturns(sorted.fresh, undone, requests);
  const lost = last.isLost ? await tellLost(services) : [];
  const told = { ...sorted, fresh, completed: eachOnce([...changed, ...undone]) };
  const read = seen.tenant ? await superseded(services, seen.tenant) : [];
  await tell(services, told, { looked, read, lost: [...lost, ...named], groups: seen.tenant?.groups ?? [] });
}

/**
 * Who made what somebody has adopted is told where a record names them by now. Where that is who adopted it, that does
 * not count any more: it is open again.
 */
async function withMakers(services: Services, sorted: SortedItems, known: readonly KnownOutside[]) {
  const named: NewOutboxMessage[] = [];
  const completed: KnownOutside[] = [];
  for (const one of sorted.completed) {
    const before = known.find(({ outside }) => outside.id === one.outside.id)?.outside.items ?? [];
    const makers = one.outside.items.filter(({ by, recordId }, at) => by && recordId !== before[at]?.recordId);
    const own = makers.filter((item) => isAdoptedBy(one.outside, item));
    const { adopted } = one.outside;
    for (const item of adopted ? makers : [])
      named.push(...(await makerNotices(services, one.outside, item, own.includes(item))));
    completed.push(own.length > 0 ? { ...one, outside: { ...one.outside, adopted: null } } : one);
  }
  return { ...sorted, completed, named };
}

function isAdoptedBy({ adopted }: Outside, { by, oid }: OutsideItem): boolean {
  if (!adopted || by === null) return false;
  const { principalName = '', oid: adopter } = adopted.by;
  return isSameAccount({ by: principalName, oid: adopter }, { by, ...(oid !== undefined && { oid }) });
}

/** What was changed in between may be told to nobody, so everybody who approves is told that. */
async function tellLost(services: Services): Promise<readonly NewOutboxMessage[]> {
  const { tenantId, clock, log } = services;
  log.error({}, 'what earlier looks at the tenant saw is gone from the database, or another one');
  const keyOf = (place: string) => `watch-lost:${clock.now()}:${place}`;
  return noticesTo(services, { tenantId, places: await noticePlaces(services), keyOf }, () => ({
    tone: 'warning',
    title: t`What was seen before is not known`,
    text: t`Somebody removed or changed, in the database, what Airlock remembers of its earlier looks at Defender. What was changed outside Airlock before now may be told to nobody. Tell whoever operates Airlock.`,
    suggestions: ['status', 'outside changes'],
  }));
}

/** Of what is to be told of one card, the first; the next look finds the rest. */
function eachOnce(known: readonly KnownOutside[]): readonly KnownOutside[] {
  return known.filter(({ outside }, at) => known.findIndex((one) => one.outside.id === outside.id) === at);
}

async function recentRequests({ store, tenantId, log }: Services): Promise<readonly Request[]> {
  return store.requests(tenantId, { open: false, limit: REQUESTS }, (number, fault) => {
    log.error({ number, ...errorFields(fault) }, 'request left out of a look at the tenant');
  });
}

interface Seen {
  /** Null where the tenant could not be read. */
  readonly tenant: WatchedTenant | null;
  /** The same for the next look to compare with. */
  readonly kept: WatchedTenant | null;
  readonly items: readonly OutsideItem[];
}

async function see(services: Services, { tenant: before }: LastLook, requests: readonly Request[]): Promise<Seen> {
  try {
    const tenant = await seeTenant(services, before);
    if (!before) return { tenant, kept: tenant, items: [] };
    const isWhole = services.tenant.applies === 'automatically';
    const since = isWhole ? before.readAt - CLOCKS : tenant.readAt - SHOWN_LATE;
    const own = ownChanges(requests, since, before.readAt - CLOCKS);
    const { readAt } = tenant;
    const unseen = await writtenUnseen(services, before.readAt, tenant, requests);
    const listed = asWritten(before, tenant, requests);
    const written = { ...listed, features: { ...listed.features, ...unseen } };
    const all = differences(written, tenant).filter((one) => !isExplained(one, own, readAt));
    const doubtful = { requests, doubted: before.doubted, readAt, isWhole };
    const doubts = all.flatMap((one) => doubtOf(one, doubtful) ?? []);
    const found = all.filter((one) => !doubts.some(({ difference }) => difference === one));
    return {
      tenant,
      kept: withDoubts(withEarlier(tenant, written, isWhole), written, doubts),
      items: found.map((difference) => itemOfDifference(difference, { readAt: tenant.readAt, before: before.readAt })),
    };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    services.log.warn(errorFields(error), 'tenant not read to watch it');
    return { tenant: null, kept: null, items: [] };
  }
}

/** What a look makes known, and the groups as they are called. */
interface Learned {
  readonly looked: readonly FactChange[];
  readonly read: readonly FactChange[];
  /** Where what was seen before is gone. */
  readonly lost: readonly NewOutboxMessage[];
  readonly groups: WatchedTenant['groups'];
}

/** Notes the look and what it found, with the messages about it, all at once or not at all. */
async function tell(
  services: Services,
  { fresh, completed, next }: SortedItems,
  { looked, read, lost, groups }: Learned,
): Promise<void> {
  const { store, tenantId, meter } = services;
  const told = fresh.length > 0 ? await newOutsides(services, fresh, next) : null;
  const replacements = await Promise.all(
    completed.map(async ({ outside }) =>
      outsideReplacements(services, outside, await askedRequests(services, outside)),
    ),
  );
  const forgets = new Set((told?.changes ?? []).map(({ fact }) => fact.key));
  const instead = read.filter(({ fact }) => !forgets.has(fact.key));
  const wrong = await tellProvenWrong(services, instead, groups);
  const completing = completed.map(({ outside, changedAt }) => ({
    outside,
    change: outsideChange(services, outside, changedAt),
  }));
  const changes = [...looked, ...instead, ...(told?.changes ?? []), ...completing.map(({ change }) => change)];
  await store.send({
    messages: [...lost, ...(told?.messages ?? []), ...wrong.messages],
    tasks: [],
    facts: { tenantId, changes },
    audit: [
      ...(told?.audit ?? []),
      ...readEntries(services, instead, wrong.found),
      ...completing.map(({ outside, change }) => entryOf(services, outside, outside.items, [change])),
    ],
    replacements: replacements.flat(),
  });
  for (const _one of fresh) meter.count('watch', { found: 'outside' });
}

function readEntries(
  { tenantId, clock }: Services,
  changes: readonly FactChange[],
  wrong: readonly string[],
): readonly AuditFacts[] {
  if (changes.length === 0) return [];
  const found = ['Defender shows otherwise than what was said before.', ...wrong].join(' ');
  const data = { found, known: knownIn(changes) };
  return [{ tenantId, at: clock.now(), event: 'tenant.superseded', actor: 'service', requestId: null, data }];
}

/** As many cards as it takes to show each change: nobody lets stand what no card shows. */
async function newOutsides(services: Services, items: readonly OutsideItem[], first: number) {
  const cards = Array.from({ length: Math.ceil(items.length / SHOWN) }, (_none, at) =>
    items.slice(at * SHOWN, (at + 1) * SHOWN),
  );
  const changes = await forgotten(services, items);
  const made = await Promise.all(cards.map((shown, at) => newOutside(services, shown, first + at)));
  return {
    messages: made.flatMap(({ messages }) => messages),
    changes: [...made.map(({ change }) => change), ...changes],
    audit: made.map(({ outside, change }, at) =>
      entryOf(services, outside, outside.items, [change, ...(at === 0 ? changes : [])]),
    ),
  };
}

async function newOutside(services: Services, items: readonly OutsideItem[], number: number) {
  const { clock, ids, log } = services;
  const told = await noticePlaces(services);
  const outside: Outside = { id: ids.next(), number, foundAt: clock.now(), items, more: 0, adopted: null, told };
  if (told.length === 0) log.warn({ change: number }, 'change outside Airlock: nobody could be told');
  return {
    outside,
    messages: await outsideMessages(services, outside),
    change: outsideChange(services, outside, null),
  };
}

/** What is no longer known of each switch, by the latest change of it. */
async function forgotten(services: Services, items: readonly OutsideItem[]): Promise<readonly FactChange[]> {
  const names = new Set(items.flatMap(({ feature }) => feature?.name ?? []));
  const changes = await Promise.all(
    [...names].map((name) => {
      const last = lastIn(items, name);
      return last ? forgottenFact(services, { name, value: last.value }, last.at) : [];
    }),
  );
  return changes.flat();
}

function entryOf(
  { tenantId, clock }: Services,
  { number }: Pick<Outside, 'number'>,
  items: readonly OutsideItem[],
  known: readonly FactChange[],
): AuditFacts {
  const data = { outside: number, found: inEnglish(() => outsideSentences(items)), known: knownIn(known) };
  return { tenantId, at: clock.now(), event: 'outside.seen', actor: 'service', requestId: null, data };
}
