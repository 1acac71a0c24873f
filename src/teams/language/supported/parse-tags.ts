import type { CommandOf } from '../command.ts';

const TAG = /^tag (.+?) with (?:the tag )?(.+)$/iu;
const UNTAG = /^(?:untag (.+?) (?:of|from) (.+)|remove (?:the )?tag (.+?) from (.+))$/iu;

/** The command that sets a tag on devices or takes it away; null for any other text. */
export function parseTags(line: string): CommandOf<'change'> | null {
  const set = TAG.exec(line);
  if (set?.[1] && set[2]) return tagging('add', set[1], set[2]);
  const removed = UNTAG.exec(line);
  const [, who, of, tag, from] = removed ?? [];
  if (who && of) return tagging('remove', who, of);
  return tag && from ? tagging('remove', from, tag) : null;
}

function tagging(action: 'add' | 'remove', devices: string, tag: string): CommandOf<'change'> {
  const names = devices.split(/[\s,;]+/u).filter((name) => name !== '' && name !== 'and');
  const change = { kind: 'device-tags', action, tag: tag.trim(), wanted: { names }, devices: [] } as const;
  return { kind: 'change', change };
}
