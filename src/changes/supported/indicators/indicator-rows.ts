import { say, t } from '../../../shared/language/worded.ts';
import { looseAllow } from './check-entries.ts';
import { DATE_FORMS, timeIn } from './end-date.ts';
import { type Entry, MOST_ENTRIES, type Target } from './indicator-entry.ts';
import { INDICATOR_TYPES, type IndicatorAction, misfit, type Sort, typeRow } from './indicator-types.ts';
import { normaliseValue } from './normalise-value.ts';
import type { UnreadRow } from './row-faults.ts';

/** What counts for each row that does not say otherwise. */
export type RowDefaults = Pick<Target, 'groups' | 'lasts' | 'until' | 'day'> & {
  readonly action: IndicatorAction | null;
};

/** What came of a list of indicators: each row is an entry or a fault, and none is lost. */
export interface ReadRows {
  readonly entries: readonly Entry[];
  readonly unread: readonly UnreadRow[];
}

const COLUMNS = ['type', 'value', 'action', 'groups', 'until'] as const;

type Column = (typeof COLUMNS)[number];

/** Names of columns in small letters, without blanks: of the portal's CSV, Microsoft's API, and what people write. */
const HEADINGS: Readonly<Record<Column, RegExp>> = {
  type: /^(?:indicatortype|type|ioctype)$/u,
  value: /^(?:indicatorvalue|indicator|value|ioc)$/u,
  action: /^action$/u,
  groups: /^(?:(?:rbac|device)?groups?|rbacgroupnames|scope)$/u,
  until: /^(?:expir(?:ation|y)(?:date|time|datetime)?|expires(?:on|at)?|validuntil|until|end(?:s|date|time)?)$/u,
};

/** The same in German, also those of the German portal. */
const GERMAN_HEADINGS: Readonly<Record<Column, RegExp>> = {
  type: /^(?:indikatortyp|typ)$/u,
  value: /^(?:indikatorwert|indikator|wert)$/u,
  action: /^aktion$/u,
  groups: /^(?:(?:geräte)?gruppen?|bereich)$/u,
  until: /^(?:ablauf(?:datum)?|gültigbis|bis|ende)$/u,
};

/** What the portal's list and Microsoft's API have beside, and notes of people: nothing of it is written. */
const PASSED_OVER = [
  /^(?:(?:indicator)?id|title|description|severity|category|recommendedactions|mitretechniques|generatealert)$/u,
  /^(?:application|created.*|creation.*|source(?:type)?|lastupdate.*|lastmodified.*|externalid|historicaldetection)$/u,
  /^(?:lookbackperiod|educateurl|bypassdurationhours|notification(?:id|body)|version|certificateinfo|servicename)$/u,
  /^(?:comments?|notes?|reason|ticket|no|nr|number|titel|beschreibung|schweregrad|kategorie|kommentar|notiz|grund)$/u,
];

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

const GERMAN_ACTIONS: ReadonlyMap<string, IndicatorAction> = new Map([
  ['zulassen', 'Allowed'],
  ['zugelassen', 'Allowed'],
  ['erlauben', 'Allowed'],
  ['blockieren', 'Block'],
  ['sperren', 'Block'],
  ['blockierenundbereinigen', 'BlockAndRemediate'],
  ['blockierenundbeheben', 'BlockAndRemediate'],
  ['überwachen', 'Audit'],
  ['warnen', 'Warn'],
]);

const SORT_OF_TYPE: ReadonlyMap<string, Sort> = new Map([
  ['filesha1', 'file'],
  ['filesha256', 'file'],
  ['filemd5', 'file'],
  ['file', 'file'],
  ['filehash', 'file'],
  ['hash', 'file'],
  ['sha1', 'file'],
  ['sha256', 'file'],
  ['md5', 'file'],
  ['certificatethumbprint', 'certificate'],
  ['certificate', 'certificate'],
  ['thumbprint', 'certificate'],
  ['ipaddress', 'ip'],
  ['ip', 'ip'],
  ['ipv4', 'ip'],
  ['ipv6', 'ip'],
  ['domainname', 'domain'],
  ['domain', 'domain'],
  ['url', 'url'],
  ['datei', 'file'],
  ['zertifikat', 'certificate'],
  ['ipadresse', 'ip'],
  ['domäne', 'domain'],
]);

/** Reads a list as it is pasted or exported: one indicator a line, or a CSV with a heading. Empty lines are none. */
export function readRows(lines: readonly string[], defaults: RowDefaults): ReadRows {
  const filled = lines
    .map((line, index) => ({ row: index + 1, fields: fieldsOf(line) }))
    .filter(({ fields }) => fields.some((field) => field !== ''));
  const first = filled[0] ?? { row: 1, fields: [] };
  const heading = headingOf(first.fields);
  const wrong = heading === null ? [] : headingFaults(first.fields, heading);
  if (wrong.length > 0) return { entries: [], unread: [{ row: first.row, faults: wrong, groups: [] }] };
  const isGerman = filled.some(({ fields }) => fields.some(isGermanWord));
  const entries: Entry[] = [];
  const unread: UnreadRow[] = [];
  for (const [index, { row, fields }] of filled.entries()) {
    if (heading !== null && index === 0) continue;
    const read = readRow(fields.map(isGerman ? withIsoDate : asItIs), heading ?? USUAL, defaults);
    if ('faults' in read) unread.push({ row, ...read });
    else if (entries.length === MOST_ENTRIES) unread.push({ row, faults: [tooMany()], groups: [] });
    else entries.push({ ...read, row });
  }
  return { entries, unread };
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
  const columns = fields.map((field) => columnIn(HEADINGS, field) ?? columnIn(GERMAN_HEADINGS, field));
  return columns.includes('value') ? columns : null;
}

function columnIn(names: Readonly<Record<Column, RegExp>>, field: string): Column | null {
  return COLUMNS.find((column) => names[column].test(plain(field))) ?? null;
}

/** Columns that may say more than is read, an end or a scope: without them a row would stand wider than was meant. */
function headingFaults(fields: readonly string[], columns: readonly (Column | null)[]): readonly string[] {
  const isPassed = (field: string) => field === '' || PASSED_OVER.some((names) => names.test(plain(field)));
  const unknown = fields.filter((field, at) => columns[at] === null && !isPassed(field));
  const said = (column: Column) => fields.filter((_, at) => columns[at] === column).join('", "');
  const twice = COLUMNS.filter((column) => columns.indexOf(column) !== columns.lastIndexOf(column));
  return [
    ...unknown.map(
      (field) =>
        t`Airlock does not know the column "${field}": call it type, value, action, groups or until, or take it out.`,
    ),
    ...twice.map((column) => t`These columns say the same: "${said(column)}". Leave one of them.`),
  ];
}

type Read<T> = T | { readonly fault: string };

function readRow(
  fields: readonly string[],
  columns: readonly (Column | null)[],
  defaults: RowDefaults,
): Entry | Omit<UnreadRow, 'row'> {
  const cell = (column: Column): string => fields[columns.indexOf(column)] ?? '';
  const groups = groupsIn(cell('groups'), defaults);
  const parts = [actionIn(cell('action'), defaults), valueIn(cell), endIn(cell('until'), defaults)] as const;
  const [action, read, end] = parts;
  const isLong = fields.length > columns.length;
  if (isLong || 'fault' in action || 'fault' in read || 'fault' in end) {
    const long = isLong ? [t`It has more columns than there are names for.`] : [];
    const wrong = parts.flatMap((part) => ('fault' in part ? [part.fault] : []));
    const faults = [...long, ...wrong, ...unfit({ action, read, end, groups })];
    return { faults: [...new Set(faults)], groups };
  }
  const isBlock = typeRow(read.type).sort === 'certificate' && action.action === 'Block';
  const to = { action: isBlock ? 'BlockAndRemediate' : action.action, groups, ...end };
  return { ...read, to };
}

interface RowParts {
  readonly action: ReturnType<typeof actionIn>;
  readonly read: ReturnType<typeof valueIn>;
  readonly end: ReturnType<typeof endIn>;
  readonly groups: readonly string[];
}

/** What Defender, or the house, would not take of a row that cannot be read as a whole. */
function unfit({ action, read, end, groups }: RowParts): readonly string[] {
  if ('fault' in action) return [];
  const isBlock = 'type' in read && read.type === 'CertificateThumbprint' && action.action === 'Block';
  const hasEnd = 'fault' in end || end.lasts !== null || end.until !== null || end.day !== undefined;
  const loose = looseAllow(action.action, { hasEnd, hasScope: groups.length > 0 });
  return [isBlock || 'fault' in read ? null : misfit(read.type, action.action), loose].filter((why) => why !== null);
}

function groupsIn(text: string, defaults: RowDefaults): readonly string[] {
  const names = listIn(text) ?? text.split(/\s*[;|]\s*/u).filter(Boolean);
  return names.length === 0 ? defaults.groups : names;
}

/** A list as programs write it, `["Finance","Lab"]`; null for any other text. */
function listIn(text: string): readonly string[] | null {
  if (!/^\[.*\]$/u.test(text)) return null;
  return text
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim().replace(/^"|"$/gu, ''))
    .filter(Boolean);
}

function actionIn(text: string, defaults: RowDefaults): Read<{ readonly action: IndicatorAction }> {
  const action = text === '' ? defaults.action : actionCalled(text);
  if (action === undefined) return { fault: t`"${text}" is no action: allow, block, audit or warn.` };
  return action === null ? { fault: t`Nothing says whether to allow or to block it.` } : { action };
}

function valueIn(cell: (column: Column) => string): ReturnType<typeof normaliseValue> {
  const called = cell('type');
  const sort = SORT_OF_TYPE.get(plain(called));
  if (called !== '' && sort === undefined)
    return { fault: t`"${called}" is no type of indicator: ${INDICATOR_TYPES.join(', ')}.` };
  return normaliseValue(cell('value'), sort);
}

function endIn(text: string, { lasts, until, day }: RowDefaults): Read<Pick<Target, 'lasts' | 'until' | 'day'>> {
  if (text === '') return { lasts, until, ...(day !== undefined && { day }) };
  const at = timeIn(text);
  return at === 'none' ? { fault: t`"${text}" is no date: ${say(DATE_FORMS)}` } : { lasts: null, until: at };
}

function actionCalled(text: string): IndicatorAction | undefined {
  return ACTIONS.get(plain(text)) ?? GERMAN_ACTIONS.get(plain(text));
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/gu, '');
}

function isGermanWord(field: string): boolean {
  return columnIn(GERMAN_HEADINGS, field) !== null || GERMAN_ACTIONS.has(plain(field));
}

/** A day as it stands in a German list, `31.12.2026`, which is read nowhere else: there it may be of another order. */
function withIsoDate(field: string): string {
  const [whole, day = '', month = '', year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?= |$)/u.exec(field) ?? [];
  if (whole === undefined) return field;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${field.slice(whole.length)}`;
}

function asItIs(field: string): string {
  return field;
}
