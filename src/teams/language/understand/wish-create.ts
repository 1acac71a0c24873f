import type { ConditionInput, GroupFields, PlaceInput } from '../../../changes/device-group/input/group-input.ts';
import type { TextOperator, TextProperty } from '../../../changes/device-group.ts';
import type { Command } from '../command.ts';
import { isComma, isIdle, means, type Part, partsOf } from './parts.ts';
import type { Sentence } from './sentence.ts';

const MORE = [
  ...(['tag', 'tagged', 'domain', 'name-noun', 'os-noun', 'description', 'access', 'equals', 'starts-with'] as const),
  ...(['ends-with', 'contains', 'device', 'named'] as const),
];

/** What was read so far of a group to create, and of the parts from where on the rest is to be read. */
interface Reading {
  readonly parts: readonly Part[];
  at: number;
  name: string;
  level: string;
  description: string;
  place: PlaceInput | null;
  readonly conditions: ConditionInput[];
  readonly access: string[];
  /** Whether something could not be read. */
  isOpen: boolean;
}

/**
 * A wish to create a group, its parts in any order. Where it is whole it becomes a draft; else the form opens with all
 * that was typed.
 * @param isStrict whether it is none where a part of it could not be read
 */
export function createWish(sentence: Sentence, isStrict = false): Command | null {
  const whole = partsOf(sentence, MORE);
  const parts = whole.filter((part) => !isIdle(part) || means(part, ...MORE, 'create', 'with'));
  const verb = parts.findIndex((part) => means(part, 'create'));
  const noun = parts.findIndex((part) => means(part, 'group'));
  if (verb === -1 || noun === -1 || parts.slice(0, verb).length > 0) return null;
  if (parts.some((part) => means(part, 'delete', 'rename', 'groups', 'all', 'disable', 'negation'))) return null;
  const between = parts.slice(verb + 1, noun).filter((part) => !means(part, 'create', 'set'));
  const [before, ...others] = between;
  if (others.length > 0 || (before && before.kind !== 'name')) return null;
  if (before && means(parts[verb], 'set') && !isNewOne(whole, before)) return null;
  const reading = readParts(parts, noun + 1, before?.kind === 'name' ? before.name : '');
  if (reading.isOpen && isStrict) return null;
  return commandOf(reading);
}

/** "make a Lab group" and not "make the Lab group", which there is already. */
function isNewOne(whole: readonly Part[], name: Part): boolean {
  const beside = whole[whole.indexOf(name) - 1];
  return (
    means(beside, 'create') || (means(beside, 'article') && beside?.kind === 'item' && /^an?$/iu.test(beside.item.text))
  );
}

function readParts(parts: readonly Part[], at: number, name: string): Reading {
  const nothing = { level: '', description: '', place: null, conditions: [], access: [], isOpen: false };
  const reading: Reading = { ...nothing, parts, at, name };
  while (reading.at < parts.length) {
    const from = reading.at;
    const reader = READERS.find((read) => read(reading));
    if (!reader) reading.isOpen = true;
    if (reading.at === from) reading.at += 1;
  }
  const end = parts.at(-1);
  if (isComma(end) || means(end, 'and', 'or')) reading.isOpen = true;
  return reading;
}

function commandOf({ name, level, description, place, conditions, access, isOpen }: Reading): Command {
  if (!isOpen && name !== '' && level !== '' && conditions.length > 0) {
    const fields: GroupFields = { name, description, level, conditions, access };
    return { kind: 'input', input: { kind: 'device-group.create', fields, ...(place && { place }) } };
  }
  const fields = {
    ...(name !== '' && { name }),
    ...(level !== '' && { level }),
    ...(description !== '' && { description }),
    ...(conditions.length > 0 && { conditions }),
    ...(access.length > 0 && { access }),
  };
  const isTyped = Object.keys(fields).length > 0;
  return { kind: 'form', opens: { kind: 'device-group.create', ...(isTyped && { fields }), ...(place && { place }) } };
}

/** Reads one part where it begins, and goes on behind it. */
type Reader = (reading: Reading) => boolean;

const READERS: readonly Reader[] = [
  readLevel,
  readTag,
  readText,
  readOs,
  readPlace,
  readCalled,
  readOther,
  readName,
  readGlue,
];

function partAt({ parts, at }: Reading, ahead = 0): Part | undefined {
  return parts[at + ahead];
}

/** The value `ahead` of here: a name, a number, or a word that means something elsewhere. */
function valueAt(reading: Reading, ahead: number): string | null {
  const part = partAt(reading, ahead);
  if (part?.kind === 'name') return part.name;
  if (part?.kind === 'number') return String(part.number);
  return null;
}

function readLevel(reading: Reading): boolean {
  const part = partAt(reading);
  if (part?.kind !== 'item' || part.item.level === null) return false;
  if (reading.level !== '' && reading.level !== part.item.level) return false;
  reading.level = part.item.level;
  reading.at += 1;
  return true;
}

/** "tag HR", "tagged HR", "tag equals HR". */
function readTag(reading: Reading): boolean {
  const isTagged = means(partAt(reading), 'tagged');
  return (isTagged || means(partAt(reading), 'tag')) && readCondition(reading, 'tag', 1);
}

function readText(reading: Reading): boolean {
  const part = partAt(reading);
  if (means(part, 'domain')) return readCondition(reading, 'domain', 1);
  const isDevice = means(part, 'device');
  const ahead = isDevice ? 1 : 0;
  const isName = means(partAt(reading, ahead), 'name-noun') || (isDevice && means(partAt(reading, 1), 'named'));
  if (isName && (isDevice || operatorAt(reading, 1) !== null)) return readCondition(reading, 'name', ahead + 1);
  return isDevice && operatorAt(reading, 1) !== null && readCondition(reading, 'name', 1);
}

function operatorAt(reading: Reading, ahead: number): TextOperator | null {
  const part = partAt(reading, ahead);
  const found = (['starts-with', 'ends-with', 'contains', 'equals'] as const).find((word) => means(part, word));
  return found ?? null;
}

function readCondition(reading: Reading, property: TextProperty, ahead: number): boolean {
  const operator = operatorAt(reading, ahead);
  const at = ahead + (operator === null ? 0 : 1);
  const value = valueAt(reading, at);
  if (value === null) return false;
  const last = reading.conditions.at(-1);
  const others = reading.conditions.filter((row) => row.property === property);
  if (others.length > 0 && last?.property !== property) return false;
  const isJoinedByOr = means(reading.parts[reading.at - 1], 'or');
  if (others.length > 0 ? !joinedByOr(reading) : isJoinedByOr) reading.isOpen = true;
  reading.conditions.push({ property, operator: operator ?? 'equals', value });
  reading.at += at + 1;
  return true;
}

function joinedByOr({ parts, at }: Reading): boolean {
  return means(parts[at - 1], 'or') || isComma(parts[at - 1]);
}

/** "os Windows 11", "for Windows 11 and Linux". */
function readOs(reading: Reading): boolean {
  const isNamed = means(partAt(reading), 'os-noun');
  const ahead = isNamed ? (means(partAt(reading, 1), 'equals', 'in') ? 2 : 1) : 0;
  const part = partAt(reading, ahead);
  const isSystem = part?.kind === 'item' && part.item.isOs;
  const value = isSystem ? part.item.text : isNamed ? valueAt(reading, ahead) : null;
  if (value === null) return false;
  const earlier = reading.conditions.at(-1);
  if (reading.conditions.some(({ property }) => property === 'os') && earlier?.property !== 'os') return false;
  if (earlier?.property === 'os') reading.conditions.pop();
  if (earlier?.property === 'os' && isNamed) reading.isOpen = true;
  const all = earlier?.property === 'os' ? `${earlier.value}, ${value}` : value;
  reading.conditions.push({ property: 'os', operator: '', value: all });
  reading.at += ahead + 1;
  return true;
}

function readPlace(reading: Reading): boolean {
  if (reading.place !== null) return false;
  const isRank = means(partAt(reading), 'rank');
  const part = partAt(reading, isRank ? 1 : 0);
  const ahead = isRank ? 2 : 1;
  const beside = valueAt(reading, ahead + (means(partAt(reading, ahead), 'group') ? 1 : 0));
  const at = means(part, 'before') ? 'before' : means(part, 'after') ? 'after' : null;
  if (at !== null && beside !== null) {
    reading.place = { at, group: { name: beside } };
    reading.at += ahead + (means(partAt(reading, ahead), 'group') ? 2 : 1);
    return true;
  }
  if (isRank && part?.kind === 'number') reading.place = { at: 'rank', rank: String(part.number) };
  else if (means(part, 'first')) reading.place = { at: 'rank', rank: '1' };
  else if (means(part, 'last')) reading.place = { at: 'last' };
  else return false;
  reading.at += ahead;
  return true;
}

function readCalled(reading: Reading): boolean {
  const isNamed = means(partAt(reading), 'called') || means(partAt(reading), 'name-noun');
  const ahead = means(partAt(reading, 1), 'equals') ? 2 : 1;
  const value = isNamed ? valueAt(reading, ahead) : null;
  if (value === null || reading.name !== '') return false;
  reading.name = value;
  reading.at += ahead + 1;
  return true;
}

/** A description, in quotation marks; or an Entra group that gets access. */
function readOther(reading: Reading): boolean {
  const value = valueAt(reading, means(partAt(reading, 1), 'for', 'equals') ? 2 : 1);
  if (value === null) return false;
  if (means(partAt(reading), 'description') && reading.description === '') reading.description = value;
  else if (means(partAt(reading), 'access')) reading.access.push(value);
  else return false;
  reading.at += means(partAt(reading, 1), 'for', 'equals') ? 3 : 2;
  return true;
}

/** A name that nothing introduces is the group's, where it stands first. */
function readName(reading: Reading): boolean {
  const part = partAt(reading);
  if (part?.kind !== 'name' || reading.name !== '' || reading.conditions.length > 0) return false;
  const isIntroduced = means(reading.parts[reading.at - 1], 'for', 'with', 'of', 'in');
  if (isIntroduced && !means(reading.parts[reading.at - 1], 'for')) return false;
  reading.name = part.name;
  reading.at += 1;
  return true;
}

const GLUE = ['with', 'for', 'and', 'or', 'of', 'in', 'to', 'level-noun', 'be', 'all', 'on', 'set'] as const;

function readGlue(reading: Reading): boolean {
  const part = partAt(reading);
  const isDevice = means(part, 'device') && partAt(reading, 1) !== undefined;
  if (!isComma(part) && !isDevice && !means(part, ...GLUE) && !(part && isIdle(part))) return false;
  reading.at += 1;
  return true;
}
