import { devicesNamed, withoutQuotes } from '../../../changes/supported/tags/devices-named.ts';
import type { CommandOf } from '../command.ts';

const TAG = /^tag (.+) with (?:the tag )?("[^"]+"|.+?)$/iu;
const QUOTED_TAG = /^tag (.+?) with (?:the tag )?("[^"]+")$/iu;
const UNTAG = /^untag (.+) (?:of|from) ("[^"]+"|.+?)$/iu;
const REMOVE = /^remove (?:the )?tag ("[^"]+"|.+?) (?:from|of) (.+)$/iu;

/** The rule of a device group has tags, too. */
const OF_GROUP = /^(?:the )?(?:device )?groups? /iu;

/** The command that sets a tag on devices or takes it away; null for any other text, for a question,
 * and for a list that was cut. */
export function parseTags(line: string): CommandOf<'change'> | null {
  if (line.endsWith('?') || line.endsWith('…')) return null;
  const [, devices, tag] = QUOTED_TAG.exec(line) ?? TAG.exec(line) ?? [];
  if (devices && tag) return tagging('add', devices, tag);
  const [, untagged, of] = UNTAG.exec(line) ?? [];
  if (untagged && of) return tagging('remove', untagged, of);
  const [, removed, from] = REMOVE.exec(line) ?? [];
  return removed && from ? tagging('remove', from, removed) : null;
}

function tagging(action: 'add' | 'remove', devices: string, tag: string): CommandOf<'change'> | null {
  if (OF_GROUP.test(devices) || OF_GROUP.test(tag)) return null;
  const wanted = devicesNamed(devices.trim());
  const bare = withoutQuotes(tag.trim());
  if (wanted === null || bare === '' || [...bare].length > 200) return null;
  return { kind: 'change', change: { kind: 'device-tags', action, tag: bare, wanted, devices: [] } };
}
