import type { ConditionInput, FormRequest, GroupFields } from '../../../changes/device-group/input/group-input.ts';
import type { Command } from '../command.ts';
import { byRank, isComma, isIdle, means, type Part, partsOf } from './parts.ts';
import type { Sentence } from './sentence.ts';

const MORE = ['tag', 'domain', 'name-noun', 'os-noun', 'description', 'access', 'rule'] as const;

/** What was read so far of what is to become of one group. */
interface Filling {
  /** Null for the ungrouped devices; undefined until it is named. */
  group: string | null | undefined;
  readonly fields: { -readonly [K in keyof GroupFields]?: GroupFields[K] };
  readonly conditions: ConditionInput[];
  readonly access: string[];
}

/**
 * A wish to change parts of one group, each with its new value: its form opens with them filled in. Every word counts.
 * A level or a name alone is none of it: these are whole requests.
 */
export function fillWish(sentence: Sentence): Command | null {
  const whole = partsOf(sentence, MORE);
  if (!whole.some((part) => means(part, 'edit', 'set', 'rename', 'should', 'wish'))) return null;
  const filling: Filling = { group: undefined, fields: {}, conditions: [], access: [] };
  const clauses = clausesOf(byRank(whole).filter((part) => !isIdle(part)));
  if (!clauses.every((clause) => PATTERNS.some(([pattern, fill]) => takes(clause, pattern, fill, filling))))
    return null;
  const { name: _name, level: _level, ...others } = filling.fields;
  const isAlone = clauses.length === 1 && Object.keys(others).length + partsAmong(filling) === 0;
  return filling.group === undefined || isAlone ? null : formOf(filling, filling.group);
}

function partsAmong({ conditions, access }: Filling): number {
  return conditions.length + access.length;
}

/** What stands between "and" and commas. */
function clausesOf(parts: readonly Part[]): readonly (readonly Part[])[] {
  const clauses: Part[][] = [[]];
  for (const part of parts) {
    if (!means(part, 'and') && !isComma(part)) clauses.at(-1)?.push(part);
    else if ((clauses.at(-1)?.length ?? 0) > 0) clauses.push([]);
  }
  return clauses;
}

/**
 * One letter for each part: N a name, L a level, S a system, P a part of a group, G "group", I "it", U the ungrouped
 * devices, R "rename", V a verb, T "to", O "of". The first that fits counts.
 */
function letterOf(part: Part): string {
  if (part.kind !== 'item') return part.kind === 'name' && /^its$/iu.test(part.name) ? 'I' : 'N';
  if (part.item.level !== null) return 'L';
  const found = LETTERS.find(([, concepts]) => means(part, ...concepts));
  return found ? found[0] : part.item.isOs ? 'S' : 'x';
}

const LETTERS = [
  ['R', ['rename']],
  ['U', ['ungrouped']],
  ['G', ['group']],
  ['P', ['tag', 'domain', 'name-noun', 'os-noun', 'description', 'access', 'level-noun']],
  ['I', ['it']],
  ['T', ['to', 'should', 'be']],
  ['V', ['edit', 'set']],
  ['O', ['of', 'for', 'in']],
] as const;

/** Which group: by its name, or the one that was named before. */
const WHICH = '(?<which>G?NG?|I|U)';

type Said = (name: string) => Part | undefined;
type Fill = (said: Said, filling: Filling) => boolean;

const PATTERNS: readonly (readonly [RegExp, Fill])[] = [
  [new RegExp(`^V*(?:${WHICH}T*|(?:P(?:O${WHICH.replace('which', 'of')})?T*)?T*)(?<level>L)$`, 'du'), fillLevel],
  [new RegExp(`^V*${WHICH}O?(?<part>P)T*(?<level>L)$`, 'du'), fillLevel],
  [new RegExp(`^V*RO?${WHICH}?T(?<name>N)$`, 'du'), fillName],
  [/^V*(?<which>G?NG?)O(?<part>P)T(?<value>N|S)$/du, fillOwn],
  [/^V*(?<which>I)(?<part>P)T(?<value>N|S)$/du, fillOwn],
  [new RegExp(`^V*(?<part>P)O${WHICH}T(?<value>N|S)$`, 'du'), fillPart],
  [new RegExp(`^V*(?<part>P)T?(?<value>N|S)(?:O${WHICH})?$`, 'du'), fillPart],
  [new RegExp(`^V+(?<value>N)(?<part>P)T${WHICH}$`, 'du'), addAccess],
];

function takes(clause: readonly Part[], pattern: RegExp, fill: Fill, filling: Filling): boolean {
  const found = pattern.exec(clause.map(letterOf).join(''));
  if (!found) return false;
  const said: Said = (name) => {
    const at = found.indices?.groups?.[name];
    if (!at) return undefined;
    const parts = clause.slice(...at);
    return parts.find((part) => part.kind === 'name') ?? parts[0];
  };
  const which = said('which') ?? said('of');
  return (which === undefined || isGroup(which, filling)) && fill(said, filling);
}

/** Takes the group that is named; false where it is another one than before. */
function isGroup(which: Part, filling: Filling): boolean {
  if (which.kind === 'number') return false;
  if (which.kind === 'item' && means(which, 'it')) return filling.group !== undefined;
  if (which.kind === 'name' && /^its$/iu.test(which.name)) return filling.group !== undefined;
  const group = which.kind === 'name' ? which.name : null;
  if (filling.group !== undefined) return filling.group === group;
  filling.group = group;
  return true;
}

/** Sets a field that nothing set before. */
function set<K extends keyof GroupFields>({ fields }: Filling, field: K, value: GroupFields[K] | null): boolean {
  if (value === null || fields[field] !== undefined) return false;
  (fields as { [F in K]?: GroupFields[F] })[field] = value;
  return true;
}

function fillLevel(said: Said, filling: Filling): boolean {
  const [level, part] = [said('level'), said('part')];
  if (part && !means(part, 'level-noun')) return false;
  return set(filling, 'level', level?.kind === 'item' ? level.item.level : null);
}

function fillName(said: Said, filling: Filling): boolean {
  return set(filling, 'name', textOf(said('name')));
}

/** "Lab's name", "its name": the name of the group. */
function fillOwn(said: Said, filling: Filling): boolean {
  const part = said('part');
  const isName = part?.kind === 'item' && /^names?$/iu.test(part.item.text);
  return isName ? set(filling, 'name', textOf(said('value'))) : fillPart(said, filling);
}

function fillPart(said: Said, filling: Filling): boolean {
  const [part, value] = [said('part'), said('value')];
  const text = textOf(value);
  if (text === null) return false;
  if (means(part, 'description')) return set(filling, 'description', text);
  if (means(part, 'access')) return set(filling, 'access', [text]);
  const property = (['tag', 'domain', 'os'] as const).find((one) => means(part, one === 'os' ? 'os-noun' : one));
  const isDevice = part?.kind === 'item' && means(part, 'name-noun') && !/^names?$/iu.test(part.item.text);
  if (property === undefined && !isDevice) return false;
  const isOs = property === 'os';
  if (!isOs && value?.kind === 'item') return false;
  filling.conditions.push({ property: property ?? 'name', operator: isOs ? '' : 'equals', value: text });
  return true;
}

/** "give SOC access to Finance": besides those that have it. */
function addAccess(said: Said, filling: Filling): boolean {
  const text = textOf(said('value'));
  if (text === null || !means(said('part'), 'access')) return false;
  filling.access.push(text);
  return true;
}

function textOf(part: Part | undefined): string | null {
  if (part?.kind === 'name') return part.name;
  if (part?.kind === 'number') return String(part.number);
  return part?.kind === 'item' && part.item.isOs ? part.item.text : null;
}

function formOf({ fields, conditions, access }: Filling, group: string | null): Command | null {
  const isFilled = Object.keys(fields).length > 0;
  const among = { ...(conditions.length > 0 && { conditions }), ...(access.length > 0 && { access }) };
  const hasMore = Object.keys(among).length > 0;
  const wished = { ...(isFilled && { fields }), ...(hasMore && { among }) };
  if (group !== null) return { kind: 'form', opens: { kind: 'device-group.update', name: group, ...wished } };
  const { level, access: named, ...others } = fields;
  if (Object.keys(others).length + conditions.length > 0) return null;
  const opens: FormRequest = {
    kind: 'ungrouped-devices',
    fields: { ...(level !== undefined && { level }), ...(named && { access: named }) },
    ...(access.length > 0 && { among: { access } }),
  };
  return { kind: 'form', opens };
}
