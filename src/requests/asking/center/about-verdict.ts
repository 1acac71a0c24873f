import { type IndicatorType, type Sort, typeRow } from '../../../changes/supported/indicators/indicator-types.ts';
import { shownValue } from '../../../changes/supported/indicators/normalise-value.ts';
import { utcWords } from '../../../shared/language/time-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Answer } from '../../messages/answers.ts';
import type { AlertFacts, CenterLine, DeviceAct, DeviceActs } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import { noAnswer } from '../question.ts';
import { actsKnown, actWords, isOf } from './about-acts.ts';
import { whichDevice } from './asked-device.ts';
import { alertWords, entityWords, investigationWords } from './defender-words.ts';
import { lackWords } from './pages.ts';
import { pickScope } from './pick-scope.ts';
import { alertPage, portalPage } from './portal-links.ts';
import { decidedWords, standsWords, withKnown } from './verdict-known.ts';
import { offersFor, type Verdict } from './verdict-offers.ts';
import { groupWords, type Meant, type SubjectDevice, subjectOf, type VerdictSubject } from './verdict-subject.ts';

/** How many values, devices and actions a card shows. */
const SHOWN = 2;

/**
 * What Defender says of an alert, a device or what an indicator names, and what can be asked for where that is wrong.
 * @throws AirlockError the tenant's errors
 */
export async function aboutVerdict(services: Services, verdict: Verdict, meant: Meant): Promise<Answer> {
  const found = await subjectOf(services, meant);
  if ('why' in found) return { view: 'notice', data: noAnswer(found.why, ['pending']) };
  if ('twins' in found)
    return { view: 'center', data: whichDevice(found, meant.of, (id) => `${verdict.replace('-', ' ')} ${id}`) };
  const subject = await withKnown(services, found);
  const acts = await actsKnown(services);
  const done = acts.acts.filter((act) => subject.devices.some((device) => isOf(act, device)));
  const decided = await decidedWords(services, subject, done);
  const offered = offersFor(verdict, { ...subject, decided }, done, services.supported.kinds);
  const { buttons } = offered;
  const { pick, notes } = await pickScope(services, offered.pick);
  const devices = subject.devices.slice(0, SHOWN);
  const lines = await Promise.all(devices.map((device) => deviceLine(services, device, done)));
  return {
    view: 'center',
    data: {
      tone: 'info',
      title: verdict === 'false-positive' ? t`False positive` : t`False negative`,
      lines: [
        ...alertLines(subject),
        ...valueLines(subject),
        ...(subject.alert === null ? lines.map((line, at) => withAlerts(line, devices[at])) : lines),
      ],
      acts: { note: say(TWO_DOORS), last: [portalLine(verdict, subject, services.tenantId)] },
      notes: [...subject.notes, ...notes, ...offered.notes],
      unread: unreadWords(acts, subject),
      readAt: subject.alert?.readAt ?? acts.readAt,
      buttons,
      ...(pick && { pick }),
    },
  };
}

const TWO_DOORS = msg`Each of these drafts a request of its own; nothing is done before you send it.`;

function alertLines({ alert }: VerdictSubject): readonly CenterLine[] {
  if (alert === null) return [];
  return [
    {
      title: alert.severity === null ? alert.title : `${alert.title} (${alert.severity})`,
      facts: [t`Alert ${alert.id}.`, saidWords(alert)],
    },
  ];
}

function saidWords(alert: AlertFacts): string {
  const state = investigationWords(alert.investigation);
  return `${alertWords(alert)}${state === null ? '' : ` ${state}`}`;
}

function valueLines({ alert, values }: VerdictSubject): readonly CenterLine[] {
  const lines = values.slice(0, SHOWN).map((own): CenterLine => {
    const { type, value, label } = own;
    const entity = alert?.entities.find((one) => one.value.toLowerCase() === value.toLowerCase());
    const said = entity === undefined ? '' : entityWords(entity);
    const facts = [shownValue(type, value), ...(said === '' ? [] : [t`The alert says: ${said}.`]), ...standsWords(own)];
    return { title: valueTitle(type, label), facts };
  });
  const more = values.length - SHOWN;
  return more > 0 ? [...lines, { title: t`${more} more values`, facts: [t`The page of the alert has them.`] }] : lines;
}

const SORT_TITLES: Readonly<Record<Exclude<Sort, 'file'>, string>> = {
  certificate: msg`Certificate`,
  ip: msg`IP address`,
  domain: msg`Domain`,
  url: msg`URL`,
};

function valueTitle(type: IndicatorType, label: string): string {
  const { sort } = typeRow(type);
  if (sort !== 'file') return say(SORT_TITLES[sort]);
  return label === '' ? t`File` : t`File ${label}`;
}

async function deviceLine(services: Services, device: SubjectDevice, done: readonly DeviceAct[]): Promise<CenterLine> {
  const own = done.filter((act) => isOf(act, device)).slice(0, SHOWN);
  const acts = own.map((act) => t`Ordered there: ${actWords(act)}, ${utcWords(act.at)}.`);
  return { title: t`Device ${device.called}`, facts: [await groupWords(services, device), ...acts] };
}

/** From a device there is no other way to its alerts. */
function withAlerts(line: CenterLine, device: SubjectDevice | undefined): CenterLine {
  if (!device) return line;
  return { ...line, buttons: [{ title: t`Its open alerts`, say: `alerts on ${device.typed}` }] };
}

/** What has no API (docs/facts/defender.md#supported-or-not). */
function portalLine(verdict: Verdict, { alert, values }: VerdictSubject, tenantId: Services['tenantId']): CenterLine {
  const link = alert === null ? null : alertPage(alert.id, tenantId);
  const own = link ? [link] : [];
  const title = t`Only in the portal`;
  const isFile = values.every(({ type }) => typeRow(type).sort === 'file');
  if (verdict === 'false-negative')
    return {
      title,
      facts: [
        isFile ? t`A file is submitted to Microsoft there.` : t`A file or a URL is submitted to Microsoft there.`,
      ],
      buttons: [portalPage('submission', tenantId), ...own],
    };
  return {
    title,
    facts: [
      isFile
        ? t`No API undoes a quarantine or makes suppression rules; a file is submitted to Microsoft there, too.`
        : t`No API undoes a quarantine or makes suppression rules; a file or a URL is submitted to Microsoft there, too.`,
    ],
    buttons: [...(['history', 'suppression', 'submission'] as const).map((page) => portalPage(page, tenantId)), ...own],
  };
}

function unreadWords({ list, log }: DeviceActs, { devices }: VerdictSubject): readonly string[] {
  if (devices.length === 0) return [];
  return [...lackWords(t`List of actions`, list), ...lackWords(t`Microsoft's audit log`, log)];
}
