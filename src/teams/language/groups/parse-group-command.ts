import type { GroupFields, GroupReference, UpdateGroupInput } from '../../../changes/device-group/input/group-input.ts';
import { AirlockError, isAirlockError } from '../../../shared/errors.ts';
import { t } from '../../../shared/language/worded.ts';
import type { Command } from '../command.ts';
import { partStarts } from './grammar-words.ts';
import { TokenLine } from './line-tokens.ts';
import { FORM_LINES, GROUP_LINES, type GroupVerb } from './lines.ts';
import { type PartName, type Parts, placeStarts, readParts, readPlace } from './read-parts.ts';

/** Every verb that is understood, and the command that it stands for. */
const GROUP_VERBS: Readonly<Record<string, GroupVerb>> = {
  create: 'create',
  add: 'create',
  new: 'create',
  edit: 'edit',
  change: 'edit',
  set: 'edit',
  rename: 'rename',
  rank: 'rank',
  move: 'rank',
  delete: 'delete',
  remove: 'delete',
};

const GROUP = new RegExp(`^(${Object.keys(GROUP_VERBS).join('|')}) (?:an? |the )?device[ -]group(?: (.*))?$`, 'isu');
const UNGROUPED = /^(?:(?:edit|change|set) )?(?:the )?ungrouped devices(?: (.*))?$/isu;

/** Longest line that is read, in UTF-16 units; longer text was cut before. */
const LINE_MAX = 2_000;

/**
 * Parses a whole line about device groups; null for any other text. A line that is wrong in any part is a miss,
 * answered with a correct line: no part of it is carried out.
 */
export function parseGroupCommand(text: string): Command | null {
  const named = GROUP.exec(text);
  const verb = named ? GROUP_VERBS[(named[1] ?? '').toLowerCase()] : UNGROUPED.test(text) ? 'ungrouped' : undefined;
  if (!verb) return null;
  const rest = (named ? named[2] : UNGROUPED.exec(text)?.[1]) ?? '';
  if (text.length > LINE_MAX) return miss(verb, t`That is too long for one line.`);
  try {
    return READERS[verb](new TokenLine(rest));
  } catch (error) {
    if (isAirlockError(error, 'input-invalid')) return miss(verb, error.message);
    throw error;
  }
}

function miss(verb: GroupVerb, why: string): Command {
  const forms: Readonly<Partial<Record<GroupVerb, string>>> = FORM_LINES;
  const form = forms[verb];
  return { kind: 'malformed', why, examples: [GROUP_LINES[verb], ...(form ? [form] : [])] };
}

const READERS: { readonly [V in GroupVerb]: (line: TokenLine) => Command } = {
  create(line) {
    if (line.ended) return { kind: 'form', opens: { kind: 'device-group.create' } };
    const name = groupName(line, partStarts);
    const { level, conditions, place, access = [], description = '' } = readParts(line);
    if (level === undefined) throw missing(t`The level is missing: level full, for example.`);
    if (!conditions) throw missing(t`At least one condition is missing: tag equals finance, for example.`);
    const fields: GroupFields = { name, description, level, conditions, access };
    return { kind: 'input', input: { kind: 'device-group.create', fields, ...(place && { place }) } };
  },

  edit(line) {
    const name = groupName(line, partStarts);
    if (line.ended) return { kind: 'form', opens: { kind: 'device-group.update', name } };
    const parts = readParts(line);
    if (parts.place) throw missing(t`Change the place in rank with a separate command: "rank device group ...".`);
    return { kind: 'input', input: { kind: 'device-group.update', group: { name }, fields: fieldsOf(parts) } };
  },

  rename(line) {
    const group = groupName(line, (at) => at.word() === 'to');
    line.skip(1);
    const name = line.value((at) => at.word() === 'to');
    if (name === '' || !line.ended) throw missing(t`Say the old name, then "to", then the new name.`);
    return { kind: 'input', input: { kind: 'device-group.update', group: { name: group }, fields: { name } } };
  },

  rank(line) {
    const group = groupName(line, (at) => at.word() === 'to' || placeStarts(at, true));
    if (line.word() === 'to') line.skip(1);
    const place = readPlace(line);
    if (!line.ended) throw unexpected(line);
    return { kind: 'input', input: { kind: 'device-group.rank', group: { name: group }, place } };
  },

  delete(line) {
    const group: GroupReference = { name: groupName(line, () => false) };
    return { kind: 'input', input: { kind: 'device-group.delete', group } };
  },

  ungrouped(line) {
    if (line.ended) return { kind: 'form', opens: { kind: 'ungrouped-devices' } };
    const parts = readParts(line);
    const other = (Object.keys(parts) as PartName[]).find((name) => name !== 'level' && name !== 'access');
    if (other) throw missing(t`For the ungrouped devices, only the level and the access can be changed.`);
    return { kind: 'input', input: { kind: 'ungrouped-devices', fields: fieldsOf(parts) } };
  },
};

function groupName(line: TokenLine, ends: (line: TokenLine) => boolean): string {
  const name = line.value(ends);
  if (name === '')
    throw missing(t`Say which group. Put a name that contains a word of the command in quotation marks.`);
  return name;
}

function fieldsOf({ place: _, ...fields }: Parts): UpdateGroupInput['fields'] {
  return fields;
}

function missing(why: string): AirlockError {
  return new AirlockError('input-invalid', why);
}

function unexpected(line: TokenLine): AirlockError {
  return missing(t`Airlock does not know what to do with ${line.next} there.`);
}
