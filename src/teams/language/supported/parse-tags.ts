import type { CommandOf } from '../command.ts';

const TAG = /^tag (.+) with (?:the tag )?("[^"]+"|.+?)$/iu;
const QUOTED_TAG = /^tag (.+?) with (?:the tag )?("[^"]+")$/iu;
const UNTAG = /^untag (.+) (?:of|from) ("[^"]+"|.+?)$/iu;
const REMOVE = /^remove (?:the )?tag ("[^"]+"|.+?) (?:from|of) (.+)$/iu;

const EVERY =
  /^(?:every|each|all)(?: the)? devices? (?:whose names? starts?|that starts?|starting) with ("[^"]+"|\S+)$/iu;
/** The rule of a device group has tags, too. */
const OF_GROUP = /^(?:the )?(?:device )?groups? /iu;

const STAR = /^([^\s,;*"]+)\*$/u;

/** Names of devices in one list: a comma, a semicolon, a blank or "and" between two; quotes around one with blanks. */
const NAMES = /"([^"]+)"|([^\s,;"]+)/gu;

/** The most names of one command: what a change takes. */
const MOST = 5_000;

/** The command that sets a tag on devices or takes it away; null for any other text, for a question,
 * and for a list that was cut. */
export function parseTags(line: string): CommandOf<'change'> | null {
  if (line.endsWith('?') || line.endsWith('…')) return null;
  const [, devices, tag] = QUOTED_TAG.exec(line) ?? TAG.exec(line) ?? [];
  if (devices && tag) return tagging('add', devices, tag);
  const [, untagged, of] = UNTAG.exec(line) ?? [];
  if (untagged && of) return tagging('remove', untagged, of);
  const [, removed, from] = REMOVE.exec(line) ?? [];
  return removed && from ? tagging('remove', from, removed) : null;
}

function tagging(action: 'add' | 'remove', devices: string, tag: string): CommandOf<'change'> | null {
  if (OF_GROUP.test(devices) || OF_GROUP.test(tag)) return null;
  const wanted = wantedIn(devices.trim());
  const bare = unquoted(tag.trim());
  if (wanted === null || bare === '' || [...bare].length > 200) return null;
  return { kind: 'change', change: { kind: 'device-tags', action, tag: bare, wanted, devices: [] } };
}

type Wanted = { readonly names: readonly string[] } | { readonly startsWith: string };

function wantedIn(devices: string): Wanted | null {
  const start = EVERY.exec(devices)?.[1] ?? STAR.exec(devices)?.[1];
  if (start !== undefined) return { startsWith: unquoted(start) };
  const found = [...devices.matchAll(NAMES)].map(([, inQuotes, bare]) => inQuotes ?? bare ?? '');
  const names = found.filter((name) => name.toLowerCase() !== 'and');
  return names.length === 0 || names.length > MOST || names.some((name) => name.length > 256) ? null : { names };
}

function unquoted(text: string): string {
  return /^"(.*)"$/u.exec(text)?.[1]?.trim() ?? text;
}
