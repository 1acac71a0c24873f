import { areRanksUnread, isUnread } from '../../changes/device-group/model/groups-in.ts';
import { RANK_NOT_READ } from '../../changes/device-group/words/field-words.ts';
import { howToTellPart, sightOfLevel } from '../../changes/device-group/words/level-command.ts';
import { groupName, quoted } from '../../changes/device-group/words/names.ts';
import type { DeviceGroup } from '../../changes/device-group.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import type { StatusData } from '../messages/answers.ts';
import type { Outside } from '../record/outside.ts';

/** How many changes of groups a status tells; "outside changes" tells all. */
const MOST_TOLD = 2;

const TOLD_PARTS = ['level', 'conditions', 'access', 'rank'] as const;

/** Whether somebody can say of a group what Airlock cannot read; with an API that reads it, the level alone. */
export function isToSay(group: DeviceGroup, { byHand }: TenantSnapshot): boolean {
  return (byHand === true ? TOLD_PARTS : TOLD_PARTS.slice(0, 1)).some((part) => isUnread(group, part));
}

/** What of groups was changed outside Airlock; then how to make the level of the first group known where it is not. */
export function groupHint(
  { groups = [], byHand }: TenantSnapshot,
  outside: readonly Outside[],
): Pick<StatusData, 'groupHint'> {
  const group = groups.find((one) => isUnread(one, 'level'));
  if (group === undefined) return restHint(groups, byHand === true);
  const command = sightOfLevel(group.ungrouped ? null : group.name, 'full');
  const told = outside.flatMap(({ number, items }) =>
    items
      .filter(({ feature: set, reverted, undone }) => set === null && reverted === undefined && undone === undefined)
      .map(({ what }) => t`${what}, outside Airlock: change ${number}, which nobody adopted. `),
  );
  return {
    groupHint: t`${told.slice(0, MOST_TOLD).join('')}Not known? Select "${say(SEE)}" beside it, or write: ${command}`,
  };
}

/** Where every level is known: how to make known what else is not. */
function restHint(groups: readonly DeviceGroup[], byHand: boolean): Pick<StatusData, 'groupHint'> {
  if (!byHand) return areRanksUnread(groups) ? { groupHint: say(RANK_NOT_READ) } : {};
  for (const part of ['conditions', 'access', 'rank'] as const) {
    const group = groups.find((one) => isUnread(one, part));
    if (group)
      return {
        groupHint: t`${say(NOT_KNOWN_OF[part])} ${quoted(groupName(group))}: not known. Select "${say(SEE)}" beside it. ${howToTellPart(group.ungrouped ? null : group.name, part)}`,
      };
  }
  return {};
}

/** The button beside a group of which something is not known. */
const SEE = msg`I see it`;

const NOT_KNOWN_OF = { conditions: msg`Rules of`, access: msg`Access of`, rank: msg`Rank of` } as const;
