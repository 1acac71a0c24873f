import { MOST_PARTS } from '../../../changes/several/several-change.ts';
import type { Command } from '../command.ts';
import { sayCommand } from '../understand/say.ts';

/** What stands between two wishes; not within quotation marks. */
const JOINT = /\s*[,;]\s*(?:and |plus |(?:and )?then )?|\s+(?:and then|and also|and|&|plus|then|as well as)\s+/giu;
const QUOTED = /"[^"]*"|“[^”]*”/gu;

/** Wishes that a draft or a form follows. */
const WISHES: ReadonlySet<Command['kind']> = new Set(['change', 'input', 'form'] as const);

/**
 * Wishes in one sentence that each are whole: they are offered, and nothing is begun. Null where one of them is not
 * understood: then the rest is not, either.
 */
export function joinedWishes(text: string, parse: (text: string) => Command): Command | null {
  const parts = partsOf(text.replace(/ ?[.!]+$/u, ''));
  if (parts.length < 2 || parts.length > MOST_PARTS || text.endsWith('?')) return null;
  const commands = parts.map(parse);
  if (!commands.every(({ kind }) => WISHES.has(kind))) return null;
  const subjects = commands.flatMap((command) => subjectOf(command) ?? []);
  if (new Set(subjects).size < subjects.length) return null;
  return { kind: 'offer', why: 'several', commands: commands.map((one, at) => sayCommand(one) ?? parts[at] ?? '') };
}

/** What a wish is about, where two wishes about the same would contradict each other. */
function subjectOf(command: Command): string | null {
  if (command.kind === 'change') return command.change.kind === 'advanced-feature' ? command.change.feature : null;
  const { input } = command.kind === 'input' ? command : { input: null };
  return input !== null && 'group' in input ? JSON.stringify(input.group).toLowerCase() : null;
}

function partsOf(text: string): readonly string[] {
  const kept: string[] = [];
  const hidden = text.replace(QUOTED, (quoted) => `\u{F8F3}${kept.push(quoted) - 1}\u{F8F3}`);
  return hidden
    .split(JOINT)
    .map((part) => part.replace(/\u{F8F3}(\d+)\u{F8F3}/gu, (_, at) => kept[Number(at)] ?? '').trim())
    .filter((part) => part !== '');
}
