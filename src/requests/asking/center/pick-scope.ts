import { groupName, typedName } from '../../../changes/device-group/words/names.ts';
import type { DeviceGroup } from '../../../changes/device-group.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { t } from '../../../shared/language/worded.ts';
import type { CenterPick } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';

/** The most device groups that a card offers, and bytes of their names. */
const MOST_SCOPES = 40;
const MOST_BYTES = 6_000;

/** What a card offers to choose, and what else there is to say. */
interface Picked {
  readonly pick: CenterPick | null;
  readonly notes: readonly string[];
}

/**
 * The device groups among which somebody chooses where a file is to be allowed.
 * @param say what the button types, with `{scope}` and `{end}` where the choices go; null for nothing to choose
 */
export async function pickScope({ tenant }: Pick<Services, 'tenant'>, say: string | null): Promise<Picked> {
  if (say === null) return { pick: null, notes: [] };
  try {
    const { groups = [] } = await tenant.read(['groups'], 'recent');
    const named = groups.filter(({ ungrouped }) => !ungrouped);
    const scopes = scopesOf(named);
    const isShort = scopes.length < named.length;
    if (scopes.length === 0) return { pick: null, notes: [byWords()] };
    return { pick: { say, title: t`Allow the file`, scopes }, notes: isShort ? [byWords()] : [] };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return { pick: null, notes: [t`The device groups were not read: ${error.message}`, byWords()] };
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

function byWords(): string {
  return t`For a device group that stands here in no list, write "allow file <hash> on <group> for 7 days".`;
}
