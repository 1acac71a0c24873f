import { quoted } from '../../../changes/device-group/words/names.ts';
import { agoWords, laterWords } from '../../../shared/language/time-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type {
  AlertEntity,
  CenterData,
  CenterLine,
  Lack,
  Seen,
  Waiting,
  WaitingList,
} from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import { verdictButtons } from './about-alerts.ts';
import { entityWords, evidenceWords } from './defender-words.ts';
import { lackWords, pageOf, turnsOf } from './pages.ts';
import { alertPage, portalPage } from './portal-links.ts';

/** How many fit on a phone. */
const SHOWN = 2;

/** Milliseconds after which Defender counts what waits as rejected (docs/facts/defender.md#verdicts-and-levels). */
const REJECTED_AFTER = 7 * 86_400_000;

type WaitingServices = Pick<Services, 'center' | 'tenantId'>;

/** A page of what waits in Defender for somebody's decision there, the oldest first. */
export async function aboutWaiting({ center, tenantId }: WaitingServices, asked: number): Promise<CenterData> {
  return waitingPage(await center.pending(), tenantId, asked);
}

/** The same of what was read. */
export function waitingPage(list: WaitingList, tenantId: Services['tenantId'], asked: number): CenterData {
  const { page, pages, shown } = pageOf(list.items, asked, SHOWN);
  const count = list.items.length;
  const isWhole = isWholly(list.investigations) && isWholly(list.alerts);
  return {
    tone: count > 0 ? 'warning' : 'info',
    title: titleOf(list, pages > 1 ? t`, page ${page} of ${pages}` : ''),
    lines: shown.map((one) => lineOf(one, list.readAt, tenantId)),
    notes: [...(count === 0 && isWhole ? [say(NOTHING)] : []), say(NO_API), say(WHO)],
    unread: unreadWords(list),
    readAt: list.readAt,
    buttons: [...turnsOf('pending', page, pages), portalPage('pending', tenantId)],
  };
}

const NOTHING = msg`Read: automated investigations, and the open alerts of the last 30 days. None of them waits for a person.`;
const NO_API = msg`No API can approve or reject these: decide in the portal, by the link. Airlock only tells.`;
const WHO = msg`Who may decide there: whoever holds "Active remediation actions" for that device group, and Security Administrators.`;

function isWholly(seen: Seen<Lack>): boolean {
  return 'value' in seen && !seen.value.more && seen.value.leftOut === 0;
}

/** Nothing found is not nothing there, where a list was not read, or not to its end. */
export function titleOf({ items, investigations, alerts }: WaitingList, page = ''): string {
  const isWhole = isWholly(investigations) && isWholly(alerts);
  if (items.length > 0) {
    const count = items.length;
    return isWhole ? t`${count} waiting in Defender${page}` : t`At least ${count} waiting in Defender${page}`;
  }
  if (isWhole) return t`Nothing waits in Defender`;
  const isUnread = 'why' in investigations && 'why' in alerts;
  return isUnread ? t`What waits was not read` : t`Nothing waits in what was read`;
}

/** What of both lists was not read, in sentences. */
export function unreadWords({ investigations, alerts }: WaitingList): readonly string[] {
  return [...lackWords(t`Investigations`, investigations), ...lackWords(t`Alerts that wait`, alerts)];
}

function lineOf(one: Waiting, now: number, tenantId: Services['tenantId']): CenterLine {
  const link = alertPage(one.alertId, tenantId);
  return {
    title: waitingTitle(one),
    facts: [placeWords(one), proposedWords(one), ageWords(one, now), ...idWords(one)],
    buttons: [...verdictButtons(one.alertId).slice(0, 1), ...(link === null ? [] : [link])],
  };
}

/** To be typed. */
function idWords({ alertId }: Waiting): readonly string[] {
  return alertId === null ? [] : [alertId];
}

/** How many things that wait a line names. */
const NAMED = 2;

function proposedWords({ proposed }: Waiting): string {
  if (proposed.length === 0) return t`What is proposed, no API tells.`;
  const more = proposed.length - NAMED;
  const named = proposed.slice(0, NAMED).map(entityNamed).join('; ');
  return more > 0
    ? t`Waits for approval: ${named} and ${more} more. Which remedy is proposed, no API tells.`
    : t`Waits for approval: ${named}. Which remedy is proposed, no API tells.`;
}

function entityNamed({ kind, value, label, verdict }: AlertEntity): string {
  const what = kind === 'other' ? evidenceWords(value) : `${say(KINDS[kind])} ${label || value}`;
  const said = entityWords({ verdict, remediation: null });
  return said === '' ? what : `${what}, ${said}`;
}

const KINDS = { file: msg`file`, ip: msg`IP address`, url: msg`URL`, device: msg`device` } as const;

/** What waits, in one line. */
export function waitingTitle({ title, severity, investigationId }: Waiting): string {
  const name = title ?? (investigationId === null ? t`An alert` : t`Investigation ${investigationId}`);
  return severity === null ? name : `${name} (${severity})`;
}

function placeWords({ device, group }: Waiting): string {
  const where = device === null ? t`Device not told` : device;
  if (group === null) return t`${where}, group not told.`;
  return group === '' ? t`${where}, in no device group.` : t`${where}, in ${quoted(group)}.`;
}

/** Since it began at the most: when the wait itself began, no API tells. Neither time is told longer than it is. */
export function ageWords({ since }: Waiting, now: number): string {
  if (since === null) return t`Since when is not told; after 7 days of waiting Defender rejects by itself.`;
  const left = since + REJECTED_AFTER - now;
  const age = t`Begun ${agoWords(Math.max(0, now - since))}`;
  return left > 0
    ? t`${age}; Defender rejects by itself after 7 days of waiting, ${laterWords(left, Math.floor)} at the earliest.`
    : t`${age}: Defender may have rejected it by itself, which it does after 7 days of waiting.`;
}
