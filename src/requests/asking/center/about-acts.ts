import { quoted } from '../../../changes/device-group/words/names.ts';
import { partsOf } from '../../../changes/registry/kind-of.ts';
import { joinedByAnd } from '../../../shared/language/in-sentences.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { type UnclearOrder, unclearOrders } from '../../knowing/unclear-orders.ts';
import { amongOthers } from '../../messages/among-others.ts';
import type { CenterData, CenterLine, DeviceAct, DeviceActs } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import { nameIn } from '../../record/actor-names.ts';
import { givenOf, type Request } from '../../record/request.ts';
import { ifRecorded } from '../../rules/load.ts';
import { isShownIn, type Place } from '../../rules/shared-places.ts';
import { askedDevice, isThatDevice, type KnownDevice, unsureLines, whichDevice } from './asked-device.ts';
import { actStatusWords, asDefenderSays, isTold } from './defender-words.ts';
import { lackWords, pageOf, turnsOf } from './pages.ts';
import { portalPage } from './portal-links.ts';

/** How many fit on a phone. */
const SHOWN = 4;

type ActsServices = Pick<Services, 'center' | 'tenant' | 'tenantId' | 'store' | 'log' | 'meter' | 'clock'>;

/**
 * A page of what was done on devices in the last 30 days, the latest first.
 * @param on the name or the id of a device; null for all
 * @param place where it is told: requests that may be shown there are named with who asked and approved; null for none
 */
export async function aboutActs(
  services: ActsServices,
  on: string | null,
  asked: number,
  place: Place | null = null,
): Promise<CenterData> {
  const device = on === null ? null : await askedDevice(services, on);
  if (device !== null && 'twins' in device) return whichDevice(device, on ?? '', (id) => `actions on ${id}`);
  const all = await actsKnown(services);
  const { page, pages, shown } = pageOf(
    device === null ? byRequest(all.acts) : all.acts.filter((act) => isOf(act, device)).map((act) => [act] as const),
    asked,
    SHOWN,
  );
  const what = device === null ? t`Actions on devices` : t`Actions on ${device.called}`;
  const typed = on === null ? 'actions' : `actions on ${on}`;
  return {
    tone: 'info',
    title: pages > 1 ? t`${what}, page ${page} of ${pages}` : what,
    lines: await Promise.all(shown.map((acts) => actsLine(services, acts, place))),
    notes: [...(shown.length === 0 ? [say(NONE)] : []), ...unsureActs(all.acts, device), say(LIMITS)],
    unread: [...unreadActs(all), ...(device?.unread ?? [])],
    readAt: all.readAt,
    buttons: [
      ...turnsOf(typed, page, pages),
      portalPage('pending', services.tenantId),
      { title: t`Pending`, say: 'pending' },
    ],
  };
}

/** What is read of the actions on devices, with Airlock's own orders that no reading shows: they may be done. */
export async function actsKnown(
  services: Pick<ActsServices, 'center' | 'store' | 'tenantId' | 'clock'>,
): Promise<DeviceActs> {
  const [all, unclear] = await Promise.all([services.center.acts(), unclearOrders(services)]);
  const own = unclear.filter((order) => !all.acts.some((act) => isShown(order, act))).map(asAct);
  return { ...all, acts: [...all.acts, ...own].sort((one, other) => other.at - one.at) };
}

/** Whether an action is that order: the mark in its comment has the number of its request. */
function isShown({ number, type, device }: UnclearOrder, act: DeviceAct): boolean {
  const [, named] = MARK.exec(act.comment) ?? [];
  return act.type === type && Number(named) === number && isOf(act, device);
}

function asAct({ number, type, device, at }: UnclearOrder): DeviceAct {
  const told = { device: device.name, deviceId: device.id, who: `#${number}`, comment: '', status: null };
  return { ...told, type, at, by: 'api', from: 'own' };
}

/** One action, or all of one request, of the same kind: the latest first. */
type Together = readonly [DeviceAct, ...DeviceAct[]];

/** Each action by itself, and those that name one request together, where the latest of them stands. */
function byRequest(acts: readonly DeviceAct[]): readonly Together[] {
  const together = new Map<string, [DeviceAct, ...DeviceAct[]]>();
  acts.forEach((act, at) => {
    const [mark] = MARK.exec(act.comment) ?? [];
    const key = mark === undefined ? `${at}` : [mark, act.type, act.scope, act.by, act.who].join();
    const known = together.get(key);
    if (known) known.push(act);
    else together.set(key, [act]);
  });
  return [...together.values()];
}

/** What was done on one device, or on how many by one request, with a way to each of them. */
async function actsLine(
  services: ActsServices,
  [latest, ...others]: Together,
  place: Place | null,
): Promise<CenterLine> {
  const line = await actLine(services, latest, place);
  const [, number] = MARK.exec(latest.comment) ?? [];
  if (others.length === 0 || number === undefined) return line;
  const acts = [latest, ...others];
  const devices = new Set(acts.map(({ device }) => device?.toLowerCase())).size;
  return {
    ...line,
    title: t`${devices} devices: ${actName(latest)}`,
    facts: [`${endWords(acts)}.`, ...line.facts],
    buttons: [{ title: t`Devices ${number}`, say: `devices ${number}` }, ...(line.buttons ?? [])],
  };
}

/** How many actions ended how: "48 done, 2 in progress". */
function endWords(acts: readonly DeviceAct[]): string {
  const counts = new Map<string, number>();
  for (const { status } of acts) {
    const words = isTold(status) ? actStatusWords(status) : t`how it went is not known`;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].map(([words, count]) => `${count} ${words}`).join(', ');
}

const NONE = msg`What was read has none in the last 30 days.`;
const LIMITS = msg`Live response in the portal and approvals in the Action center are in no list that Airlock can read.`;

/** Whether an action is about a device. */
export function isOf({ device: name, deviceId: id }: DeviceAct, device: KnownDevice): boolean {
  return isThatDevice({ name, id }, device);
}

/** That of some actions it is not known on which of several devices of a name they were. */
export function unsureActs(acts: readonly DeviceAct[], device: KnownDevice | null): readonly string[] {
  return unsureLines(
    acts.map(({ device: name, deviceId: id }) => ({ name, id })),
    device,
  );
}

/** What was not read of the three places, in sentences. */
export function unreadActs({ list, log, disruption }: DeviceActs): readonly string[] {
  return [
    ...lackWords(t`List of actions`, list),
    ...lackWords(t`Microsoft's audit log`, log),
    ...lackWords(t`Attack disruption`, disruption),
  ];
}

/** By the names of the list of actions, and of the table of attack disruption. */
const WORDS: Readonly<Record<string, string>> = {
  RunAntiVirusScan: msg`Antivirus scan`,
  Isolate: msg`Isolated`,
  Unisolate: msg`Released from isolation`,
  RestrictCodeExecution: msg`Apps restricted`,
  UnrestrictCodeExecution: msg`App restriction lifted`,
  CollectInvestigationPackage: msg`Investigation package collected`,
  StopAndQuarantineFile: msg`File stopped and quarantined`,
  LiveResponse: msg`Live response`,
  Offboard: msg`Offboarded`,
  ContainedUserLogonBlocked: msg`Sign-in of a contained user blocked`,
  ContainedUserRemoteDesktopSessionStopped: msg`Remote desktop session of a contained user ended`,
};

/** The same where the action tells how far it goes. */
const SCOPED: Readonly<Record<string, string>> = {
  'Isolate Full': msg`Isolated fully`,
  'Isolate Selective': msg`Isolated selectively`,
  'RunAntiVirusScan Quick': msg`Quick antivirus scan`,
  'RunAntiVirusScan Full': msg`Full antivirus scan`,
};

/** What an action is called. */
export function actName({ type, scope }: Pick<DeviceAct, 'type'> & Partial<Pick<DeviceAct, 'scope'>>): string {
  const known = SCOPED[`${type} ${scope ?? ''}`] ?? WORDS[type];
  return known === undefined ? asDefenderSays(type) : say(known);
}

/** What was done, and what came of it. */
export function actWords(act: DeviceAct): string {
  const { status, from } = act;
  const words = actName(act);
  if (isTold(status)) return `${words} (${actStatusWords(status)})`;
  // The audit log tells that it was ordered, and no end; attack disruption tells what it did.
  return from === 'disruption' ? words : t`${words} (how it went is not known)`;
}

/** One action: what, where, by whom, and where that was read. */
export async function actLine(services: ActsServices, act: DeviceAct, place: Place | null): Promise<CenterLine> {
  const own = await requestMarked(services, act.comment);
  const isShown = own !== null && isDoneBy(own, act) && place !== null && (await isShownIn(services, own, place));
  const told = own && isShown ? await personsWords(services, own) : null;
  return {
    title: `${act.device ?? t`Device not told`}: ${actWords(act)}`,
    facts: [
      `${byWords(act)}${told === null ? ofAirlock(act, own) : ` ${told}`} ${say(SOURCES[act.from])}`,
      ...(act.comment === '' ? [] : [quoted(act.comment)]),
    ],
    when: { words: '', at: act.at },
    ...(own && isShown && { buttons: [{ title: t`Show ${own.number}`, say: `show ${own.number}` }] }),
  };
}

/** Whose request it was: who asked for it, and who approved it. */
async function personsWords(services: ActsServices, request: Request): Promise<string> {
  const named = await amongOthers(services, request);
  const { number, requester } = named;
  const asker = nameIn(named, requester);
  const approvers = joinedByAnd(givenOf(named).map(({ by }) => nameIn(named, by)));
  return approvers === ''
    ? t`Request #${number} of ${asker}, without an approval.`
    : t`Request #${number} of ${asker}, approved by ${approvers}.`;
}

const SOURCES: Readonly<Record<DeviceAct['from'], string>> = {
  list: msg`Read in the list of actions.`,
  log: msg`Read in Microsoft's audit log alone.`,
  both: msg`Read in the list of actions and in Microsoft's audit log.`,
  disruption: msg`Read in the table of attack disruption.`,
  own: msg`Defender gave no clear answer, and no reading shows it: it may be done, or not.`,
};

/** Who did it, and by what. */
function byWords(act: DeviceAct): string {
  if (act.by === 'disruption') return t`By attack disruption, without a person.`;
  const who = act.who ?? t`somebody who is not told`;
  if (act.from === 'own') return t`By Airlock, request ${who}.`;
  if (act.by === 'portal') return t`By ${who} in the portal.`;
  return act.by === 'api' ? t`By ${who} by API.` : t`By ${who}.`;
}

const MARK = /\bAirlock #([1-9][0-9]{0,8}) ([0-9a-f]{8})\b/u;

/** Anybody may write such a mark, so it counts where a request has this number and digest. */
function ofAirlock(act: DeviceAct, own: Request | null): string {
  const { comment, by } = act;
  const [, number] = MARK.exec(comment) ?? [];
  if (number === undefined || by === 'disruption' || by === 'portal') return '';
  if (own === null) return t` It names request #${number}, which is none of this Airlock.`;
  return isDoneBy(own, act) ? t` Request #${number}.` : t` It names request #${number}, which is about other devices.`;
}

/** Whether an action may be what a request ordered: by API, on a device that it names. The mark proves nothing. */
function isDoneBy({ change }: Request, { by, deviceId }: Pick<DeviceAct, 'by' | 'deviceId'>): boolean {
  if (by === 'portal' || by === 'disruption') return false;
  const devices = partsOf(change).flatMap((part) => ('devices' in part ? part.devices : []));
  return deviceId === undefined || devices.some(({ id }) => id.toLowerCase() === deviceId.toLowerCase());
}

/** The request by whose mark something was written in Defender; null where no request has this number and digest. */
export async function requestMarked(
  services: Pick<Services, 'tenantId' | 'store' | 'log' | 'meter'>,
  comment: string,
): Promise<Request | null> {
  const [, number, digest] = MARK.exec(comment) ?? [];
  if (number === undefined || digest === undefined) return null;
  const request = await ifRecorded(services, await services.store.requestByNumber(services.tenantId, Number(number)));
  return request?.digest?.startsWith(digest) === true ? request : null;
}
