import { devicesNamed, withoutQuotes } from '../../../changes/supported/tags/devices-named.ts';
import { t } from '../../../shared/language/worded.ts';
import type { CommandOf } from '../command.ts';

type Parsed = CommandOf<'change' | 'malformed' | 'incomplete'>;

const TAG = /^tag (.+) with (?:the tag )?("[^"]+"|.+?)$/iu;
const QUOTED_TAG = /^tag (.+?) with (?:the tag )?("[^"]+")$/iu;
const UNTAG = /^untag (.+) (?:of|from) ("[^"]+"|.+?)$/iu;
const REMOVE = /^remove (?:the )?tag ("[^"]+"|.+?) (?:from|of) (.+)$/iu;

/** The tag first, and a pasted list below it. */
const LIST =
  /^tag (?:(?:the following|these|the|all these) ?)?(?:devices )?with (?:the tag )?("[^"]+"|[^:"]+?): ?(.+)$/iu;
const NO_TAG =
  /^(tag|untag) ((?=\S*\d)[\p{L}\p{N}][\p{L}\p{N}._-]*(?:[,; ]+(?=\S*\d)[\p{L}\p{N}][\p{L}\p{N}._-]*)*)$/iu;
/** A word before which no name of a device stands. */
const NO_NAME = /^(?:all|every|each|any|the|our|my|these|those|some|group|devices?)$/iu;

/** The rule of a device group has tags, too. */
const OF_GROUP = /^(?:the )?(?:device )?groups? /iu;

/** The command that sets a tag on devices or takes it away; null for any other text, for a question,
 * and for a list that was cut. */
export function parseTags(line: string): Parsed | null {
  if (line.endsWith('?') || line.endsWith('…')) return null;
  const [, first, below] = LIST.exec(line) ?? [];
  if (first && below) return tagging('add', below, first);
  const [, devices, tag] = QUOTED_TAG.exec(line) ?? TAG.exec(line) ?? [];
  if (devices && tag) return tagging('add', devices, tag);
  const [, untagged, of] = UNTAG.exec(line) ?? [];
  if (untagged && of) return tagging('remove', untagged, of);
  const [, removed, from] = REMOVE.exec(line) ?? [];
  return removed && from ? tagging('remove', from, removed) : withoutTag(line);
}

/** Devices without the tag that is meant. */
function withoutTag(line: string): CommandOf<'incomplete'> | null {
  const [, verb = '', devices = ''] = NO_TAG.exec(line) ?? [];
  const [first = ''] = devices.split(/[,; ]/u);
  if (first === '') return null;
  return verb.toLowerCase() === 'tag'
    ? { kind: 'incomplete', why: t`Write with which tag, too.`, example: `tag ${devices} with Lab` }
    : {
        kind: 'incomplete',
        why: t`Write which tag is taken away, too: "tags of ${first}" lists those that it has.`,
        example: `untag ${devices} from Lab`,
      };
}

function tagging(action: 'add' | 'remove', devices: string, tag: string): Parsed | null {
  if (OF_GROUP.test(devices) || OF_GROUP.test(tag)) return null;
  const wanted = devicesNamed(devices.trim());
  const bare = withoutQuotes(tag.trim());
  if (wanted === null || bare === '') return null;
  if ('names' in wanted && wanted.names.length > 1 && wanted.names.some((name) => NO_NAME.test(name)))
    return { kind: 'malformed', why: t`Name the devices one by one, or write how their names begin.`, examples: MANY };
  const why = action === 'add' ? oddTag(tag.trim(), bare) : null;
  if (why !== null) return { kind: 'malformed', why, examples: EXAMPLES };
  if ([...bare].length > LONGEST) return null;
  return { kind: 'change', change: { kind: 'device-tags', action, tag: bare, wanted, devices: [] } };
}

/** The longest that Microsoft documents, of a tag by the registry (docs/facts/defender.md#device-tags). */
const LONGEST = 200;

const MANY = ['tag LAP-HR-0001, LAP-HR-0002 with Lab', 'tag LAP-HR* with Lab'];
const EXAMPLES = ['tag LAP-HR-0001 with Lab', 'tag LAP-HR-0001 with "Lab, Berlin"'];

/** What may be said of a second tag, or of when, without quotation marks. */
const NOT_OF_TAG =
  /^tags? |["“”]| (?:and|und) | (?:now|immediately|right away|asap|today|tonight|please|jetzt|sofort|heute|bitte)$| (?:until|till|bis) \S| (?:for|für) (?:the next |die nächsten )?(?:\d{1,4} ?|an? |eine[nr]? )(?:minute|hour|day|week|month|year|stunde|tag|woche|monat|jahr)\p{L}*$/iu;

/** What is wrong with a tag that is to be set. A comma without quotation marks may stand between two tags. */
function oddTag(typed: string, tag: string): string | null {
  const { length } = [...tag];
  if (length > LONGEST)
    return t`A tag has ${LONGEST} characters at most, the longest that Microsoft documents; this one has ${length}.`;
  if (/^["“”][^"“”]*["“”]$/u.test(typed)) return null;
  if (NOT_OF_TAG.test(tag))
    return t`A request sets one tag, at once and without an end. Ask for each tag alone; if the words belong to the tag, put it in quotation marks.`;
  if (!/[,;]/u.test(tag)) return null;
  return t`A request sets one tag. Ask for each alone; if the comma belongs to the tag, put the tag in quotation marks. By Microsoft's page on tags, filters by such a tag might not work.`;
}
