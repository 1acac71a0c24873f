import { refusal } from '../../wire/wire-refusal.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A table of advanced hunting: its columns with their types, and its rows. */
export interface HuntingTable {
  readonly columns: Readonly<Record<string, 'String' | 'DateTime' | 'Boolean' | 'Object'>>;
  rows(): readonly Row[];
}

export interface QueryResult {
  readonly columns: HuntingTable['columns'];
  readonly rows: readonly Row[];
}

type Step = (result: QueryResult) => QueryResult;

function wrong(text: string): Error {
  return refusal(400, 'BadRequest', `Syntax error: the query could not be parsed at '${text}'.`);
}

/** Refuses a column that the table does not have, as the service does. */
function assertColumn({ columns }: QueryResult, name: string): void {
  if (!Object.hasOwn(columns, name))
    throw refusal(400, 'BadRequest', `Semantic error: Failed to resolve scalar expression named '${name}'.`);
}

/** `Column >= datetime(2026-11-24T03:00:00Z)`, `Column > ago(30d)`, `Column == "text"`, `Column =~ "TEXT"`. */
function condition(text: string, now: number): (result: QueryResult) => (row: Row) => boolean {
  const [, column = '', operator = '', operand = ''] = /^(\w+)\s*(==|=~|>=|>|contains)\s*(.+)$/.exec(text.trim()) ?? [];
  const quoted = textOf(operand);
  const moment = momentOf(operand, now);
  if (column === '' || (TEXT.includes(operator) ? quoted === undefined : Number.isNaN(moment))) throw wrong(text);
  return (result) => {
    assertColumn(result, column);
    if (operator === '==') return (row) => row[column] === quoted;
    if (operator === 'contains')
      return (row) =>
        String(row[column])
          .toLowerCase()
          .includes(quoted?.toLowerCase() ?? '');
    if (operator === '=~') return (row) => String(row[column]).toLowerCase() === quoted?.toLowerCase();
    return (row) => {
      const at = Date.parse(String(row[column]));
      return operator === '>' ? at > moment : at >= moment;
    };
  };
}

const TEXT: readonly string[] = ['==', '=~', 'contains'];

/** What stands in quotation marks, whose escapes are those of JSON; undefined for anything else. */
function textOf(operand: string): string | undefined {
  if (!/^"(?:[^"\\]|\\.)*"$/.test(operand)) return undefined;
  return String(JSON.parse(operand));
}

function momentOf(operand: string, now: number): number {
  const days = /^ago\((\d{1,3})d\)$/.exec(operand)?.[1];
  if (days !== undefined) return now - Number(days) * 86_400_000;
  return Date.parse(/^datetime\(([^)]+)\)$/.exec(operand)?.[1] ?? '');
}

function where(rest: string, now: number): Step {
  const conditions = rest.split(/\s+and\s+/).map((all) => all.split(/\s+or\s+/).map((one) => condition(one, now)));
  return (result) => {
    const tests = conditions.map((some) => some.map((make) => make(result)));
    return { ...result, rows: result.rows.filter((row) => tests.every((some) => some.some((test) => test(row)))) };
  };
}

/** `arg_max(Timestamp, *) by Column`: the latest row of each. */
function summarize(rest: string): Step {
  const [, at = '', column = ''] = /^arg_max\((\w+),\s*\*\)\s+by\s+(\w+)$/.exec(rest) ?? [];
  if (column === '') throw wrong(rest);
  return (result) => {
    for (const name of [at, column]) assertColumn(result, name);
    const latest = new Map<unknown, Row>();
    for (const row of result.rows) {
      const known = latest.get(row[column]);
      if (!known || String(known[at]) < String(row[at])) latest.set(row[column], row);
    }
    return { ...result, rows: [...latest.values()] };
  };
}

function project(rest: string): Step {
  const names = rest.split(',').map((name) => name.trim());
  return (result) => {
    for (const name of names) assertColumn(result, name);
    const columns = Object.fromEntries(Object.entries(result.columns).filter(([name]) => names.includes(name)));
    return { columns, rows: result.rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name]]))) };
  };
}

function order(rest: string): Step {
  const [, column = '', direction = 'desc'] = /^by\s+(\w+)(?:\s+(asc|desc))?$/.exec(rest) ?? [];
  if (column === '') throw wrong(rest);
  const sign = direction === 'asc' ? 1 : -1;
  return (result) => {
    assertColumn(result, column);
    return {
      ...result,
      rows: result.rows.toSorted((a, b) => sign * String(a[column]).localeCompare(String(b[column]))),
    };
  };
}

function take(rest: string): Step {
  if (!/^\d{1,6}$/.test(rest)) throw wrong(rest);
  return (result) => ({ ...result, rows: result.rows.slice(0, Number(rest)) });
}

const OPERATORS: Readonly<Record<string, (rest: string, now: number) => Step>> = {
  where,
  summarize,
  project,
  order,
  sort: order,
  take,
};

/**
 * Answers a query of the small part of KQL that a client of this API needs: `where`, `summarize arg_max`, `project`,
 * `order by`, `take`.
 * @throws refusal 400 for anything else
 */
export function runQuery(text: string, tables: Readonly<Record<string, HuntingTable>>, now: number): QueryResult {
  const [name = '', ...steps] = text.split('|').map((part) => part.trim());
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (!table)
    throw refusal(400, 'BadRequest', `Semantic error: Failed to resolve table or column expression named '${name}'.`);
  const start: QueryResult = { columns: table.columns, rows: table.rows() };
  return steps.reduce((result, step) => {
    const [, operator = '', rest = ''] = /^(\w+)\s+(.+)$/s.exec(step) ?? [];
    const make = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
    if (!make) throw wrong(step);
    return make(rest.trim(), now)(result);
  }, start);
}
