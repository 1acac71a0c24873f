import { AirlockError } from '../../shared/errors.ts';
import { type ExportOptions, FORMATS, type Selection } from './export-record.ts';

/** As they were typed. */
export interface TypedOptions {
  readonly format?: string;
  readonly request?: string;
  readonly from?: string;
  readonly to?: string;
}

const DAY = 86_400_000;

/** @throws AirlockError input-invalid with a sentence on what to write instead */
export function parseExport(typed: TypedOptions): Pick<ExportOptions, 'format' | 'selection'> {
  const format = FORMATS.find((known) => known === (typed.format ?? 'jsonl'));
  if (!format) throw new AirlockError('input-invalid', `--format takes one of ${FORMATS.join(', ')}.`);
  return { format, selection: selectionOf(typed) };
}

function selectionOf({ request, from, to }: TypedOptions): Selection {
  if (request !== undefined && !/^#?[1-9][0-9]{0,8}$/.test(request)) {
    throw new AirlockError('input-invalid', '--request takes the number of a request, for example 12.');
  }
  const first = from === undefined ? null : timeOf('--from', from);
  const last = to === undefined ? null : timeOf('--to', to);
  if (first && last && first.at > last.at) throw new AirlockError('input-invalid', '--from is later than --to.');
  const number = request === undefined ? null : Number(request.replace('#', ''));
  return {
    number,
    from: first?.at ?? null,
    before: last && last.at + last.length,
    scope: scopeOf(number, from, to),
  };
}

function scopeOf(number: number | null, from: string | undefined, to: string | undefined): string {
  const span = from === undefined && to === undefined ? '' : `${from ?? 'the beginning'} to ${to ?? 'now'}`;
  if (number === null) return span === '' ? 'the whole record' : span;
  return span === '' ? `request #${number}` : `request #${number}, ${span}`;
}

/** A day, or a moment of one. `length`: how long what was typed lasts, in ms. */
function timeOf(option: string, text: string): { readonly at: number; readonly length: number } {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/.test(text);
  const at = isDay || isMoment ? Date.parse(text) : Number.NaN;
  const isReal = !Number.isNaN(at) && new Date(at).toISOString().startsWith(text.slice(0, 10));
  if (isReal) return { at, length: isDay ? DAY : 1 };
  throw new AirlockError(
    'input-invalid',
    `${option} takes a day or a moment in UTC: 2026-11-24 or 2026-11-24T02:10:00Z.`,
  );
}
