import { typedName } from '../../../changes/device-group/words/names.ts';
import { t } from '../../../shared/language/worded.ts';
import type { Command, CommandOf } from '../command.ts';
import { sayCommand } from './say.ts';
import { switchNamed, understand } from './understand.ts';

const NAME = '["“]?([\\p{L}\\p{N}][^,.;:?!"“”]{0,60}?)["”]?';
const THINGS = '(?:devices|machines|computers|laptops|servers|hosts|endpoints|clients|workstations|pcs)';
const BARE_NUMBER = /^(?:(?:request|number|no\.?) )?#?([1-9]\d{0,8})$/u;
const REMIND =
  /^(?:please )?(?:remind|nudge|chase|ping)\b.{0,60}?\b(?:about|of|on|for|to decide on) (?:request )?#?([1-9]\d{0,8})$/u;
const GOING = /^(?:how is|how's|how goes|what about|what became of) (?:this|it|that)(?: going| doing| coming along)?$/u;
const NO_GROUP = new RegExp(
  `^(?:which|what|how many) ${THINGS}\\b.{0,20}\\b(?:no|without a|not in (?:a|any)) group$`,
  'u',
);
const OF_GROUP = new RegExp(
  `^(?:(?:what's|what is|whats) the (?:rank|level|description|access|tag) of|(?:how many|which|what) ${THINGS} are (?:there )?in|(?:who can|who may) (?:see|access)) (?:the )?(?:device )?(?:group )?${NAME}(?: group)?$`,
  'iu',
);
const WHO_DID = new RegExp(
  `^who (?:has |had )?(?:created|made|added|deleted|removed|renamed) (?:the )?(?:device )?(?:group )?${NAME}(?: group)?(?: last(?: time)?| recently)?$`,
  'iu',
);
const CALL = new RegExp(
  `^(?:please )?call (?:the )?(?:device )?(?:group )?${NAME}(?: group)? "([^"]{1,60})"(?: instead)?$`,
  'iu',
);
const CALL_BARE = new RegExp(`^(?:please )?call (?:the )?(?:device )?${NAME} group ${NAME}(?: instead)?$`, 'iu');
const SWAP = new RegExp(
  `^(?:please )?(?:swap|switch places of) (?:the )?(?:groups? )?${NAME} (?:and|with) ${NAME}$`,
  'iu',
);
const SEES = new RegExp(
  `^(?:please )?(?:let|allow) ${NAME} (?:to )?(?:see|access) (?:the )?(?:device )?(?:group )?${NAME}(?: group)?$`,
  'iu',
);
const BACK = new RegExp(
  `^(?:please )?(?:bring back|restore|go back to) the (?:old|former|previous|last) (?:level|rules?|rank) of (?:the )?${NAME}(?: group)?$`,
  'iu',
);
const APPROVES_ALL = new RegExp(
  `^${NAME} (?:should|must|has to|needs to) (?:need|have) approval for (?:everything|all folders)$`,
  'iu',
);
const IN_DEFENDER =
  /^(?:what(?:'s|s| is)|is anything|anything|show (?:me )?what(?:'s| is)) (?:waiting|pending|open|left|stuck)\b.{0,40}\b(?:action cent(?:er|re)|in defender)$/u;
const ABLE = /^(?:is|are) (?:there )?(?:any(?:one|body)|some(?:one|body)|people)\b.{0,30}\b(?:approve|decide)\b/u;
const DRAFTS = /^(?:show )?(?:me )?my (?:open )?drafts$/u;
const OWN_GROUP = new RegExp(
  `^(?:please )?(?:put|move) (?:the )?${NAME} (?:in|into|to) (?:their|its|an?) own (?:new )?(?:device )?group[,:] ?(.+)$`,
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
  const reminded = (BARE_NUMBER.exec(plain) ?? REMIND.exec(plain))?.[1];
  if (reminded) return { kind: 'show', number: Number(reminded) };
  if (GOING.test(plain)) return { kind: 'this', want: 'look' };
  if (IN_DEFENDER.test(plain)) return { kind: 'ask', about: { waiting: 1 } };
  if (ABLE.test(plain)) return { kind: 'approvers', number: null };
  if (DRAFTS.test(plain)) return { kind: 'drafts', discards: false };
  const made = WHO_DID.exec(line)?.[1]?.trim();
  if (made !== undefined && !NO_NAME.test(made)) return { kind: 'history', filter: { group: made }, page: 1 };
  const [, apart, rest] = OWN_GROUP.exec(line) ?? [];
  const own = nameIn(apart);
  if (own !== null && rest !== undefined) return understand(`create a device group called ${own}, ${rest}`);
  const all = levelForAll(line);
  if (all) return all;
  const approving = nameIn(APPROVES_ALL.exec(line)?.[1]);
  if (approving !== null) return close(`edit device group ${approving} level semi-all-folders`);
  return NO_GROUP.test(plain) ? { kind: 'ask', about: { group: null } } : null;
}

/** The same of a group by its name, where nothing else was understood. */
export function shortAskOfGroup(text: string): Command | null {
  const line = text.replace(/[\s.?!]+$/u, '');
  const group = OF_GROUP.exec(line)?.[1]?.trim();
  if (group !== undefined && !NO_NAME.test(group)) return { kind: 'ask', about: { group } };
  const back = BACK.exec(line)?.[1]?.trim();
  if (back !== undefined && !NO_NAME.test(back)) return { kind: 'ask', about: { group: back } };
  const offered = text.endsWith('?') ? null : offeredOfGroups(line);
  if (offered) return offered;
  const doomed = RID.exec(line)?.[1]?.trim();
  const typed = text.endsWith('?') ? null : nameIn(doomed);
  return typed === null ? null : close(`delete device group ${typed}`);
}

/** What is offered, and never done: another name, another order, access. */
function offeredOfGroups(line: string): Command | null {
  const [, was, to] = CALL.exec(line) ?? CALL_BARE.exec(line) ?? [];
  const renamed = [nameIn(was), nameIn(to)];
  if (renamed[0] && renamed[1]) return close(`rename device group ${renamed[0]} to ${renamed[1]}`);
  const [one, other] = (SWAP.exec(line) ?? []).slice(1).map(nameIn);
  if (one && other)
    return close(`rank device group ${one} before ${other}`, `rank device group ${other} before ${one}`);
  const seen = nameIn(SEES.exec(line)?.[2]);
  return seen === null ? null : close(`edit device group ${seen}`);
}

function close(...commands: readonly string[]): Command {
  return { kind: 'offer', why: 'close', commands };
}

/** A name as it is typed in a command; null for what is none. */
function nameIn(raw: string | undefined): string | null {
  const name = raw?.trim() ?? '';
  return name === '' || NO_NAME.test(name) ? null : typedName(name);
}

const IF =
  /^(?:(?:please )?(?:show|tell) (?:me|us) )?what(?:'s| is| if|s)? ?(?:(?:happens?|would happen|will happen|moves?|would move|changes?|would change|would it mean|does it mean|going to happen) )?(?:if|when) (?:(?:i|we|you|one|somebody|someone) )?(?:would |were to )?(.+)$/iu;
const WHAT_IF = /^what if (?:(?:i|we|you|one|somebody|someone) )?(?:would |were to )?(.+)$/iu;
const PREVIEW = /^(?:preview|simulate|dry run|dry-run)(?: of)?[: ]+(.+)$/iu;

/** A wish in other forms of its verbs: "Lab is set to full", "turned off AIR". */
function asWish(said: string): readonly string[] {
  const present = said.replace(
    /^(?:turned|switched|enabled|disabled|deleted|removed|ranked|moved|renamed|changed)\b/iu,
    (verb) =>
      verb.replace(/(?:(d)ed|(mov|renam|chang|enabl|disabl|delet|remov)ed|ed)$/iu, (_, d = '', stem = '') =>
        stem ? `${stem}e` : d,
      ),
  );
  return [
    said.replace(/^(.+?) (?:is|are|was|were|gets?|got) (?:set|put|changed|raised|lowered) to (.+)$/iu, 'set $1 to $2'),
    said.replace(/^(.+?) (?:is|are|was|were|gets?|got) (?:turned|switched) (on|off)$/iu, 'turn $2 $1'),
    said.replace(/^(.+?) (?:is|are|was|were|gets?|got) (delete|remove|enable|disable)d$/iu, '$2 $1'),
    said.replace(/^(.+?) (?:is|are|was|were|had) (.+)$/iu, '$1 should be $2'),
    present,
  ];
}

/** What a wish would do, which is answered by reading: the question never begins it. */
export function whatIf(text: string, parse: (text: string) => Command): Command | null {
  const line = text.replace(/[\s.?!]+$/u, '');
  const said = (IF.exec(line) ?? WHAT_IF.exec(line) ?? PREVIEW.exec(line))?.[1]?.trim();
  if (said === undefined) return null;
  for (const wish of new Set(asWish(said))) {
    const command = parse(wish);
    const typed = command.kind === 'input' || command.kind === 'change' ? wish : null;
    const close = command.kind === 'offer' && command.why === 'close' ? command.commands[0] : null;
    const offered = close ?? sayCommand(command) ?? typed;
    const meant = offered ? parse(offered) : null;
    if (!offered || meant === null) continue;
    if (meant.kind === 'change') return { kind: 'ask', about: { whatIf: offered, wish: { change: meant.change } } };
    if (meant.kind === 'input') return { kind: 'ask', about: { whatIf: offered, wish: { input: meant.input } } };
  }
  return null;
}

const EVERY =
  '(?:everything|all (?:of )?(?:the |our )?(?:device )?groups|every (?:single )?(?:device )?group|each group)';
const SET_ALL = new RegExp(
  `^(?:please )?(?:set|put|change|make|bring|raise|lower) ${EVERY} (?:(?:to|on|at) )?(.+)$`,
  'iu',
);
const FOR_ALL = new RegExp(`^(?:please )?(.+) (?:for|on) ${EVERY}$`, 'iu');

/** A level for all groups, whichever they are: nobody would see which devices that is about. */
function levelForAll(line: string): Command | null {
  const words = (SET_ALL.exec(line) ?? FOR_ALL.exec(line))?.[1];
  const meant = words === undefined ? null : understand(`set group "A" to ${words}`);
  if (meant?.kind !== 'input' || meant.input.kind !== 'device-group.update' || !meant.input.fields.level) return null;
  const { level } = meant.input.fields;
  const change = (name: string) => `edit device group "${name}" level ${level}`;
  return {
    kind: 'malformed',
    why: t`Airlock changes the groups that you name, and never all of them at once. Name each: "status" lists them.`,
    examples: [`as one request: ${change('Finance laptops')}; ${change('Servers')}`],
  };
}

/** Nothing but such words asks for nothing and decides nothing. */
const THANKS =
  /^(?:(?:(?:many )?thanks(?: a lot| again| so much| very much)?|thank you(?: very much| so much)?|thx|ty|cheers|ok(?:ay|i)?|great|perfect|cool|nice|all right|alright|got it|danke(?:schön| schön| dir| ihnen| sehr)?|(?:vielen|besten|herzlichen) dank|super|prima|perfekt|alles klar|verstanden|merci)(?:[,!. ]+|$))+$/u;

/** Thanks and their like; null for what says more. @param plain in lower case */
export function thanks(plain: string): CommandOf<'thanks'> | null {
  return THANKS.test(plain) ? { kind: 'thanks' } : null;
}

const DENIAL =
  /(?<![\p{L}\p{N}])(?:do not|don['’]?t|never|not|niemals|nie|nicht|(?:auf )?keinesfalls|auf keinen fall)(?![\p{L}\p{N}])/giu;

/** What tells of a switch that it does not do something, and what is not to be forgotten: these deny nothing. */
const TELLS =
  /(?:^|\s)(?:is|are|was|were|has|does|did|ist|sind|war|hat|wird|wurde|funktioniert|läuft|geht)(?: \p{L}+)? (?:not|nicht|nie|never)(?! to )(?=[\s.!]|$)|(?:not|never|nicht|nie) (?:work|finish|run|forget|vergessen)|nicht vergessen/iu;

/** Kinds of which a denial says that they are not wanted. */
const BEGUN: ReadonlySet<Command['kind']> = new Set(['change', 'input', 'several', 'form', 'revert'] as const);

/**
 * What says that something is not to be done: it begins nothing, and is told so. Null for any other text.
 * @param parse of the text without the denial
 */
export function denied(text: string, parse: (text: string) => Command): Command | null {
  const bare = text.replace(DENIAL, ' ').replace(/ {2,}/gu, ' ').trim();
  if (bare === text || bare === '' || text.endsWith('?')) return null;
  const isMeant = BEGUN.has(parse(bare).kind);
  const feature = switchNamed(bare);
  if (!isMeant && (feature === null || TELLS.test(text))) return null;
  return {
    kind: 'malformed',
    why: t`Nothing begins: this says what is not to be done. What is asked for already is withdrawn or rejected by its own command.`,
    examples: ['requests', ...(feature === null ? [] : [`is ${feature} on?`])],
  };
}
