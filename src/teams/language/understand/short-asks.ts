import { typedName } from '../../../changes/device-group/words/names.ts';
import type { Command } from '../command.ts';

const NAME = '["“]?([\\p{L}\\p{N}][^,.;:?!"“”]{0,60}?)["”]?';
const REMIND = /^(?:please )?remind\b.{0,60}?\b(?:about|of|on|for|to decide on) (?:request )?#?([1-9]\d{0,8})$/u;
const GOING = /^(?:how is|how's|how goes|what about|what became of) (?:this|it|that)(?: going| doing| coming along)?$/u;
const NO_GROUP =
  /^(?:which|what|how many) (?:devices|machines|computers)\b.{0,20}\b(?:no|without a|not in (?:a|any)) group$/u;
const OF_GROUP = new RegExp(
  `^(?:(?:what's|what is|whats) the (?:rank|level|description|access|tag) of|(?:how many|which|what) (?:devices|machines|computers) are (?:there )?in|(?:who can|who may) (?:see|access)) (?:the )?(?:device )?(?:group )?${NAME}(?: group)?$`,
  'iu',
);
const RID = new RegExp(`^(?:please )?(?:get rid of|delete|remove|drop) (?:the )?${NAME}(?: group)?$`, 'iu');

/** No name of a group: what is decided, undone or switched by other words. */
const NO_NAME =
  /\b(?:it|devices?|this|that|them|all|everything|everybody|groups?|requests?|drafts?|tags?|approvals?|changes?)\b|\d$/iu;

/** Short questions and wishes in words that the grammar does not hold. Each ends in something to read, or to send. */
export function shortAsk(text: string): Command | null {
  const line = text.replace(/[\s.?!]+$/u, '');
  const plain = line.toLowerCase();
  const reminded = REMIND.exec(plain)?.[1];
  if (reminded) return { kind: 'show', number: Number(reminded) };
  if (GOING.test(plain)) return { kind: 'this', want: 'look' };
  return NO_GROUP.test(plain) ? { kind: 'ask', about: { group: null } } : null;
}

/** The same of a group by its name, where nothing else was understood. */
export function shortAskOfGroup(text: string): Command | null {
  const line = text.replace(/[\s.?!]+$/u, '');
  const group = OF_GROUP.exec(line)?.[1]?.trim();
  if (group !== undefined && !NO_NAME.test(group)) return { kind: 'ask', about: { group } };
  const doomed = RID.exec(line)?.[1]?.trim();
  const typed = doomed === undefined || NO_NAME.test(doomed) || text.endsWith('?') ? null : typedName(doomed);
  return typed === null ? null : { kind: 'offer', why: 'close', commands: [`delete device group ${typed}`] };
}
