import type { LineWords } from '../understand/words/line-words.ts';

/** A day as figures with dots between them, which only languages write that have the day first: `5.12.2026`. */
const DOTTED = /^(\d{1,2})\. ?(\d{1,2})\.?(?: ?(\d{4}))?(?![\d.])/u;
const NAMED = /^(\d{1,2})\. ?([\p{L}]+)\.?/u;

/** Each end of a language in English: `bis zum 5.12. um 18 Uhr` is `until 5 dec at 18:00`; what is quoted stays. */
export function withEnds(text: string, { until, months, hour, days }: LineWords['ends']): string {
  const begins = new RegExp(`"[^"]*"|(?<![\\p{L}\\p{N}])(?:${until})(?: (?<end>[^"]+))?`, 'giu');
  return text.replace(begins, (whole, end: string | undefined) => {
    if (end === undefined) return whole;
    const day = days[/^\S+/u.exec(end.toLowerCase())?.[0] ?? ''];
    if (day !== undefined) return `until ${day}${end.replace(/^\S+/u, '')}`;
    return `until ${dated(end, months).replace(new RegExp(hour, 'iu'), (_, ...said) => hourOf(said))}`;
  });
}

function dated(end: string, months: readonly string[]): string {
  const [figures, day = '', month = '', year] = DOTTED.exec(end) ?? [];
  const name = MONTHS[Number(month) - 1];
  if (figures !== undefined && name !== undefined)
    return `${day} ${name}${year === undefined ? '' : ` ${year}`}${end.slice(figures.length)}`;
  const [whole, date = '', said = ''] = NAMED.exec(end) ?? [];
  const at = months.findIndex((one) => new RegExp(`^(?:${one})$`, 'iu').test(said));
  return whole === undefined || at < 0 ? end : `${date} ${MONTHS[at] ?? ''}${end.slice(whole.length)}`;
}

function hourOf([hour, minute]: readonly unknown[]): string {
  return ` at ${String(hour)}:${typeof minute === 'string' ? minute : '00'}`;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
