import type { Effects } from '../../device-effects.ts';
import type { ProtectionEffect } from '../../remediation-level.ts';
import { type GroupChange, movesNone, setBy } from '../model/group-change.ts';
import { countDevices, named, quoted } from '../words/names.ts';
import { countRead, lackLines, NO_DEVICE } from './lack-words.ts';
import { chiefLines, fleetLines, furtherLines } from './oracle-words.ts';
import type { ShownBase, ShownDevices, ShownUnread } from './shown-base.ts';

const NOBODY = 'no group';

const UNREAD = 'Which devices would move is not known: the rules and ranks of device groups are not known.';

/** In any tenant, so nothing has to be known of this one. */
const NO_MOVE = 'No device would move: only rules and ranks move devices.';

const NOTHING_KNOWN: Effects = {
  headline: 'Which devices would move is not known: they were not read.',
  lines: [],
  first: [],
  total: 0,
  readAt: null,
};

const EFFECT_WORDS: Readonly<Record<ProtectionEffect, string>> = {
  same: '',
  raised: ', protected more',
  lowered: ', protected less',
  unclear: ', protection unclear',
};

/** The consequences for devices, in words, from what was stored at the time of the request. */
export function effectsOf(change: GroupChange, shown: ShownBase): Effects {
  const { effects, unread, devicesAt, devicesLack: lacks } = shown;
  const readAt = devicesAt ?? null;
  const isStill = movesNone(change) && (effects === null || unread !== undefined);
  if (isStill && setBy(change).level === undefined) return { ...NOTHING_KNOWN, headline: NO_MOVE, readAt };
  if (effects === null) {
    const known =
      unread === undefined ? NOTHING_KNOWN : { ...NOTHING_KNOWN, ...unreadEffectsOf(unread, lacks), readAt };
    return isStill ? { ...known, headline: NO_MOVE } : known;
  }
  return {
    readAt,
    headline: headline(effects, lacks),
    lines: [
      ...lackLines(lacks),
      ...(effects.oracle ? chiefLines(effects.oracle) : []),
      ...moveLines(effects),
      ...levelLines(effects),
      ...shadowLines(effects),
      ...groupLines(effects),
      ...(effects.oracle ? furtherLines(effects.oracle) : []),
    ],
    first: effects.first.map(({ name, from, to, effect }) => ({
      name,
      from: from ?? NOBODY,
      to: to ?? NOBODY,
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
): Pick<Effects, 'headline' | 'lines'> {
  if (unread?.devices === 0) return { headline: UNREAD, lines: [NO_DEVICE, ...lackLines(lacks)] };
  const of = unread && `of ${countRead(unread.devices, lacks)}`;
  const lines = [
    ...lackLines(lacks),
    ...(unread && unread.reported !== null ? [`Defender reports ${unread.reported} ${of} in this group now.`] : []),
    ...(unread && unread.matching !== null
      ? [
          `The conditions asked for match ${unread.matching} ${of} (reckoned); those that a higher rank takes stay there.`,
        ]
      : []),
    ...(unread?.states ? fleetLines(unread.states) : []),
  ];
  return { headline: UNREAD, lines };
}

function headline({ devices, moved, releveled, oracle }: ShownDevices, lacks: ShownBase['devicesLack']): string {
  if (devices === 0) return NO_DEVICE;
  const all = countRead(devices, lacks);
  const unsure = oracle?.unsure ?? 0;
  if (moved + releveled === 0 && unsure > 0) return `Whether ${unsure} of ${all} would move is not known.`;
  if (unsure > 0) return `${moved} of ${all} would move (reckoned), and ${unsure} more may.`;
  if (moved + releveled === 0) return `None of ${all} would move or get another remediation level (reckoned).`;
  if (releveled === 0) return `${moved} of ${all} would move (reckoned).`;
  if (moved === 0) return `${releveled} of ${all} would get another remediation level; none would move (reckoned).`;
  return `${moved} of ${all} would move, and ${releveled} would get another remediation level where they are (reckoned).`;
}

function moveLines({ moves }: ShownDevices): string[] {
  const lines = moves.list.map(({ from, to, devices, effect }) => {
    const way = `From ${from === null ? NOBODY : quoted(from)} to ${to === null ? NOBODY : quoted(to)}`;
    return `${way}: ${countDevices(devices)}${EFFECT_WORDS[effect]}.`;
  });
  return [...lines, ...rest(moves.more, 'more moves between other groups')];
}

function levelLines({ levels }: ShownDevices): string[] {
  const lines = levels.list.map(({ group, from, to, devices, effect }) => {
    return `In ${quoted(group)}: ${countDevices(devices)} from ${from} to ${to}${EFFECT_WORDS[effect]}.`;
  });
  return [...lines, ...rest(levels.more, 'more groups change their level')];
}

function shadowLines({ shadowed }: ShownDevices): string[] {
  const lines = shadowed.list.map(({ group, devices, by }) => {
    return `${quoted(group)} also matches ${countDevices(devices)} that a higher rank takes: ${named(by)}.`;
  });
  return [...lines, ...rest(shadowed.more, 'more groups lose devices to a higher rank')];
}

function groupLines({ emptied, opaque }: ShownDevices): string[] {
  return [
    ...(emptied.list.length > 0 ? [`Left without any device: ${named(emptied)}.`] : []),
    ...(opaque.list.length > 0 ? [`Not evaluated: ${named(opaque)}.`] : []),
  ];
}

function rest(more: number, what: string): string[] {
  return more > 0 ? [`And ${more} ${what}.`] : [];
}
