import { quoted } from '../../../changes/device-group/words/names.ts';
import { inWords } from '../../../shared/time-words.ts';
import type { CenterData, CenterLine, Waiting, WaitingList } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
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
  const isUnread = 'why' in list.investigations || 'why' in list.alerts;
  return {
    tone: count > 0 ? 'warning' : 'info',
    title: titleOf(count, isUnread, pages > 1 ? `, page ${page} of ${pages}` : ''),
    lines: shown.map((one) => lineOf(one, list.readAt, tenantId)),
    notes: [...(count === 0 && !isUnread ? [NOTHING] : []), NO_API, WHO],
    unread: unreadWords(list),
    readAt: list.readAt,
    buttons: [
      ...turnsOf('pending', page, pages),
      portalPage('pending', tenantId),
      { title: 'Open requests', say: 'requests' },
    ],
  };
}

const NOTHING = 'Neither list has anything that waits for a person.';
const NO_API = 'No API can approve or reject these: decide in the portal, by the link. Airlock only tells.';
const WHO =
  'There decides whoever holds "Active remediation actions" for that device group, or Security Administrator.';

/** Nothing found is not nothing there, where a list was not read. */
function titleOf(count: number, isUnread: boolean, page: string): string {
  if (count > 0) return `${count} waiting in Defender${page}`;
  return isUnread ? 'What waits was not read' : 'Nothing waits in Defender';
}

/** What of both lists was not read, in sentences. */
export function unreadWords({ investigations, alerts }: WaitingList): readonly string[] {
  return [...lackWords('Investigations', investigations), ...lackWords('Alerts that wait', alerts)];
}

function lineOf(one: Waiting, now: number, tenantId: Services['tenantId']): CenterLine {
  const link = alertPage(one.alertId, tenantId);
  const proposed =
    one.proposed.length > 0
      ? `Waits for approval: ${one.proposed.slice(0, 2).join('; ')}${one.proposed.length > 2 ? ` and ${one.proposed.length - 2} more` : ''}. Which remedy is proposed, no API tells.`
      : 'What is proposed, no API tells.';
  return {
    title: waitingTitle(one),
    facts: [placeWords(one), proposed, ageWords(one, now)],
    ...(link !== null && { buttons: [link] }),
  };
}

/** What waits, in one line. */
export function waitingTitle({ title, severity, investigationId }: Waiting): string {
  const name = title ?? (investigationId === null ? 'An alert' : `Investigation ${investigationId}`);
  return severity === null ? name : `${name} (${severity})`;
}

function placeWords({ device, group }: Waiting): string {
  const where = device === null ? 'Device not told' : device;
  if (group === null) return `${where}, group not told.`;
  return group === '' ? `${where}, in no device group.` : `${where}, in ${quoted(group)}.`;
}

/** Since it began at the most: when the wait itself began, no API tells. */
export function ageWords({ since }: Waiting, now: number): string {
  if (since === null) return 'Since when is not told; after 7 days Defender rejects by itself.';
  const left = since + REJECTED_AFTER - now;
  const age = `Begun ${inWords(Math.max(0, now - since))} ago`;
  return left > 0
    ? `${age}; Defender rejects by itself after 7 days of waiting, in ${inWords(left)} at the earliest.`
    : `${age}: Defender may have rejected it by itself, which it does after 7 days of waiting.`;
}
