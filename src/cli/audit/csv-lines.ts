import { moment, shown } from './shown.ts';
import { oldWords, type ToldEntry } from './told-entries.ts';
import { markWords, roleWords, toldApartBy } from './words/person-words.ts';

/** The columns, in their order, each with what stands in it. */
const COLUMNS: Readonly<Record<string, (told: ToldEntry) => string | number | null>> = {
  entry: ({ entry }) => entry.seq,
  'time (UTC)': ({ entry }) => moment(entry.at),
  event: ({ entry }) => entry.event,
  step: ({ words }) => words,
  request: ({ number }) => number,
  person: ({ person }) => person.name,
  'principal name': ({ person }) => person.principalName,
  'object id': ({ person }) => person.oid,
  roles: ({ person }) => roleWords(person),
  marks: ({ person }) => markWords(person),
  'account since': ({ person }) => sinceMoment(person.evidence?.since?.account),
  'role since': ({ person }) => sinceMoment(person.evidence?.since?.role),
  'told apart by': ({ person }) => toldApartBy(person),
  door: ({ door }) => door,
  from: ({ from }) => from,
  to: ({ to }) => to,
  change: ({ change }) => change?.title ?? null,
  'old and new values': ({ change }) =>
    change?.rows.map((row) => `${row.label}: ${oldWords(row)} -> ${row.to}`).join('; ') ?? null,
  why: ({ why }) => why,
  'known from then on': ({ known }) => (known.length === 0 ? null : known.join('; ')),
  'written with': ({ session }) => session,
  digest: ({ digest }) => digest,
  policy: ({ policyVersion }) => policyVersion,
  'request id': ({ entry }) => entry.requestId,
  tenant: ({ entry }) => entry.tenantId,
  hash: ({ entry }) => entry.hash,
  'previous hash': ({ entry }) => entry.previous,
  'key id': ({ entry }) => entry.keyId,
  signature: ({ entry }) => entry.signature,
};

function sinceMoment(at: number | null | undefined): string | null {
  return typeof at === 'number' ? moment(at) : null;
}

export function csvHead(): string {
  return lineOf(Object.keys(COLUMNS));
}

export function csvLine(told: ToldEntry): string {
  return lineOf(Object.values(COLUMNS).map((column) => column(told)));
}

/** One line as RFC 4180 has it; every field is quoted. */
function lineOf(fields: readonly (string | number | null)[]): string {
  return `${fields.map(fieldOf).join(',')}\r\n`;
}

/** What a spreadsheet takes for a formula where a cell begins with it, also in its full-width form. */
const FORMULA = /^[\s"']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]/u;

/** A text field. One that a spreadsheet would run as a formula begins with an apostrophe, which makes it text. */
function fieldOf(value: string | number | null): string {
  if (value === null) return '""';
  if (typeof value === 'number') return `"${value}"`;
  const safe = FORMULA.test(value) ? `'${shown(value)}` : shown(value);
  return `"${safe.replaceAll('"', '""')}"`;
}
