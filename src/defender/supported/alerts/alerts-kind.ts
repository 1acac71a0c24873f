import type { Item } from '../../../changes/change-kind.ts';
import {
  type AlertEntry,
  type AlertsChange,
  type AlertTarget,
  alertsBase,
  isSaid,
  saidWords,
} from '../../../changes/supported/alerts/alert-entry.ts';
import type { TenantSnapshot } from '../../../changes/tenant-snapshot.ts';
import { ACCEPTED } from '../../../requests/ports/item-store.ts';
import type { BatchOutcome, ItemOutcome, SentItem } from '../../../requests/ports/tenant.ts';
import { AirlockError, isAirlockError } from '../../../shared/errors.ts';
import { msg, t } from '../../../shared/language/worded.ts';
import type { BearerCall } from '../../public-api/bearer-call.ts';
import { allOf, outcomeOfFault } from '../batch-outcome.ts';
import type { KindContext, SupportedKind, WritingOf } from '../supported-kind.ts';
import { ALERT_PERMISSION, type AlertList, isUnsure, readAlerts } from './read-alerts.ts';

/** How many alerts one call updates; Defender publishes no limit. */
const BATCH = 50;

/** The two determinations that the update of many calls otherwise (learn: batch-update-alerts). */
const IN_BATCH: Readonly<Record<string, string>> = {
  NotMalicious: 'Clean',
  ConfirmedActivity: 'ConfirmedUserActivity',
};

/** Alerts: updated in batches, ten calls a minute, and read back, since the answer says nothing. */
export const alertsKind: SupportedKind<AlertsChange> = {
  kind: 'alerts',
  permissions: [{ resource: 'mde', name: ALERT_PERMISSION, why: 'reads alerts, classifies and resolves them' }],
  batchOf: () => BATCH,
  read,
  write,
  settle,
};

async function read(
  { call }: KindContext,
  _scopes: readonly string[],
  { entries }: AlertsChange,
): Promise<Partial<TenantSnapshot>> {
  const ids = entries.map(({ id }) => id);
  const list = await readAlerts(call(ALERT_PERMISSION), ids);
  const found = [...list.found.values()].map(({ comments: _said, ...alert }) => alert);
  return { alerts: { found, lacks: lacksOf(ids.filter((id) => isUnsure(list, id))) } };
}

/** How many alerts a sentence names. */
const NAMED = 3;

function lacksOf(unsure: readonly string[]): string | null {
  if (unsure.length === 0) return null;
  const [shown, more] = [unsure.slice(0, NAMED).join(', '), unsure.length - NAMED];
  const names = more > 0 ? t`${shown} and ${more} more` : shown;
  return t`How Defender has ${names} is not known: its list of alerts is odd or short there. Nothing is changed.`;
}

/** @throws AirlockError internal for an item that is none of the change */
function entryOf({ entries }: AlertsChange, key: string): AlertEntry {
  const entry = entries.find(({ id }) => id === key);
  if (entry) return entry;
  throw new AirlockError('internal', 'This is no item of the change.');
}

/**
 * Updates one batch. What somebody else changed meanwhile is left as it is. One call sets one thing, so of a batch that
 * sets several the first goes, and the others go on waiting.
 */
async function write(
  context: KindContext,
  { change, base, mark, reason }: WritingOf<AlertsChange>,
  items: readonly Item[],
): Promise<BatchOutcome> {
  const call = context.call(ALERT_PERMISSION);
  const now = await alertsNow(call, items);
  if (now instanceof AirlockError) return notSent(now, items, context.clock.now());
  const before = new Map(alertsBase(base).map((one) => [one.id, one]));
  const left: AlertEntry[] = [];
  const outcomes: ItemOutcome[] = [];
  for (const { key } of items) {
    const [entry, alert, was] = [entryOf(change, key), now.found.get(key.toLowerCase()), before.get(key)];
    const isThere = isComment(entry) && shownOf(entry, now, mark) !== null;
    if (isUnsure(now, key)) outcomes.push({ key, state: 'refused', reason: UNSURE });
    else if (alert && isComment(entry) && !isThere) left.push(entry);
    else if (alert && isSaid(entry.to, alert)) outcomes.push({ key, state: 'done' });
    else if (alert && was && saidWords(alert) === saidWords(was)) left.push(entry);
    else
      outcomes.push({
        key,
        state: 'refused',
        reason: alert ? t`Somebody changed it meanwhile: ${saidWords(alert)}.` : GONE,
      });
  }
  const [first] = left;
  if (!first) return { outcomes, retryAt: null };
  const alike = left.filter(({ to }) => JSON.stringify(to) === JSON.stringify(first.to));
  const others = left.filter((one) => !alike.includes(one)).map(({ id }) => ({ key: id, state: 'waiting' as const }));
  const sent = await update(context, call, alike, { mark, reason });
  return { ...sent, outcomes: [...outcomes, ...others, ...sent.outcomes] };
}

/** Whether nothing is set but a comment: the reason of the writing is all that it says. */
function isComment({ to }: AlertEntry): boolean {
  return Object.keys(to).length === 0;
}

const GONE = msg`Defender does not list it any more.`;
const UNSURE = msg`Defender’s list of alerts is odd or short there, so it was not written.`;

async function alertsNow(call: BearerCall, items: readonly Pick<Item, 'key'>[]): Promise<AlertList | AirlockError> {
  try {
    return await readAlerts(
      call,
      items.map(({ key }) => key),
    );
  } catch (error) {
    if (isAirlockError(error)) return error;
    throw error;
  }
}

/** A reading before the write that failed: certainly nothing was sent. */
function notSent(error: AirlockError, items: readonly Item[], now: number): BatchOutcome {
  const { outcomes, stops, ...pause } = outcomeOfFault(error, items, now);
  if (error.code === 'tenant-refused') return { outcomes, ...pause, ...(stops !== undefined && { stops }) };
  return { outcomes: allOf(items, { state: 'waiting' }), ...pause };
}

async function update(
  { clock }: KindContext,
  call: BearerCall,
  entries: readonly AlertEntry[],
  { mark, reason }: Pick<WritingOf<AlertsChange>, 'mark' | 'reason'>,
): Promise<BatchOutcome> {
  const [first] = entries;
  const items = entries.map(({ id }) => ({ key: id }));
  if (!first) return { outcomes: [], retryAt: null };
  try {
    const alertIds = entries.map(({ id }) => id);
    const { none } = await call('/api/alerts/batchUpdate', {
      alertIds,
      ...inBatch(first.to),
      comment: commentOf(mark, reason, isComment(first)),
    });
    if (none) return { outcomes: allOf(items, { state: 'refused', reason: none.message }), retryAt: null };
  } catch (error) {
    return outcomeOfFault(error, items, clock.now());
  }
  const now = await alertsNow(call, items);
  if (now instanceof AirlockError) return { outcomes: allOf(items, TAKEN), retryAt: null };
  return {
    outcomes: entries.map((one) => shownOf(one, now, mark) ?? { key: one.id, ...TAKEN }),
    retryAt: null,
  };
}

const TAKEN = { state: 'started', reason: ACCEPTED } as const;

function inBatch({ determination, ...to }: AlertTarget): object {
  return determination === undefined ? to : { ...to, determination: IN_BATCH[determination] ?? determination };
}

/** Microsoft publishes no limit of a comment: this is short enough to be read in the portal. */
const COMMENT_MAX = 500;

/** Line breaks, and what cannot be seen or turns the direction of what stands around it. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]+/gu;

/** What is said in Defender: the mark at its beginning, by which a reading finds the update again, and the reason. */
function commentOf(mark: string, reason: string, isAlone: boolean): string {
  const why = reason.replace(UNSEEN, ' ').replace(/\s+/gu, ' ').trim();
  const said = isAlone ? why : `two people agreed to it.${why === '' ? '' : ` Why: ${why}`}`;
  const letters = [...`${mark}: ${said}`];
  return letters.length > COMMENT_MAX ? `${letters.slice(0, COMMENT_MAX - 1).join('')}…` : letters.join('');
}

/** Done where an alert is as asked, and the comment of this request is there. */
function shownOf({ id, to }: AlertEntry, list: AlertList, mark: string): ItemOutcome | null {
  const alert = list.found.get(id.toLowerCase());
  return alert && isSaid(to, alert) && isOwn(list, id, mark) ? { key: id, state: 'done' } : null;
}

/** Whether an alert has the comment of this request: the reason of another may name its mark, too. */
function isOwn({ found }: AlertList, id: string, mark: string): boolean {
  return found.get(id.toLowerCase())?.comments.some((comment) => comment.startsWith(`${mark}:`)) ?? false;
}

async function settle(
  { call }: KindContext,
  { change, mark }: WritingOf<AlertsChange>,
  items: readonly SentItem[],
): Promise<BatchOutcome> {
  const now = await alertsNow(call(ALERT_PERMISSION), items);
  if (now instanceof AirlockError) throw now;
  const outcomes = items.flatMap(({ key }) => shownOf(entryOf(change, key), now, mark) ?? []);
  // One that has its comment was updated, whatever became of it since.
  const absent = items.flatMap(({ key }) => (isOwn(now, key, mark) || isUnsure(now, key) ? [] : [key]));
  return { outcomes, retryAt: null, absent };
}
