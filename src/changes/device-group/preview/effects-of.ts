import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Effects, Flow } from '../../device-effects.ts';
import { type GroupChange, movesNone, setBy } from '../model/group-change.ts';
import { countDevices, named, quoted, shownName } from '../words/names.ts';
import { countRead, lackLines, NO_DEVICE } from './lack-words.ts';
import { agreementLines, chiefLines, fleetLines, furtherLines } from './oracle-words.ts';
import type { ShownBase, ShownDevices, ShownUnread } from './shown-base.ts';

const UNREAD = msg`Which devices would move is not known: the rules and ranks of device groups are not known.`;

const WAS_UNREAD = msg`Which devices were to move is not known: the rules and ranks of device groups are not known.`;

/** In any tenant, so nothing has to be known of this one. */
const NO_MOVE = msg`No device would move: only rules and ranks move devices.`;

const NO_MOVE_PAST = msg`No device was to move: only rules and ranks move devices.`;

const NOT_READ = msg`Which devices would move is not known: they were not read.`;

const WAS_NOT_READ = msg`Which devices were to move is not known: they were not read.`;

const NOTHING_KNOWN: Omit<Effects, 'headline' | 'past'> = {
  flows: [],
  moreFlows: 0,
  ranks: null,
  told: [],
  lines: [],
  first: [],
  total: 0,
  readAt: null,
};

/** The consequences for devices, in words, from what was stored at the time of the request. */
export function effectsOf(change: GroupChange, shown: ShownBase): Effects {
  const { effects, unread, devicesAt, devicesLack: lacks, ranks = null } = shown;
  const readAt = devicesAt ?? null;
  const isStill = movesNone(change) && (effects === null || unread !== undefined);
  const still = { headline: say(NO_MOVE), past: say(NO_MOVE_PAST) };
  if (isStill && setBy(change).level === undefined) return { ...NOTHING_KNOWN, ...still, readAt };
  if (effects === null) {
    const notRead = { ...NOTHING_KNOWN, headline: say(NOT_READ), past: say(WAS_NOT_READ) };
    const known = unread === undefined ? notRead : { ...NOTHING_KNOWN, ...unreadEffectsOf(unread, lacks), readAt };
    return isStill ? { ...known, ...still } : { ...known, ranks };
  }
  return {
    readAt,
    headline: headline(effects, lacks),
    past: pastHeadline(effects, lacks),
    flows: flowsOf(effects),
    moreFlows: effects.moves.more + effects.levels.more,
    ranks,
    told: [...lackLines(lacks), ...(effects.oracle ? chiefLines(effects.oracle) : [])],
    lines: [
      ...(effects.oracle ? agreementLines(effects.oracle) : []),
      ...shadowLines(effects),
      ...groupLines(effects),
      ...(effects.oracle ? furtherLines(effects.oracle) : []),
    ],
    first: effects.first.map(({ name, from, to, effect }) => ({
      name,
      from: groupOrNone(from),
      to: groupOrNone(to),
      effect,
    })),
    total: effects.moved + effects.releveled,
  };
}

/**
 * The words where rules and ranks are unknown. They claim no consequences, only what Defender reports and what the new
 * conditions match.
 */
function unreadEffectsOf(
  unread: ShownUnread | null,
  lacks: ShownBase['devicesLack'],
): Pick<Effects, 'headline' | 'past' | 'told' | 'lines'> {
  const headlines = { headline: say(UNREAD), past: say(WAS_UNREAD) };
  if (unread?.devices === 0) return { ...headlines, told: [say(NO_DEVICE), ...lackLines(lacks)], lines: [] };
  const told = [...lackLines(lacks), ...(unread ? countLines(unread, lacks) : [])];
  return { ...headlines, told, lines: unread?.states ? fleetLines(unread.states) : [] };
}

/** How many devices are in the group, and how many match what was asked for. */
function countLines({ devices, reported, unsaid, matching }: ShownUnread, lacks: ShownBase['devicesLack']): string[] {
  const all = countRead(devices, lacks);
  const inGroup = unsaid
    ? t`Defender reports at least ${reported} of ${all} in this group now.`
    : t`Defender reports ${reported} of ${all} in this group now.`;
  const asked = t`The conditions asked for match ${matching} of ${all} (reckoned); those that a higher rank takes stay there.`;
  return [...(reported === null ? [] : [inGroup]), ...(matching === null ? [] : [asked])];
}

function headline({ devices, moved, releveled, oracle }: ShownDevices, lacks: ShownBase['devicesLack']): string {
  if (devices === 0) return say(NO_DEVICE);
  const all = countRead(devices, lacks);
  const unsure = oracle?.unsure ?? 0;
  if (moved + releveled === 0 && unsure > 0) return t`Whether ${unsure} of ${all} would move is not known.`;
  if (unsure > 0) return t`${moved} of ${all} would move (reckoned), and ${unsure} more may.`;
  if (moved + releveled === 0) return t`None of ${all} would move or get another remediation level (reckoned).`;
  if (releveled === 0) return t`${moved} of ${all} would move (reckoned).`;
  if (moved === 0) return t`${releveled} of ${all} would get another remediation level (reckoned).`;
  return t`${moved} of ${all} would move, and ${releveled} would get another remediation level where they are (reckoned).`;
}

/** The same once the change was applied. */
function pastHeadline({ devices, moved, releveled, oracle }: ShownDevices, lacks: ShownBase['devicesLack']): string {
  if (devices === 0) return say(NO_DEVICE);
  const all = countRead(devices, lacks);
  const unsure = oracle?.unsure ?? 0;
  if (moved + releveled === 0 && unsure > 0) return t`Whether ${unsure} of ${all} were to move is not known.`;
  if (unsure > 0) return t`${moved} of ${all} were to move (reckoned), and ${unsure} more may.`;
  if (moved + releveled === 0) return t`None of ${all} were to move or get another remediation level (reckoned).`;
  if (releveled === 0 && moved === 1) return t`1 of ${all} was to move (reckoned).`;
  if (releveled === 0) return t`${moved} of ${all} were to move (reckoned).`;
  if (moved === 0) return t`${releveled} of ${all} were to get another remediation level (reckoned).`;
  return t`${moved} of ${all} were to move, and ${releveled} were to get another remediation level where they are (reckoned).`;
}

function groupOrNone(name: string | null): string {
  return name === null ? t`no group` : shownName(name);
}

function flowsOf({ moves, levels }: ShownDevices): Flow[] {
  return [
    ...moves.list.map(({ from, to, by, ...counts }) => ({
      group: null,
      from: groupOrNone(from),
      to: groupOrNone(to),
      ...counts,
      ...(by && { levels: by }),
    })),
    ...levels.list.map(({ by, group, from, to, ...level }) => ({
      ...{ group: shownName(group), from: say(from), to: say(to) },
      ...level,
      ...(by && { levels: by }),
    })),
  ];
}

function shadowLines({ shadowed }: ShownDevices): string[] {
  const lines = shadowed.list.map(({ group, devices, by }) => {
    return t`${quoted(shownName(group))} also matches ${countDevices(devices)} that a higher rank takes: ${named(by)}.`;
  });
  const { more } = shadowed;
  return [...lines, ...(more > 0 ? [t`And ${more} more groups lose devices to a higher rank.`] : [])];
}

function groupLines({ emptied, opaque }: ShownDevices): string[] {
  return [
    ...(emptied.list.length > 0 ? [t`Left without any device: ${named(emptied)}.`] : []),
    ...(opaque.list.length > 0 ? [t`Not evaluated: ${named(opaque)}.`] : []),
  ];
}
