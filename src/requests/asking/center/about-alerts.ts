import { ALERT_ID } from '../../../changes/supported/alerts/alert-entry.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Answer } from '../../messages/answers.ts';
import type {
  AlertEntity,
  AlertFacts,
  AlertList,
  CenterButton,
  CenterData,
  CenterLine,
} from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import { noAnswer } from '../question.ts';
import { type AskedDevice, askedDevice, isThatDevice, unsureLines, whichDevice } from './asked-device.ts';
import { alertWords, investigationWords } from './defender-words.ts';
import { lackWords, pageOf, turnsOf } from './pages.ts';
import { alertPage } from './portal-links.ts';

/** How many fit on a phone. */
const SHOWN = 3;

/** The most alerts that one button asks for at once. */
const TOGETHER = 20;

type AlertServices = Pick<Services, 'center' | 'tenant' | 'tenantId' | 'log' | 'supported'>;

/**
 * A page of the open alerts, the latest first: all, or those that name a device; or one alert by its id.
 * @throws AirlockError the tenant's errors, where one alert is asked for
 */
export async function aboutAlerts(services: AlertServices, on: string | null, asked: number): Promise<Answer> {
  const { center, tenantId } = services;
  if (on !== null && ALERT_ID.test(on)) {
    const alert = await center.alert(on);
    if (alert === null)
      return { view: 'notice', data: noAnswer(t`Microsoft Graph lists no alert ${on}.`, ['pending']) };
    const { readAt } = alert;
    const lines = [alertLine(alert, tenantId)];
    return {
      view: 'center',
      data: { tone: 'info', title: t`One alert`, lines, notes: [], unread: [], readAt, buttons: [] },
    };
  }
  const device = on === null ? null : await askedDevice(services, on);
  if (device !== null && 'twins' in device)
    return { view: 'center', data: whichDevice(device, on ?? '', (id) => `alerts on ${id}`) };
  return { view: 'center', data: await openAlerts(services, on, device, asked) };
}

async function openAlerts(
  services: AlertServices,
  on: string | null,
  device: AskedDevice | null,
  asked: number,
): Promise<CenterData> {
  const { center, tenantId } = services;
  const list = await center.alerts();
  const told = (alert: AlertFacts) => entitiesOf(alert).map(({ value: name, deviceId: id }) => ({ name, id }));
  const own =
    device === null ? list.alerts : list.alerts.filter((alert) => told(alert).some((one) => isThatDevice(one, device)));
  const { page, pages, shown } = pageOf(own, asked, SHOWN);
  return {
    tone: own.length > 0 ? 'warning' : 'info',
    title: `${titleOf(own.length, list, device)}${pages > 1 ? t`, page ${page} of ${pages}` : ''}`,
    lines: shown.map((alert) => alertLine(alert, tenantId)),
    notes: [...unsureLines(list.alerts.flatMap(told), device), say(OPEN)],
    unread: [...lackWords(t`Open alerts`, list.list), ...(device?.unread ?? [])],
    readAt: list.readAt,
    buttons: [
      ...turnsOf(on === null ? 'alerts' : `alerts on ${on}`, page, pages),
      ...(on === null ? [] : together(services, own)),
      { title: t`Waiting in Defender`, say: 'pending' },
    ],
  };
}

const OPEN = msg`Open alerts of Defender for Endpoint, of the last 30 days.`;

/** Nothing found is not nothing there, where the list was not read, or not to its end. */
function titleOf(count: number, { list }: AlertList, device: AskedDevice | null): string {
  const where = device === null ? '' : t` on ${device.called}`;
  if ('why' in list) return t`The open alerts${where} were not read`;
  const isWhole = !list.value.more && list.value.leftOut === 0;
  if (count === 0) return isWhole ? t`No open alert${where}` : t`No open alert${where} in what was read`;
  const told = count === 1 ? t`1 open alert${where}` : t`${count} open alerts${where}`;
  return isWhole ? told : t`At least ${told}`;
}

/** What an alert says, its id to be typed, and what can be said of it. */
function alertLine(alert: AlertFacts, tenantId: Services['tenantId']): CenterLine {
  const link = alertPage(alert.id, tenantId);
  const devices = devicesOf(alert);
  const state = investigationWords(alert.investigation);
  return {
    title: alert.severity === null ? alert.title : `${alert.title} (${alert.severity})`,
    facts: [
      devices.length === 0 ? t`Alert ${alert.id}.` : t`Alert ${alert.id}, on ${devices.join(', ')}.`,
      `${alertWords(alert)}${state === null ? '' : ` ${state}`}`,
    ],
    ...(alert.createdAt !== null && { when: { words: '', at: alert.createdAt } }),
    buttons: [...verdictButtons(alert.id), ...(link ? [link] : [])],
  };
}

/** What somebody may say of an alert, in their words. */
export function verdictButtons(alertId: string | null): readonly CenterButton[] {
  if (alertId === null || !ALERT_ID.test(alertId)) return [];
  return [
    { title: t`False positive`, say: `false positive ${alertId}` },
    { title: t`False negative`, say: `false negative ${alertId}` },
  ];
}

function devicesOf(alert: AlertFacts): readonly string[] {
  return entitiesOf(alert).map(({ value }) => value);
}

function entitiesOf({ entities }: AlertFacts): readonly AlertEntity[] {
  return entities.filter(({ kind }) => kind === 'device');
}

/** One request for all of them: it is a draft, which tells each. */
function together({ supported }: AlertServices, alerts: readonly AlertFacts[]): readonly CenterButton[] {
  const { length } = alerts;
  if (length < 2 || length > TOGETHER || !supported.kinds.includes('alerts')) return [];
  const ids = alerts.map(({ id }) => id).join(', ');
  return [
    { title: t`Resolve all ${length} as false positive`, say: `resolve alerts ${ids} as false positive` },
    { title: t`Resolve all ${length} as true positive`, say: `resolve alerts ${ids} as true positive` },
  ];
}
