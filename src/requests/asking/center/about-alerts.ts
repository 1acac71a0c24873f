import { quoted } from '../../../changes/device-group/words/names.ts';
import { isSameDeviceName } from '../../../changes/device-group.ts';
import { ALERT_ID } from '../../../changes/supported/alerts/alert-entry.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Answer } from '../../messages/answers.ts';
import type { AlertFacts, AlertList, CenterButton, CenterLine } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import { noAnswer } from '../question.ts';
import { alertWords, investigationWords } from './defender-words.ts';
import { lackWords, pageOf, turnsOf } from './pages.ts';
import { alertPage } from './portal-links.ts';

/** How many fit on a phone. */
const SHOWN = 3;

/** The most alerts that one button asks for at once. */
const TOGETHER = 20;

type AlertServices = Pick<Services, 'center' | 'tenantId' | 'supported'>;

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
  const list = await center.alerts();
  const own =
    on === null ? list.alerts : list.alerts.filter((alert) => devicesOf(alert).some((one) => isSame(one, on)));
  const { page, pages, shown } = pageOf(own, asked, SHOWN);
  return {
    view: 'center',
    data: {
      tone: own.length > 0 ? 'warning' : 'info',
      title: `${titleOf(own.length, list, on)}${pages > 1 ? t`, page ${page} of ${pages}` : ''}`,
      lines: shown.map((alert) => alertLine(alert, tenantId)),
      notes: [say(OPEN)],
      unread: lackWords(t`Open alerts`, list.list),
      readAt: list.readAt,
      buttons: [
        ...turnsOf(on === null ? 'alerts' : `alerts on ${on}`, page, pages),
        ...(on === null ? [] : together(services, own)),
        { title: t`Waiting in Defender`, say: 'pending' },
      ],
    },
  };
}

const OPEN = msg`Open alerts of Defender for Endpoint, of the last 30 days.`;

function isSame(device: string, typed: string): boolean {
  return isSameDeviceName(device, typed);
}

/** Nothing found is not nothing there, where the list was not read, or not to its end. */
function titleOf(count: number, { list }: AlertList, on: string | null): string {
  const where = on === null ? '' : t` on ${quoted(on)}`;
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

function devicesOf({ entities }: AlertFacts): readonly string[] {
  return entities.flatMap(({ kind, value }) => (kind === 'device' ? [value] : []));
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
