import { quoted } from '../../../changes/device-group/words/names.ts';
import type { CenterData, CenterLine, DeviceAct, DeviceActs } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import { actStatusWords, asDefenderSays } from './defender-words.ts';
import { lackWords, pageOf, turnsOf } from './pages.ts';
import { portalPage } from './portal-links.ts';

/** How many fit on a phone. */
const SHOWN = 4;

type ActsServices = Pick<Services, 'center' | 'tenantId' | 'store'>;

/** A page of what was done on devices in the last 30 days, the latest first. @param device its name; null for all */
export async function aboutActs(services: ActsServices, device: string | null, asked: number): Promise<CenterData> {
  const all = await services.center.acts();
  const { page, pages, shown } = pageOf(
    all.acts.filter((act) => device === null || isOf(act, device)),
    asked,
    SHOWN,
  );
  const what = device === null ? 'Actions on devices' : `Actions on ${quoted(device)}`;
  const say = device === null ? 'actions' : `actions on ${device}`;
  return {
    tone: 'info',
    title: pages > 1 ? `${what}, page ${page} of ${pages}` : what,
    lines: await Promise.all(shown.map((act) => actLine(services, act))),
    notes: [...(shown.length === 0 ? [NONE] : []), LIMITS],
    unread: unreadActs(all),
    readAt: all.readAt,
    buttons: [
      ...turnsOf(say, page, pages),
      portalPage('pending', services.tenantId),
      { title: 'Pending', say: 'pending' },
    ],
  };
}

const NONE = 'What was read has none in the last 30 days.';
const LIMITS = 'Live response in the portal and approvals in the Action center are in no list that Airlock can read.';

/** A device's name, whole or its first label, in any case. */
export function isOf(act: DeviceAct, device: string): boolean {
  const [name, wanted] = [act.device?.toLowerCase() ?? '', device.toLowerCase()];
  return name === wanted || name.split('.', 1)[0] === wanted;
}

/** What was not read of the three places, in sentences. */
export function unreadActs({ list, log, disruption }: DeviceActs): readonly string[] {
  return [
    ...lackWords('List of actions', list),
    ...lackWords("Microsoft's audit log", log),
    ...lackWords('Attack disruption', disruption),
  ];
}

/** By the names of the list of actions, and of the table of attack disruption. */
const WORDS: Readonly<Record<string, string>> = {
  RunAntiVirusScan: 'Antivirus scan',
  Isolate: 'Isolated',
  Unisolate: 'Released from isolation',
  RestrictCodeExecution: 'Apps restricted',
  UnrestrictCodeExecution: 'App restriction lifted',
  CollectInvestigationPackage: 'Investigation package collected',
  StopAndQuarantineFile: 'File stopped and quarantined',
  LiveResponse: 'Live response',
  Offboard: 'Offboarded',
  ContainedUserLogonBlocked: 'Sign-in of a contained user blocked',
  ContainedUserRemoteDesktopSessionStopped: 'Remote desktop session of a contained user ended',
};

/** What was done, and what came of it. */
export function actWords({ type, status }: DeviceAct): string {
  const words = WORDS[type] ?? asDefenderSays(type);
  return status === null ? words : `${words} (${actStatusWords(status)})`;
}

/** One action: what, where, by whom, and where that was read. */
export async function actLine(services: ActsServices, act: DeviceAct): Promise<CenterLine> {
  return {
    title: `${act.device ?? 'Device not told'}: ${actWords(act)}`,
    facts: [
      `${await byWords(services, act)} ${SOURCES[act.from]}`,
      ...(act.comment === '' ? [] : [quoted(act.comment)]),
    ],
    when: { words: '', at: act.at },
  };
}

const SOURCES: Readonly<Record<DeviceAct['from'], string>> = {
  list: 'Read in the list of actions.',
  log: "Read in Microsoft's audit log alone.",
  both: "Read in the list of actions and in Microsoft's audit log.",
  disruption: 'Read in the table of attack disruption.',
};

const BY = { portal: ' in the portal', api: ' by API', disruption: '' } as const;

/** Who did it, and by what. */
async function byWords(services: ActsServices, act: DeviceAct): Promise<string> {
  if (act.by === 'disruption') return 'By attack disruption, without a person.';
  const who = act.who ?? 'somebody who is not told';
  const way = act.by === null ? '' : BY[act.by];
  return `By ${who}${way}.${act.by === 'portal' ? '' : await ofAirlock(services, act.comment)}`;
}

const MARK = /\bAirlock #([1-9][0-9]{0,8}) ([0-9a-f]{8})\b/u;

/** Anybody may write such a mark, so it counts where a request has this number and digest. */
async function ofAirlock({ store, tenantId }: ActsServices, comment: string): Promise<string> {
  const [, number, digest] = MARK.exec(comment) ?? [];
  if (number === undefined || digest === undefined) return '';
  const request = await store.requestByNumber(tenantId, Number(number));
  const isOwn = request?.digest?.startsWith(digest) === true;
  return isOwn ? ` Request #${number}.` : ` It names request #${number}, which is none of this Airlock.`;
}
