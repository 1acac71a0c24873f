import { say, t } from '../../../shared/language/worded.ts';
import { DATE_FORMS, timeIn } from './end-date.ts';
import { type Entry, MOST_ENTRIES, type Target } from './indicator-entry.ts';
import { type IndicatorAction, type Sort, typeRow } from './indicator-types.ts';
import { normaliseValue } from './normalise-value.ts';

/** What counts for each row that does not say otherwise. */
export type RowDefaults = Pick<Target, 'groups' | 'lasts' | 'until' | 'day'> & {
  readonly action: IndicatorAction | null;
};

/** What came of a list of indicators: each row is an entry or a fault, and none is lost. */
export interface ReadRows {
  readonly entries: readonly Entry[];
  /** Rows count from 1, with empty lines and the heading of columns where there is one. */
  readonly faults: readonly { readonly row: number; readonly message: string }[];
}

const COLUMNS = ['type', 'value', 'action', 'groups', 'until'] as const;

type Column = (typeof COLUMNS)[number];

/** The names of columns, also those of the portal's own CSV, in small letters. */
const HEADINGS: ReadonlyMap<string, Column> = new Map([
  ['indicatortype', 'type'],
  ['type', 'type'],
  ['indicatorvalue', 'value'],
  ['indicator', 'value'],
  ['value', 'value'],
  ['action', 'action'],
  ['rbacgroups', 'groups'],
  ['groups', 'groups'],
  ['scope', 'groups'],
  ['expirationtime', 'until'],
  ['expires', 'until'],
  ['until', 'until'],
]);

/** Where no row says what its columns are. */
const USUAL: readonly (Column | null)[] = ['value', 'action', 'groups', 'until'];

const ACTIONS: ReadonlyMap<string, IndicatorAction> = new Map([
  ['allow', 'Allowed'],
  ['allowed', 'Allowed'],
  ['block', 'Block'],
  ['blockandremediate', 'BlockAndRemediate'],
  ['audit', 'Audit'],
  ['warn', 'Warn'],
]);

const SORT_OF_TYPE: ReadonlyMap<string, Sort> = new Map([
  ['filesha1', 'file'],
  ['filesha256', 'file'],
  ['filemd5', 'file'],
  ['certificatethumbprint', 'certificate'],
  ['ipaddress', 'ip'],
  ['domainname', 'domain'],
  ['url', 'url'],
]);

/** Reads a list as it is pasted or exported: one indicator a line, or a CSV with a heading. Empty lines are none. */
export function readRows(lines: readonly string[], defaults: RowDefaults): ReadRows {
  const filled = lines
    .map((line, index) => ({ row: index + 1, fields: fieldsOf(line) }))
    .filter(({ fields }) => fields.some((field) => field !== ''));
  const heading = headingOf(filled[0]?.fields ?? []);
  const entries: Entry[] = [];
  const faults: { row: number; message: string }[] = [];
  for (const [index, { row, fields }] of filled.entries()) {
    if (heading !== null && index === 0) continue;
    const read = readRow(fields, heading ?? USUAL, defaults);
    if ('fault' in read) faults.push({ row, message: read.fault });
    else if (entries.length === MOST_ENTRIES) faults.push({ row, message: tooMany() });
    else entries.push({ ...read, row });
  }
  return { entries, faults };
}

function tooMany(): string {
  return t`One request takes ${MOST_ENTRIES} indicators at most.`;
}

/** Fields between commas, semicolons or tabs; in quotation marks these are part of a field. */
function fieldsOf(line: string): readonly string[] {
  const mark = line.includes('\t') ? '\t' : line.includes(',') ? ',' : ';';
  const pattern = new RegExp(`\\s*(?:"((?:[^"]|"")*)"|([^${mark}]*))\\s*(?:${mark}|$)`, 'gu');
  const fields: string[] = [];
  for (const { 0: whole, 1: quoted, 2: bare, index } of line.matchAll(pattern)) {
    if (whole === '' && index >= line.length) break;
    fields.push((quoted?.replaceAll('""', '"') ?? bare ?? '').trim());
  }
  return fields;
}

function headingOf(fields: readonly string[]): readonly (Column | null)[] | null {
  const columns = fields.map((field) => HEADINGS.get(field.toLowerCase().replace(/[\s_]/gu, '')) ?? null);
  return columns.includes('value') ? columns : null;
}

function readRow(
  fields: readonly string[],
  columns: readonly (Column | null)[],
  defaults: RowDefaults,
): Entry | { readonly fault: string } {
  const cell = (column: Column): string => fields[columns.indexOf(column)] ?? '';
  if (fields.length > columns.length) return { fault: t`It has more columns than there are names for.` };
  const action = cell('action') === '' ? defaults.action : actionCalled(cell('action'));
  if (action === undefined) return { fault: t`"${cell('action')}" is no action: allow, block, audit or warn.` };
  if (action === null) return { fault: t`Nothing says whether to allow or to block it.` };
  const read = normaliseValue(cell('value'), SORT_OF_TYPE.get(cell('type').toLowerCase()));
  if ('fault' in read) return { fault: read.fault };
  const until = cell('until') === '' ? null : timeIn(cell('until'));
  if (until === 'none') return { fault: t`"${cell('until')}" is no date: ${say(DATE_FORMS)}` };
  const groups =
    cell('groups') === ''
      ? defaults.groups
      : cell('groups')
          .split(/\s*[;|]\s*/u)
          .filter(Boolean);
  const isBlock = typeRow(read.type).sort === 'certificate' && action === 'Block';
  const to = {
    action: isBlock ? 'BlockAndRemediate' : action,
    groups,
    ...(until === null ? endOf(defaults) : { lasts: null, until }),
  };
  return { ...read, to };
}

function endOf({ lasts, until, day }: RowDefaults): Pick<Target, 'lasts' | 'until' | 'day'> {
  return { lasts, until, ...(day !== undefined && { day }) };
}

function actionCalled(text: string): IndicatorAction | undefined {
  return ACTIONS.get(text.toLowerCase().replace(/[\s_-]/gu, ''));
}
