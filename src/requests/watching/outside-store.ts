import { isGroupChange } from '../../changes/device-group/kinds/group-kinds.ts';
import { type GroupChange, setBy, subjectOf } from '../../changes/device-group/model/group-change.ts';
import { BESIDES_NAME, type DeviceGroup } from '../../changes/device-group.ts';
import type { Change } from '../../changes/registry/change.ts';
import { partsOf as changesIn, kindOf } from '../../changes/registry/kind-of.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { ConversationKey } from '../../shared/ids.ts';
import { asJson, canonical } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';
import { allOutside, type KnownOutside, storedOutside } from '../knowing/outside-known.ts';
import { answerContent, answerMessage, inLanguageOf } from '../messages/outbox-messages.ts';
import { outsideAnswer } from '../messages/outside-words.ts';
import type { NewOutboxMessage } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Replacement } from '../ports/store.ts';
import type { FactChange } from '../record/fact.ts';
import { isStanding, type Outside, type OutsideItem, outsideKey } from '../record/outside.ts';
import type { Request, RequestIn } from '../record/request.ts';
import { isCorroborated } from '../record/told-by-request.ts';
import { type Comparing, ifRecorded } from '../rules/load.ts';
import { SHOWS_WITHIN } from '../rules/watching.ts';
import { after, type WatchedTenant } from './watched.ts';

type Stored = Pick<Services, 'store' | 'tenantId'>;

/** What nobody adopted and no request has undone as a whole, newest first. @throws AirlockError store-corrupt */
export async function openOutside(stored: Stored): Promise<readonly Outside[]> {
  const all = (await allOutside(stored)).map(({ outside }) => outside);
  return all.filter(({ adopted, items, more }) => !adopted && (more > 0 || items.some(isOpenItem))).reverse();
}

export function isOpenItem(item: OutsideItem): boolean {
  return item.reverted === undefined && isStanding(item);
}

/** @throws AirlockError not-found, store-corrupt */
export async function knownOutside({ store, tenantId }: Stored, id: string): Promise<KnownOutside> {
  const key = outsideKey(id);
  const fact = (await store.facts(tenantId, key)).find((one) => one.key === key);
  if (!fact) throw new AirlockError('not-found', t`Airlock knows of no such change here.`);
  return storedOutside(fact);
}

/** The requests that ask to revert it, by their ids. */
export async function askedRequests(
  services: Comparing & Stored,
  { items }: Outside,
): Promise<ReadonlyMap<string, Request>> {
  const { store, tenantId } = services;
  const ids = items.flatMap(({ asked }) => asked?.requestId ?? []);
  const requests = await Promise.all(ids.map(async (id) => ifRecorded(services, await store.request(tenantId, id))));
  return new Map(requests.flatMap((request) => (request ? [[request.id, request] as const] : [])));
}

/** @param before when it was last changed; null for one that is new */
export function outsideChange({ clock }: Pick<Services, 'clock'>, outside: Outside, before: number | null): FactChange {
  const source = { kind: 'read', at: outside.foundAt } as const;
  const changedAt = after(clock.now(), before);
  return { fact: { key: outsideKey(outside.id), value: asJson(outside), source, changedAt }, expected: before };
}

/** Its card, in every place where it is told, in the language of that place. */
export function outsideMessages(
  services: Pick<Services, 'store' | 'tenantId' | 'clock' | 'language'>,
  outside: Outside,
): Promise<readonly NewOutboxMessage[]> {
  const { tenantId, clock } = services;
  return inEachPlace(services, outside, (conversation, key) =>
    answerMessage({ tenantId, conversation, now: clock.now() }, key, outsideAnswer(outside, new Map())),
  );
}

/** What its cards show from now on. */
export function outsideReplacements(
  services: Pick<Services, 'store' | 'language'>,
  outside: Outside,
  asked: ReadonlyMap<string, Request>,
): Promise<readonly Replacement[]> {
  return inEachPlace(services, outside, (_place, key) => ({
    key,
    content: answerContent(outsideAnswer(outside, asked)),
  }));
}

function inEachPlace<T>(
  services: Pick<Services, 'store' | 'language'>,
  outside: Outside,
  make: (place: ConversationKey, key: string) => T,
): Promise<readonly T[]> {
  return Promise.all(
    outside.told.map((place) => inLanguageOf(services, place, () => make(place, messageKey(outside, place)))),
  );
}

function messageKey({ id }: Outside, conversation: string): string {
  return `${outsideKey(id)}:${conversation}`;
}

/** Those of which a request that reverts a part was applied since, and that is not noted yet. */
export async function revertedSince(
  services: Comparing & Stored,
  known: readonly KnownOutside[],
): Promise<readonly KnownOutside[]> {
  const open = known.filter(({ outside: { items } }) => items.some(({ asked, reverted }) => asked && !reverted));
  const noted = await Promise.all(
    open.map(async (one) => withReverted(one, await askedRequests(services, one.outside))),
  );
  return noted.filter((one, index) => one !== open[index]);
}

function withReverted(known: KnownOutside, requests: ReadonlyMap<string, Request>): KnownOutside {
  const items = known.outside.items.map((item) => {
    const request = requests.get(item.asked?.requestId ?? '');
    if (request?.state !== 'applied' || item.reverted !== undefined) return item;
    const { number } = request;
    if (isByWord(request)) return item.saidReverted === number ? item : { ...item, saidReverted: number };
    const { saidReverted: _said, ...rest } = item;
    return { ...rest, reverted: number };
  });
  const isSame = items.every((item, index) => item === known.outside.items[index]);
  return isSame ? known : { ...known, outside: { ...known.outside, items } };
}

/** Whether nothing but somebody's word says that it was applied. */
function isByWord({ change, outcome }: RequestIn<'applied'>): boolean {
  if (outcome.code === 'in-place') return outcome.known?.some(({ kind }) => kind === 'attested') ?? false;
  return outcome.code === 'attested' && !isCorroborated({ change, outcome });
}

/** Those of which this look first reads a part as it was before, though no request asks for that. */
export function undoneSince(known: readonly KnownOutside[], tenant: WatchedTenant): readonly KnownOutside[] {
  const now = asSnapshot(tenant);
  return known.flatMap(({ outside, changedAt }) => {
    const items = outside.items.map((item) =>
      isUndone(item, now) || isBack(item, tenant) ? { ...item, undone: now.readAt } : item,
    );
    const isSame = items.every((item, index) => item === outside.items[index]);
    return isSame ? [] : [{ outside: { ...outside, items }, changedAt }];
  });
}

/**
 * What is new of a look, where some of it takes back what an earlier look told by a reading alone: nothing is open of
 * either then. It is not told where Airlock had written it so: a reading lagged.
 * @param undone those of which this look reads a part as it was before
 */
export function withoutReturns(
  fresh: readonly OutsideItem[],
  undone: readonly KnownOutside[],
  requests: readonly Request[],
): readonly OutsideItem[] {
  return fresh.flatMap((item) => {
    const taken = undone.find(({ outside }) => !outside.adopted && outside.items.some((one) => isReturn(item, one)));
    if (!taken || item.recordId !== null) return [item];
    const isOwn = requests.some(({ state, change, outcome }) => {
      const isLate = state === 'applied' && outcome.at >= item.readAt - SHOWS_WITHIN;
      return (
        isLate &&
        taken.outside.items.some(
          ({ revert }) => revert !== null && changesIn(change).some((part) => asksFor(part, revert)),
        )
      );
    });
    return isOwn ? [] : [{ ...item, takesBack: taken.outside.number }];
  });
}

function isReturn(item: OutsideItem, { undone, recordId, revert }: OutsideItem): boolean {
  if (undone !== item.readAt || recordId !== null || revert === null || item.revert === null) return false;
  if (revert.kind === 'advanced-feature') {
    return item.feature?.name === revert.feature && item.feature.value === revert.to;
  }
  const set = item.revert;
  if (!isGroupChange(revert) || !isGroupChange(set) || revert.kind !== set.kind) return false;
  return partsOf(revert) === partsOf(set);
}

/** Which group a change is of, and what of it. */
function partsOf(change: GroupChange): string {
  const subject = subjectOf(change);
  const id = typeof subject === 'string' ? subject : subject.id;
  return [id, ...Object.keys(setBy(change)).sort()].join(' ');
}

function asksFor(change: Change, revert: Change): boolean {
  return canonical(asJson(change)) === canonical(asJson(revert));
}

function isUndone(item: OutsideItem, now: TenantSnapshot): boolean {
  const { revert, asked, reverted, undone, readAt } = item;
  if (revert === null || asked || reverted !== undefined || undone !== undefined || now.readAt <= readAt) return false;
  return kindOf(revert).reached(revert, now);
}

/** A group that was not listed for a while was perhaps never gone. */
function isBack({ missing, asked, reverted, undone, readAt }: OutsideItem, tenant: WatchedTenant): boolean {
  if (missing === undefined || asked || reverted !== undefined || undone !== undefined) return false;
  return tenant.readAt > readAt && tenant.groups.some(({ id, reported }) => id === missing && !reported);
}

const UNREAD = { description: '', level: 'unread', conditions: [], opaque: true, access: [] } as const;

/** What a look read; nothing that is only remembered. */
function asSnapshot({ readAt, features, groups }: WatchedTenant): TenantSnapshot {
  const read = groups.map(({ id, name, ungrouped, settings, unread = [] }): DeviceGroup => {
    const rest = { id, name, ungrouped, rank: null };
    if (settings) return { ...rest, ...settings, ...(unread.length > 0 && { unread }) };
    return { ...rest, ...UNREAD, unread: BESIDES_NAME };
  });
  return { tenantId: '', readAt, product: 'plan2', features, groups: read };
}
