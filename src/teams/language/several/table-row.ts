import type { ConditionInput, GroupFields, GroupInput } from '../../../changes/device-group/input/group-input.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { msg, t } from '../../../shared/language/worded.ts';
import { TokenLine } from '../groups/line-tokens.ts';
import { isEverybody, readParts } from '../groups/read-parts.ts';

/** What a row of a table may say. */
export const COLUMNS = [
  ...(['switch', 'to', 'group', 'create', 'delete', 'name', 'level', 'rule', 'tag'] as const),
  ...(['access', 'description', 'before'] as const),
];

export type Column = (typeof COLUMNS)[number];

/** What a column is called in German. */
const GERMAN: Readonly<Record<string, Column>> = {
  ...({ schalter: 'switch', auf: 'to', gruppe: 'group', anlegen: 'create', löschen: 'delete', name: 'name' } as const),
  ...({
    stufe: 'level',
    regel: 'rule',
    tag: 'tag',
    zugriff: 'access',
    beschreibung: 'description',
    vor: 'before',
  } as const),
};

/** The name of a column in small letters, in English whatever language it stands in. */
export function columnCalled(name: string): string {
  return GERMAN[name] ?? name;
}

/** The cells of a row that are not empty. */
export type Row = Readonly<Partial<Record<Column, string>>>;

/** What a row asks for: a command, or what is to become of a device group; or why it asks for nothing. */
export type RowWish = { readonly command: string } | { readonly input: GroupInput } | { readonly why: string };

/** Reads a row as one wish. A row that says too little, or two things, says nothing. */
export function wishOfRow(row: Row): RowWish {
  if (row.switch !== undefined) return switchOf(row.switch, row);
  if (row.to !== undefined || row.group === undefined) return { why: SAYS_NOTHING };
  const [creates, deletes] = [yesOrNo(row.create), yesOrNo(row.delete)];
  if (creates === null || deletes === null) return { why: t`"create" and "delete" take yes or no.` };
  const fields = fieldsOf(row);
  if ('why' in fields) return fields;
  if (creates) return deletes ? { why: ONE_THING } : created(row.group, fields, row);
  return existing(row.group, fields, row, deletes);
}

function switchOf(name: string, { switch: _, to, ...others }: Row): RowWish {
  const way = to?.toLowerCase();
  if (Object.keys(others).length > 0) return { why: ONE_THING };
  if (way === 'on' || way === 'off') return { command: `turn ${way} ${name}` };
  return way === 'ein' || way === 'aus' ? { command: `schalte ${name} ${way}` } : { why: SAYS_NOTHING };
}

/** Null for what is neither. */
function yesOrNo(cell = 'no'): boolean | null {
  if (/^(?:yes|true|ja|1)$/iu.test(cell)) return true;
  return /^(?:no|false|nein|0)$/iu.test(cell) ? false : null;
}

type Fields = Partial<GroupFields>;

function created(group: string, { name, level, conditions, ...others }: Fields, { before }: Row): RowWish {
  if (name !== undefined) return { why: t`a group that is created has its name in "group".` };
  if (level === undefined || conditions === undefined)
    return { why: t`to create a group it needs a level, and a tag or a rule like ${RULE}.` };
  const place = before === undefined ? {} : { place: { at: 'before', group: { name: before } } as const };
  const fields = { name: group, description: '', access: [], ...others, level, conditions };
  return { input: { kind: 'device-group.create', fields, ...place } };
}

function existing(name: string, fields: Fields, { before }: Row, deletes: boolean): RowWish {
  const group = { name };
  const asked: readonly GroupInput[] = [
    ...(Object.keys(fields).length > 0 ? [{ kind: 'device-group.update', group, fields } as const] : []),
    ...(before === undefined ? [] : [rankBefore(group, before)]),
    ...(deletes ? [{ kind: 'device-group.delete', group } as const] : []),
  ];
  const [input, ...more] = asked;
  if (input === undefined) return { why: SAYS_NOTHING };
  return more.length === 0 ? { input } : { why: ONE_THING };
}

function rankBefore(group: { readonly name: string }, before: string): GroupInput {
  return { kind: 'device-group.rank', group, place: { at: 'before', group: { name: before } } };
}

function fieldsOf({ name, level, rule, tag, access, description }: Row): Fields | { readonly why: string } {
  const conditions = rule === undefined ? [] : conditionsOf(rule);
  if (conditions === null) return { why: t`"${rule}" is no rule: write it as in ${RULE}.` };
  if (rule !== undefined && tag !== undefined) return { why: t`a row takes a rule or a tag, not both.` };
  const tagged = tag === undefined ? [] : [{ property: 'tag', operator: 'equals', value: tag }];
  const all = [...conditions, ...tagged];
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(level !== undefined && { level }),
    ...(all.length > 0 && { conditions: all }),
    ...(access !== undefined && { access: isEverybody(access) ? [] : access.split(/\s*[;|]\s*/u).filter(Boolean) }),
  };
}

/** The conditions of a rule as a command writes them, and nothing else; null for any other text. */
function conditionsOf(rule: string): readonly ConditionInput[] | null {
  try {
    const { conditions, ...others } = readParts(new TokenLine(rule));
    return conditions && Object.keys(others).length === 0 ? conditions : null;
  } catch (error) {
    if (isAirlockError(error, 'input-invalid')) return null;
    throw error;
  }
}

const RULE = 'tag equals hr and os is Windows 11';
const SAYS_NOTHING = msg`it says neither a switch with on or off, nor what is to become of a group.`;
const ONE_THING = msg`it says two things: a row is a switch, or changes, ranks, creates or deletes one group.`;
