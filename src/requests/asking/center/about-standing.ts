import { quoted } from '../../../changes/device-group/words/names.ts';
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
  isolated: { begins: 'Isolate', ends: 'Unisolate', words: 'isolated', not: 'not isolated any more' },
  restricted: {
    begins: 'RestrictCodeExecution',
    ends: 'UnrestrictCodeExecution',
    words: 'restricted',
    not: 'not restricted any more',
  },
  scanned: { begins: 'RunAntiVirusScan', ends: null, words: 'scanned', not: '' },
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
    notes: [...(own.length > SHOWN ? [`${own.length - SHOWN} more are not shown.`] : []), BY_ACTIONS],
    unread: unreadActs(all),
    readAt: all.readAt,
    buttons: [
      { title: 'All actions', say: device === null ? 'actions' : `actions on ${device}` },
      portalPage('pending', services.tenantId),
    ],
  };
}

const BY_ACTIONS =
  'By the actions of the last 30 days: what was ordered earlier, or at the device itself, is not among them.';

function isWhole(seen: Seen<Lack>): boolean {
  return 'value' in seen && !seen.value.more && seen.value.leftOut === 0;
}

function titleOf(
  acts: readonly DeviceAct[],
  { list }: DeviceActs,
  { standing, device }: { readonly standing: Standing; readonly device: string },
): string {
  const { begins, words, not } = FAMILIES[standing];
  const name = quoted(device);
  const [latest] = acts;
  if (!latest)
    return isWhole(list) ? `No action tells that ${name} was ${words}` : `Not read whether ${name} is ${words}`;
  if (OPEN.includes(latest.status))
    return `${name}: ${latest.type === begins ? 'ordered' : 'its undoing is ordered'}, not done yet`;
  const done = acts.find(({ status }) => status === 'Succeeded');
  const asRead = isWhole(list) ? '' : ', as far as was read';
  if (!done) return `${name}: no such action is listed as done${asRead}`;
  if (standing === 'scanned') return `${name}: no scan runs; the last one is done${asRead}`;
  return `${name} is ${done.type === begins ? words : not}${asRead}`;
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
  const words = standing === 'scanned' ? 'being scanned' : FAMILIES[standing].words;
  if (devices.length === 0)
    return isWhole(list) ? `No device is listed as ${words}` : `Not read which devices are ${words}`;
  const count = devices.length === 1 ? '1 device is' : `${devices.length} devices are`;
  return `${isWhole(list) ? '' : 'At least '}${count} ${words}`;
}
