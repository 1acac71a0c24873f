import { quoted } from '../../../changes/device-group/words/names.ts';
import { fullWords } from '../../../shared/language/time-words.ts';
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
    title: titleOf(list, pages > 1 ? `, page ${page} of ${pages}` : ''),
    lines: shown.map((one) => lineOf(one, list.readAt, tenantId)),
    notes: [...(count === 0 && isWhole ? [NOTHING] : []), NO_API, WHO],
    unread: unreadWords(list),
    readAt: list.readAt,
    buttons: [
      ...turnsOf('pending', page, pages),
      portalPage('pending', tenantId),
      { title: 'Open requests', say: 'requests' },
    ],
  };
}

const NOTHING =
  'Read: automated investigations, and the open alerts of the last 30 days. None of them waits for a person.';
const NO_API = 'No API can approve or reject these: decide in the portal, by the link. Airlock only tells.';
const WHO =
  'Who may decide there: whoever holds "Active remediation actions" for that device group, and Security Administrators.';

function isWholly(seen: Seen<Lack>): boolean {
  return 'value' in seen && !seen.value.more && seen.value.leftOut === 0;
}

/** Nothing found is not nothing there, where a list was not read, or not to its end. */
export function titleOf({ items, investigations, alerts }: WaitingList, page = ''): string {
  const isWhole = isWholly(investigations) && isWholly(alerts);
  if (items.length > 0) return `${isWhole ? '' : 'At least '}${items.length} waiting in Defender${page}`;
  if (isWhole) return 'Nothing waits in Defender';
  const isUnread = 'why' in investigations && 'why' in alerts;
  return isUnread ? 'What waits was not read' : 'Nothing waits in what was read';
}

/** What of both lists was not read, in sentences. */
export function unreadWords({ investigations, alerts }: WaitingList): readonly string[] {
  return [...lackWords('Investigations', investigations), ...lackWords('Alerts that wait', alerts)];
}

function lineOf(one: Waiting, now: number, tenantId: Services['tenantId']): CenterLine {
  const link = alertPage(one.alertId, tenantId);
  return {
    title: waitingTitle(one),
    facts: [placeWords(one), proposedWords(one), ageWords(one, now)],
    ...(link !== null && { buttons: [link] }),
  };
}

/** How many things that wait a line names. */
const NAMED = 2;

function proposedWords({ proposed }: Waiting): string {
  if (proposed.length === 0) return 'What is proposed, no API tells.';
  const more = proposed.length - NAMED;
  const named = proposed.slice(0, NAMED).map(entityNamed).join('; ');
  return `Waits for approval: ${named}${more > 0 ? ` and ${more} more` : ''}. Which remedy is proposed, no API tells.`;
}

function entityNamed({ kind, value, label, verdict }: AlertEntity): string {
  const what = kind === 'other' ? evidenceWords(value) : `${KINDS[kind]} ${label || value}`;
  const said = entityWords({ verdict, remediation: null });
  return said === '' ? what : `${what}, ${said}`;
}

const KINDS = { file: 'file', ip: 'IP address', url: 'URL', device: 'device' } as const;

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

/** Since it began at the most: when the wait itself began, no API tells. Neither time is told longer than it is. */
export function ageWords({ since }: Waiting, now: number): string {
  if (since === null) return 'Since when is not told; after 7 days of waiting Defender rejects by itself.';
  const left = since + REJECTED_AFTER - now;
  const age = `Begun ${fullWords(Math.max(0, now - since))} ago`;
  return left > 0
    ? `${age}; Defender rejects by itself after 7 days of waiting, in ${fullWords(left)} at the earliest.`
    : `${age}: Defender may have rejected it by itself, which it does after 7 days of waiting.`;
}
