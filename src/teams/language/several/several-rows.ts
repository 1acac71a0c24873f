import { z } from 'zod';
import { t } from '../../../shared/language/worded.ts';
import { COLUMNS, type Column, columnCalled, type Row, type RowWish, wishOfRow } from './table-row.ts';

/** A row of a list; `at` counts from 1: its lines, with the heading and empty ones, or the entries of a JSON list. */
export type ListRow = RowWish & { readonly at: number };

/** A list is as good as its entries with semicolons between them. */
const cell = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value.join(';') : String(value)))
  .nullish();
const cells = z.strictObject(Object.fromEntries(COLUMNS.map((column) => [column, cell]))).partial();
const entries = z.array(z.unknown());
const json = z.union([entries, z.object({ changes: entries }).transform(({ changes }) => changes)]);

/** What stands below "import changes": JSON, a CSV with a heading, or a command a line; or why nothing was read. */
export function rowsIn(lines: readonly string[]): readonly ListRow[] | { readonly why: string } {
  const text = lines.join(' ').trim();
  if (/^[[{]/u.test(text)) return fromJson(text);
  const filled = lines.flatMap((line, index) => (line === '' ? [] : [{ line, at: index + 1 }]));
  const [first, ...rows] = filled;
  const part = /[,;]/u.exec(first?.line ?? '')?.[0] ?? ',';
  const heading = (fieldsOf(first?.line ?? '', part) ?? []).map((field) => columnCalled(field.toLowerCase()));
  if (heading.length < 2 || !heading.some(isColumn)) return filled.map(({ line, at }) => ({ at, command: line }));
  const strange = heading.find((name) => name !== '' && !isColumn(name));
  if (strange !== undefined) return { why: t`The heading has a column "${strange}"; it takes ${NAMES}.` };
  if (new Set(heading).size < heading.length) return { why: t`The heading names a column twice.` };
  return rows.map(({ line, at }) => ({ at, ...fromTable(fieldsOf(line, part), heading) }));
}

const NAMES = COLUMNS.join(', ');

function isColumn(name: string): name is Column {
  return COLUMNS.some((column) => column === name);
}

function fromTable(fields: readonly string[] | null, heading: readonly string[]): RowWish {
  if (fields === null) return { why: t`a quotation mark is not closed, or stands within a cell.` };
  if (fields.slice(heading.length).some((field) => field !== ''))
    return { why: t`it has more cells than the heading names; put a text with a comma into quotation marks.` };
  return wishOfRow(filledCells(heading.map((column, at) => [column, fields[at]])));
}

function fromJson(text: string): ReturnType<typeof rowsIn> {
  const read = json.safeParse(parsedJson(text));
  if (read.success) return read.data.map((entry, index) => ({ at: index + 1, ...fromEntry(entry) }));
  const isJson = read.error.issues[0]?.input !== undefined || parsedJson(text) !== undefined;
  return {
    why: isJson
      ? t`In JSON this takes a list of commands, or of objects with these keys: ${NAMES}.`
      : t`This is not JSON: a bracket, a comma or a quotation mark is missing.`,
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromEntry(entry: unknown): RowWish {
  if (typeof entry === 'string') return { command: entry };
  const read = cells.safeParse(entry);
  return read.success ? wishOfRow(filledCells(Object.entries(read.data))) : { why: t`it takes these keys: ${NAMES}.` };
}

function filledCells(all: readonly (readonly [string, unknown])[]): Row {
  return Object.fromEntries(
    all.flatMap(([column, value]) =>
      typeof value === 'string' && value.trim() !== '' ? [[column, value.trim()]] : [],
    ),
  ) as Row;
}

/** The fields of a line, in quotation marks where they hold the mark between them; null where those do not match. */
function fieldsOf(line: string, part: string): readonly string[] | null {
  const fields: string[] = [];
  const field = new RegExp(`\\s*(?:"((?:[^"]|"")*)"|([^"${part}]*))\\s*(${part}|$)`, 'uy');
  for (let mark: string | undefined = part; mark === part; ) {
    const found = field.exec(line);
    if (!found) return null;
    fields.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? '').trim());
    mark = found[3];
  }
  return fields;
}
