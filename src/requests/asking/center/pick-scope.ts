import { groupName, typedName } from '../../../changes/device-group/words/names.ts';
import type { DeviceGroup } from '../../../changes/device-group.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { t } from '../../../shared/language/worded.ts';
import type { CenterPick } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';

/** The most device groups that a card offers, and bytes of their names. */
const MOST_SCOPES = 40;
const MOST_BYTES = 6_000;

/** A button for which a scope and an end are chosen first: what it types has `{scope}` and `{end}` for them. */
export type PickedButton = Pick<CenterPick, 'say' | 'title'>;

/** What a card offers to choose, and what else there is to say. */
interface Picked {
  readonly pick: CenterPick | null;
  readonly notes: readonly string[];
}

/**
 * The device groups among which somebody chooses where it is to be allowed.
 * @param button with `{scope}` and `{end}` where the choices go; null for nothing to choose
 */
export async function pickScope({ tenant }: Pick<Services, 'tenant'>, button: PickedButton | null): Promise<Picked> {
  if (button === null) return { pick: null, notes: [] };
  try {
    const { groups = [] } = await tenant.read(['groups'], 'recent');
    const named = groups.filter(({ ungrouped }) => !ungrouped);
    const scopes = scopesOf(named);
    const isShort = scopes.length < named.length;
    if (scopes.length === 0) return { pick: null, notes: [byWords(button)] };
    return { pick: { ...button, scopes }, notes: isShort ? [byWords(button)] : [] };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return { pick: null, notes: [t`The device groups were not read: ${error.message}`, byWords(button)] };
  }
}

/** Those that can be typed, as many as a card has room for. */
function scopesOf(groups: readonly DeviceGroup[]): CenterPick['scopes'] {
  let left = MOST_BYTES;
  return groups
    .flatMap((group) => {
      const value = typedName(group.name);
      return value === null ? [] : [{ title: groupName(group), value }];
    })
    .slice(0, MOST_SCOPES)
    .filter(({ title, value }) => {
      left -= Buffer.byteLength(title + value);
      return left >= 0;
    });
}

/** How to allow what no choice is offered for: there is room for one. */
export function alsoByWords(button: PickedButton): string {
  return t`The device group of the other one is chosen in words: write "${typedBy(button)}".`;
}

function byWords(button: PickedButton): string {
  return t`For a device group that stands here in no list, write "${typedBy(button)}".`;
}

function typedBy({ say }: PickedButton): string {
  return say
    .replace(/ because .*$/u, '')
    .replace('{scope}', '<group>')
    .replace('{end}', '7 days');
}
