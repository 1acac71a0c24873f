import { quoted } from '../../../changes/device-group/words/names.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { CenterData, DeviceAct, DeviceActs, Lack, Seen } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import type { STANDINGS } from '../question.ts';
import { actLine, isOf, unreadActs } from './about-acts.ts';
import { portalPage } from './portal-links.ts';

export type Standing = (typeof STANDINGS)[number];

interface Family {
  /** What leads to it, and what ends it, by Defender's names. */
  readonly begins: string;
  readonly ends: string | null;
  readonly words: string;
  readonly not: string;
}

const FAMILIES: Readonly<Record<Standing, Family>> = {
  isolated: { begins: 'Isolate', ends: 'Unisolate', words: msg`isolated`, not: msg`not isolated any more` },
  restricted: {
    begins: 'RestrictCodeExecution',
    ends: 'UnrestrictCodeExecution',
    words: msg`restricted`,
    not: msg`not restricted any more`,
  },
  scanned: { begins: 'RunAntiVirusScan', ends: null, words: msg`scanned`, not: '' },
};

const OPEN: readonly (string | null)[] = ['Pending', 'InProgress'];

/** How many actions a card shows. */
const SHOWN = 4;

type StandingServices = Pick<Services, 'center' | 'tenantId' | 'store'>;

/**
 * How a device stands by the actions of the last 30 days, or which devices stand so. A list that was not read to its
 * end tells what it holds, and never that there is nothing else.
 * @param device its name; null for all
 */
export async function aboutStanding(
  services: StandingServices,
  standing: Standing,
  device: string | null,
): Promise<CenterData> {
  const all = await services.center.acts();
  const { begins, ends } = FAMILIES[standing];
  const acts = all.acts.filter(({ type }) => type === begins || type === ends);
  const own = device === null ? nowSo(acts, FAMILIES[standing]) : acts.filter((act) => isOf(act, device));
  return {
    tone: 'info',
    title: device === null ? titleOfAll(own, all, standing) : titleOf(own, all, { standing, device }),
    lines: await Promise.all(own.slice(0, SHOWN).map((act) => actLine(services, act))),
    notes: [...(own.length > SHOWN ? [t`${own.length - SHOWN} more are not shown.`] : []), say(BY_ACTIONS)],
    unread: unreadActs(all),
    readAt: all.readAt,
    buttons: [
      { title: t`All actions`, say: device === null ? 'actions' : `actions on ${device}` },
      portalPage('pending', services.tenantId),
    ],
  };
}

const BY_ACTIONS = msg`By the actions of the last 30 days: what was ordered earlier, or at the device itself, is not among them.`;

function isWhole(seen: Seen<Lack>): boolean {
  return 'value' in seen && !seen.value.more && seen.value.leftOut === 0;
}

function titleOf(
  acts: readonly DeviceAct[],
  { list }: DeviceActs,
  { standing, device }: { readonly standing: Standing; readonly device: string },
): string {
  const { begins, not } = FAMILIES[standing];
  const words = say(FAMILIES[standing].words);
  const name = quoted(device);
  const [latest] = acts;
  if (!latest)
    return isWhole(list) ? t`No action tells that ${name} was ${words}` : t`Not read whether ${name} is ${words}`;
  if (OPEN.includes(latest.status))
    return latest.type === begins
      ? t`${name}: ordered, not done yet`
      : t`${name}: its undoing is ordered, not done yet`;
  const done = acts.find(({ status }) => status === 'Succeeded');
  const asRead = isWhole(list) ? '' : t`, as far as was read`;
  if (!done) return t`${name}: no such action is listed as done${asRead}`;
  if (standing === 'scanned') return t`${name}: no scan runs; the last one is done${asRead}`;
  return t`${name} is ${done.type === begins ? words : say(not)}${asRead}`;
}

/** The latest that was done on each device, where it left it so; what is still running, too, for a scan. */
function nowSo(acts: readonly DeviceAct[], { begins, ends }: Family): readonly DeviceAct[] {
  const latest = new Map<string, DeviceAct>();
  for (const act of acts) {
    const counts = ends === null ? OPEN.includes(act.status) : act.status === 'Succeeded';
    if (counts && act.device !== null && !latest.has(act.device.toLowerCase()))
      latest.set(act.device.toLowerCase(), act);
  }
  return [...latest.values()].filter(({ type }) => type === begins);
}

function titleOfAll(devices: readonly DeviceAct[], { list }: DeviceActs, standing: Standing): string {
  const words = standing === 'scanned' ? t`being scanned` : say(FAMILIES[standing].words);
  if (devices.length === 0)
    return isWhole(list) ? t`No device is listed as ${words}` : t`Not read which devices are ${words}`;
  const count = devices.length === 1 ? t`1 device is ${words}` : t`${devices.length} devices are ${words}`;
  if (isWhole(list)) return count;
  return devices.length === 1 ? t`At least 1 device is ${words}` : t`At least ${devices.length} devices are ${words}`;
}
