import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { AskedBefore } from '../../requests/record/digest.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/runtime.ts';
import { type AuditOptions, auditRecord } from '../../store/audit/audit-record.ts';
import type { RecordSource } from '../../store/audit/record-source.ts';
import { readNames } from '../../store/audit/told/row-names.ts';
import { restoredIn } from '../../store/record/restored.ts';
import type { Out } from '../out.ts';
import { csvHead, csvLine } from './csv-lines.ts';
import { reportPage } from './report/report-page.ts';
import { type ToldEntry, tellEntry } from './told-entries.ts';

export const FORMATS = ['jsonl', 'csv', 'html'] as const;

/** Which part of the record to write. Times are ms since 1970: `from` is in it, `before` no longer is. */
export interface Selection {
  readonly number: number | null;
  readonly from: number | null;
  readonly before: number | null;
  /** The selection in words. */
  readonly scope: string;
}

export interface ExportOptions extends AuditOptions {
  readonly format: (typeof FORMATS)[number];
  readonly selection: Selection;
  readonly clock: Clock;
}

/** Writes a part of the record, in the format that was asked for. */
export async function exportRecord(source: RecordSource, out: Out, options: ExportOptions): Promise<void> {
  const { format, selection } = options;
  if (format === 'html') return exportReport(source, out, options);
  const names = await readNames(source);
  const asked = new AskedBefore<AuditEntry>();
  if (format === 'csv') out.write(csvHead());
  for await (const entry of source.entries()) {
    const { entry: whole, toldBy } = asked.read(entry);
    const told = tellEntry(whole, names);
    if (!isSelected(told, selection)) continue;
    if (format === 'csv') out.write(csvLine(told));
    else archive(out, toldBy && !isInSpan(toldBy, selection) ? [toldBy, entry] : [entry]);
  }
}

/** Writes entries as they were signed; one that refers to an earlier one comes with it, out of its span or not. */
function archive(out: Out, entries: readonly AuditEntry[]): void {
  for (const entry of entries) out.write(`${JSON.stringify(entry)}\n`);
}

/**
 * Says that a request that was asked for by its number is not in the record.
 * @throws AirlockError input-invalid
 */
export async function assertRecorded(source: RecordSource, { number }: Selection): Promise<void> {
  if (number === null) return;
  const names = await readNames(source);
  const numbers = new Set(names.numbers.values());
  let givenUpIn: number | null = null;
  for await (const entry of source.entries()) {
    const told = tellEntry(entry, names);
    if (told.number !== null) numbers.add(told.number);
    const leftOut = restoredIn(entry)?.numbers;
    if (leftOut && number > leftOut.from && number <= leftOut.to) givenUpIn ??= entry.seq;
  }
  if (numbers.has(number)) return;
  if (givenUpIn !== null)
    throw new AirlockError(
      'input-invalid',
      `There is no request #${number}: entry ${givenUpIn} says that the store was restored, which gave that number up. What was asked for under it, if anything, this record does not tell.`,
    );
  throw new AirlockError('input-invalid', `There is no request #${number}; the record has ${rangeOf(numbers)}.`);
}

function rangeOf(numbers: ReadonlySet<number>): string {
  const [first, ...others] = [...numbers].sort((a, b) => a - b);
  if (first === undefined) return 'none';
  const last = others.at(-1);
  return last === undefined ? `#${first}` : `#${first} to #${last}`;
}

function isSelected({ entry, number }: ToldEntry, selection: Selection): boolean {
  return (selection.number === null || number === selection.number) && isInSpan(entry, selection);
}

function isInSpan({ at }: AuditEntry, { from, before }: Selection): boolean {
  return (from === null || at >= from) && (before === null || at < before);
}

/** Writes a page about each request with an entry in the selection, with all of its entries. */
async function exportReport(source: RecordSource, out: Out, options: ExportOptions): Promise<void> {
  const { selection, clock } = options;
  const audit = await auditRecord(source, options);
  const names = await readNames(source);
  const told = new Map<string, ToldEntry[]>();
  const others: ToldEntry[] = [];
  const policies = new Map<string, readonly string[]>();
  for await (const entry of source.entries()) {
    const one = tellEntry(entry, names);
    if (one.policy) policies.set(one.policy.version, one.policy.words);
    if (!isSelected(one, selection)) continue;
    if (entry.requestId === null) others.push(one);
    else told.set(entry.requestId, []);
  }
  const asked = new AskedBefore<AuditEntry>();
  for await (const entry of source.entries())
    told.get(entry.requestId ?? '')?.push(tellEntry(asked.read(entry).entry, names));
  const requests = [...told.values()];
  out.write(reportPage({ madeAt: clock.now(), scope: selection.scope, audit, requests, others, policies }));
}
