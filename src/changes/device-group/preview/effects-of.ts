import type { Effects, Flow } from '../../device-effects.ts';
import { type GroupChange, movesNone, setBy } from '../model/group-change.ts';
import { countDevices, named, quoted } from '../words/names.ts';
import { countRead, lackLines, NO_DEVICE } from './lack-words.ts';
import { agreementLines, chiefLines, fleetLines, furtherLines } from './oracle-words.ts';
import type { ShownBase, ShownDevices, ShownUnread } from './shown-base.ts';

const NOBODY = 'no group';

const UNREAD = 'Which devices would move is not known: the rules and ranks of device groups are not known.';

/** In any tenant, so nothing has to be known of this one. */
const NO_MOVE = 'No device would move: only rules and ranks move devices.';

const NOT_READ = 'Which devices would move is not known: they were not read.';

const NOTHING_KNOWN: Effects = {
  headline: NOT_READ,
  past: NOT_READ,
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
  const still = { headline: NO_MOVE, past: NO_MOVE };
  if (isStill && setBy(change).level === undefined) return { ...NOTHING_KNOWN, ...still, readAt };
  if (effects === null) {
    const known =
      unread === undefined ? NOTHING_KNOWN : { ...NOTHING_KNOWN, ...unreadEffectsOf(unread, lacks), readAt };
    return isStill ? { ...known, ...still } : { ...known, ranks };
  }
  return {
    readAt,
    headline: headline(effects, lacks, 'would'),
    past: headline(effects, lacks, 'were to'),
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
): Pick<Effects, 'headline' | 'past' | 'told' | 'lines'> {
  const headlines = { headline: UNREAD, past: UNREAD };
  if (unread?.devices === 0) return { ...headlines, told: [NO_DEVICE, ...lackLines(lacks)], lines: [] };
  const atLeast = unread?.unsaid ? 'at least ' : '';
  const of = unread && `of ${countRead(unread.devices, lacks)}`;
  const told = [
    ...lackLines(lacks),
    ...(unread && unread.reported !== null
      ? [`Defender reports ${atLeast}${unread.reported} ${of} in this group now.`]
      : []),
    ...(unread && unread.matching !== null
      ? [
          `The conditions asked for match ${unread.matching} ${of} (reckoned); those that a higher rank takes stay there.`,
        ]
      : []),
  ];
  return { ...headlines, told, lines: unread?.states ? fleetLines(unread.states) : [] };
}

type Tense = 'would' | 'were to';

function headline(
  { devices, moved, releveled, oracle }: ShownDevices,
  lacks: ShownBase['devicesLack'],
  tense: Tense,
): string {
  if (devices === 0) return NO_DEVICE;
  const all = countRead(devices, lacks);
  const unsure = oracle?.unsure ?? 0;
  if (moved + releveled === 0 && unsure > 0) return `Whether ${unsure} of ${all} ${tense} move is not known.`;
  if (unsure > 0) return `${moved} of ${all} ${tense} move (reckoned), and ${unsure} more may.`;
  if (moved + releveled === 0) return `None of ${all} ${tense} move or get another remediation level (reckoned).`;
  if (releveled === 0) return `${moved} of ${all} ${tense} move (reckoned).`;
  if (moved === 0) return `${releveled} of ${all} ${tense} get another remediation level (reckoned).`;
  return `${moved} of ${all} ${tense} move, and ${releveled} ${tense} get another remediation level where they are (reckoned).`;
}

function flowsOf({ moves, levels }: ShownDevices): Flow[] {
  return [
    ...moves.list.map(({ from, to, by, ...counts }) => ({
      group: null,
      from: from ?? NOBODY,
      to: to ?? NOBODY,
      ...counts,
      ...(by && { levels: by }),
    })),
    ...levels.list.map(({ by, ...level }) => ({ ...level, ...(by && { levels: by }) })),
  ];
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
