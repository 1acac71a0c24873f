import { z } from 'zod';

/** Commands, one a row; or why there are none. */
type Rows = { readonly commands: readonly string[] } | { readonly why: string };

/** What a row of a table may say. */
const COLUMNS = ['switch', 'to', 'group', 'level', 'name', 'description', 'before', 'delete'] as const;

const row = z.strictObject(Object.fromEntries(COLUMNS.map((column) => [column, z.coerce.string()]))).partial();
const jsonList = z.array(z.union([z.string(), row]));
const json = z.union([jsonList, z.object({ changes: jsonList }).transform(({ changes }) => changes)]);

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>;

/** What stands below "import changes": JSON, a CSV with a heading, or a command a line. */
export function rowsIn(lines: readonly string[]): Rows {
  const text = lines.join(' ').trim();
  if (/^[[{]/u.test(text)) return fromJson(text);
  const heading = fieldsOf(lines[0] ?? '').map((field) => field.toLowerCase());
  const isTable = heading.length > 1 && heading.every((field) => COLUMNS.some((column) => column === field));
  if (!isTable) return { commands: lines };
  const rows = lines.slice(1).map((line) => {
    const fields = fieldsOf(line);
    return Object.fromEntries(heading.flatMap((column, at) => (fields[at] ? [[column, fields[at]]] : []))) as Row;
  });
  return commandsOf(rows);
}

function fromJson(text: string): Rows {
  try {
    const read = json.safeParse(JSON.parse(text));
    return read.success ? commandsOf(read.data) : { why: NO_LIST };
  } catch {
    return { why: 'This is not JSON: a bracket, a comma or a quotation mark is missing.' };
  }
}

const NO_LIST = `In JSON this takes a list of commands, or of objects with these keys: ${COLUMNS.join(', ')}.`;

function commandsOf(rows: readonly (Row | string)[]): Rows {
  const commands = rows.map((one) => (typeof one === 'string' ? one : commandOf(one)));
  const wrong = commands.indexOf(null);
  if (wrong < 0) return { commands: commands.flatMap((command) => command ?? []) };
  return { why: `Row ${wrong + 1} says neither a switch with "on" or "off", nor what is to become of a group.` };
}

/** A row as the command that says the same; null for one that says too little, or two things. */
function commandOf({
  switch: name,
  to,
  group,
  level,
  name: renamed,
  description,
  before,
  delete: gone,
}: Row): string | null {
  if (name !== undefined) {
    const way = to?.toLowerCase();
    return group === undefined && (way === 'on' || way === 'off') ? `turn ${way} ${name}` : null;
  }
  if (group === undefined || [group, renamed, before].some((one) => one?.includes('"'))) return null;
  const edits = [
    ...(renamed === undefined ? [] : [`name "${renamed}"`]),
    ...(level === undefined ? [] : [`level ${level}`]),
    ...(description === undefined ? [] : [`description "${description}"`]),
  ];
  const said = [
    ...(edits.length > 0 ? [`edit device group "${group}" ${edits.join(' ')}`] : []),
    ...(before === undefined ? [] : [`rank device group "${group}" before "${before}"`]),
    ...(/^(?:yes|true|1)$/iu.test(gone ?? '') ? [`delete device group "${group}"`] : []),
  ];
  return said.length === 1 ? (said[0] ?? null) : null;
}

/** The fields of one line, with commas or semicolons between them, in quotation marks where they hold one. */
function fieldsOf(line: string): readonly string[] {
  const fields = `,${line}`.matchAll(/[,;]\s*(?:"([^"]*)"|([^,;]*))/gu);
  return [...fields].map(([, quoted, plain]) => (quoted ?? plain ?? '').trim());
}
