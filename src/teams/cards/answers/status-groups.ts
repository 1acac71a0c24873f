import type { StatusData } from '../../../requests/messages/answers.ts';
import { LENGTHS, type Sentence, sanitise } from '../parts/shown-text.ts';

/** The most groups that a status lists. */
export const MOST_GROUPS = 16;

/** Why one half of the status is not shown. */
export function unreadHalf({ unreadHalf: unread, features }: StatusData, half: 'features' | 'groups'): Sentence[] {
  if (unread?.half !== half) return [];
  const what = half === 'groups' ? 'The device groups' : 'The switches';
  const isRemembered = half === 'features' && features.some(({ source }) => source && source.kind !== 'not-known');
  const before = isRemembered ? ' What is shown was known before.' : '';
  return [{ text: sanitise(`${what} could not be read now: ${unread.why}${before}`) }];
}

/** What the list of groups lacks. */
export function shortGroups({ ungroupedMissing, ...data }: StatusData): Sentence[] {
  const missing = ungroupedMissing ? [{ text: sanitise(NO_UNGROUPED) }] : [];
  return [...missing, ...shortList(data)];
}

const NO_UNGROUPED = "Defender's list lacks the ungrouped devices: their level was not read.";

function shortList({ groupsShort, groupsUnread, groupsLeftOut = 0 }: StatusData): Sentence[] {
  if (groupsUnread !== undefined) return [{ text: sanitise(`${BY_DEVICES} ${groupsUnread}`, LENGTHS.message) }];
  if (!groupsShort) return [];
  const count = groupsLeftOut > 0 ? ` ${groupsLeftOut} of what the list holds could not be used.` : '';
  return [{ text: sanitise(`Not every device group could be read: there may be more.${count}`) }];
}

const BY_DEVICES =
  'The list of device groups could not be read. Shown are the groups in which Defender reports devices.';

const MAYBE_BUSINESS = 'No device group was found. If this is Defender for Business, it has none.';

/** Why no group, or not every one, is shown. */
export function groupless({ groups: listed, product, unreadHalf: unread }: StatusData): Sentence[] {
  if (unread?.half === 'groups') return [];
  if (listed === null)
    return [
      {
        text: sanitise('Defender for Business has no device groups: full automation is preset and cannot be changed.'),
      },
    ];
  if (listed.length === 0) return [{ text: sanitise('There are no device groups.') }];
  if (listed.length === 1 && product === 'unknown') return [{ text: sanitise(MAYBE_BUSINESS) }];
  const hidden = listed.length - MOST_GROUPS;
  return hidden > 0 ? [{ text: sanitise(`${hidden} more groups are not shown.`) }] : [];
}
