import type { Language } from './languages.ts';
import { spokenNow } from './number-words.ts';
import { t } from './worded.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A length of time for people: seconds below a minute, minutes below two hours, hours below two days, else days. */
export function inWords(ms: number): string {
  const [count, unit] = counted(ms, Math.round);
  return WORDS[unit](count);
}

/** How long ago something was, never longer than it is: "3 days ago". */
export function agoWords(ms: number): string {
  const [count, unit] = counted(ms, Math.floor);
  return relative().format(-count, unit);
}

/** After how long something will be, as `inWords`: "in 3 days". */
export function laterWords(ms: number, rounded: Rounded = Math.round): string {
  const [count, unit] = counted(ms, rounded);
  return relative().format(count, unit);
}

/** Made once a language. */
const RELATIVE = new Map<Language, Intl.RelativeTimeFormat>();

function relative(): Intl.RelativeTimeFormat {
  const spoken = spokenNow();
  const format = RELATIVE.get(spoken) ?? new Intl.RelativeTimeFormat(spoken, { numeric: 'always' });
  RELATIVE.set(spoken, format);
  return format;
}

type Rounded = (many: number) => number;
type Unit = keyof typeof WORDS;

function counted(ms: number, rounded: Rounded): readonly [number, Unit] {
  if (ms < MINUTE) return [Math.max(1, Math.floor(ms / SECOND)), 'second'];
  if (ms < 2 * HOUR) return [rounded(ms / MINUTE), 'minute'];
  if (ms < 48 * HOUR) return [rounded(ms / HOUR), 'hour'];
  return [rounded(ms / (24 * HOUR)), 'day'];
}

const WORDS = { second: seconds, minute: minutes, hour: hours, day: days } as const;

function seconds(count: number): string {
  return count === 1 ? t`1 second` : t`${count} seconds`;
}

function minutes(count: number): string {
  return count === 1 ? t`1 minute` : t`${count} minutes`;
}

function hours(count: number): string {
  return count === 1 ? t`1 hour` : t`${count} hours`;
}

function days(count: number): string {
  return count === 1 ? t`1 day` : t`${count} days`;
}

/** A moment as people are told it where no card can say it in their own time: `2026-11-24 02:10 UTC`. */
export function utcWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
