import { type DeviceTagsChange, MOST_DEVICES } from './tag-change.ts';

const EVERY =
  /^(?:every|each|all)(?: the)? devices? (?:whose names? starts?|that starts?|starting) with ("[^"]+"|\S+)$/iu;

const STAR = /^([^\s,;*"]+)\*$/u;

/** Names of devices in one list: a comma, a semicolon, a blank or "and" between two; quotes around one with blanks. */
const NAMES = /"([^"]+)"|([^\s,;"]+)/gu;

/** The devices that a text names, one by one or by how they begin; null for none, or more than a change takes. */
export function devicesNamed(text: string): DeviceTagsChange['wanted'] | null {
  const start = EVERY.exec(text)?.[1] ?? STAR.exec(text)?.[1];
  if (start !== undefined) return { startsWith: withoutQuotes(start) };
  const found = [...text.matchAll(NAMES)].map(([, inQuotes, bare]) => inQuotes ?? bare ?? '');
  const names = found.filter((name) => name.toLowerCase() !== 'and');
  return names.length === 0 || names.length > MOST_DEVICES || names.some((name) => name.length > 256)
    ? null
    : { names };
}

export function withoutQuotes(text: string): string {
  return /^"(.*)"$/u.exec(text)?.[1]?.trim() ?? text;
}
