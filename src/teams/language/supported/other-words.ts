import { ALERT_ID } from '../../../changes/supported/alerts/alert-entry.ts';
import { t } from '../../../shared/language/worded.ts';
import { type Command, DECIDES } from '../command.ts';
import { readPast } from '../past/read-past.ts';
import { sayCommand } from '../understand/say.ts';

/** Names that each have a digit, so that no sentence is a list of them. */
const NAME = '(?=\\S*\\d)[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*';
const NAMES = `(${NAME}(?:(?: ?[,;] ?(?:and )?| and | )${NAME})*)`;
const ONE = `(?:the )?(?:device |laptop |machine |computer |server )?(${NAME})`;
/** What an indicator may be of: an address, a hash, a URL. A name with dots is one where only a value is so called. */
const VALUE =
  '(?:(?:the )?(?:ip(?: address)?|file|hash|domain|url) )?' +
  '((?:\\d{1,3}\\.){3}\\d{1,3}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[a-z]+://\\S+?)';
const DOMAIN = '(?:(?:the )?(?:domain|site|website) )?([\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+)';
const NETWORK = '(?:the |our )?(?:network|internet)';
const LATELY =
  '(?:today|tonight|yesterday|last night|lately|recently|this (?:morning|afternoon|evening|week)|last week)';
const HEALTH = '(?:infected|compromised|hacked|clean|safe|malicious)';
/** What waits in Defender, as people call it. No number of a request is among these words. */
const WAITING = '(?:[\\p{L}-]+ ){0,4}(?:remediations?|quarantines?|(?:pending|waiting) (?:actions?|investigations?))';
const HARM = '(?:viruses|a virus|malware|threats|ransomware|infections?|trojans?)';
const ON_MONDAY = '(?:on (?:a )?)?mondays?';
const EVERY = '(daily|weekly|each day|every day|each week|every week)';

/** Other words, and the command that they stand for. */
const SAME: readonly (readonly [said: RegExp, command: string])[] = [
  [new RegExp(`^(?:take|pull|get|cut) ${NAMES} (?:off|from) ${NETWORK}$`, 'iu'), 'isolate $1'],
  [new RegExp(`^(?:disconnect|cut off|unplug) ${NAMES} from ${NETWORK}$`, 'iu'), 'isolate $1'],
  [new RegExp(`^(?:put|bring|get|take) ${NAMES} back (?:online|on(?:to)? ${NETWORK})$`, 'iu'), 'release $1'],
  [new RegExp(`^reconnect ${NAMES}(?: to ${NETWORK})?$`, 'iu'), 'release $1'],
  [new RegExp(`^(?:stop|end) (?:the )?(?:isolation of|isolating) ${NAMES}$`, 'iu'), 'release $1'],
  [/^(?:run|start|do) (?:an? |the )?(?:av|antivirus|virus scan)(?: scan)? (?:on|of) (.+)$/iu, 'scan $1'],
  [/^(quick|full)-scan (.+)$/iu, '$1 scan $2'],
  [/^scan (.+) quickly$/iu, 'quick scan $1'],
  [/^scan (.+) (?:fully|completely)$/iu, 'full scan $1'],
  [/^(?:white-?list|allow-?list) (.+)$/iu, 'allow $1'],
  [/^(?:black-?list|block-?list) (.+)$/iu, 'block $1'],
  [/^(allow|block|audit|warn of) (?:this|that|these|those) (.+)$/iu, '$1 $2'],
  [new RegExp(`^(?:add|set|put) (?:the )?tag ("[^"]+"|[^\\s"]+) (?:to|on) ${NAMES}$`, 'iu'), 'tag $2 with $1'],
  [/^(?:undo|lift|reverse) (?:the |a )?quarantine (?:on|of|for) (?:the )?(.+)$/iu, 'false positive $1'],
  [/^(?:un-?quarantine|restore) (?:the )?(?:file )?(?=\S*\d)(?!#?\d+$)(\S+)$/iu, 'false positive $1'],
  [/^(?:this )?alert (?:is|was) an? false[ -](positive|negative):? (\S+)$/iu, 'false $1 $2'],
  [/^(?:the |this )?(?:alert )?(?=\S*\d)(\S+) (?:is|was) an? false[ -](positive|negative)$/iu, 'false $2 $1'],
  [/^fp (.+)$/iu, 'false positive $1'],
  [/^fn (.+)$/iu, 'false negative $1'],
  [new RegExp(`^is ${VALUE} ${HEALTH} ?\\??$`, 'iu'), 'is $1 blocked?'],
  [new RegExp(`^is ${DOMAIN} (?:safe|malicious) ?\\??$`, 'iu'), 'is $1 blocked?'],
  [new RegExp(`^is ${ONE} ${HEALTH} ?\\??$`, 'iu'), 'alerts on $1'],
  [new RegExp(`^did (?:the|a|any) scan find (?:anything|something) on ${ONE} ?\\??$`, 'iu'), 'alerts on $1'],
  [new RegExp(`^what (?:has )?happened (?:on|to|with) ${ONE} ${LATELY} ?\\??$`, 'iu'), 'actions on $1'],
  [
    new RegExp(
      `^(?:approve|reject|decline|deny) ${WAITING}(?: in (?:defender|the (?:portal|action cent(?:er|re))))?$`,
      'iu',
    ),
    'pending',
  ],
  [new RegExp(`^send (?:me |us )?(?:the |a )?digest ${EVERY}$`, 'iu'), 'subscribe $1'],
  [new RegExp(`^send (?:me |us )?(?:the |a )?${EVERY} digest$`, 'iu'), 'subscribe $1'],
  [new RegExp(`^(?:subscribe|digest) weekly ${ON_MONDAY}$`, 'iu'), 'digest weekly'],
  [new RegExp(`^(?:(?:a |the )?weekly digest ${ON_MONDAY}|(?:a |the )?digest every monday)$`, 'iu'), 'digest weekly'],
  [
    /^(?:suppress|mute) (?:the )?alert (\S+)$|^(?:create|make|add) an? suppression rule for (?:the )?alert (\S+)$/iu,
    'false positive $1$2',
  ],
  [/^import (?:the )?(?:indicators?|iocs?)[ :]+(allow|block|audit|warn of) (.+)$/iu, '$1 $2'],
  [/^(?:undo|revert|end) (?:the |my |our |this )?emergency$/iu, 'requests'],

  [new RegExp(`^(?:let|allow) ${NAMES} back (?:in|on|in ?to|on ?to) ${NETWORK}$`, 'iu'), 'release $1'],
  [new RegExp(`^(?:give|assign) ${NAMES} (?:the |a )?tag ("[^"]+"|[^\\s"]+)$`, 'iu'), 'tag $1 with $2'],
  [new RegExp(`^(?:give|assign) (?:the |a )?tag ("[^"]+"|[^\\s"]+) to ${NAMES}$`, 'iu'), 'tag $2 with $1'],
  [new RegExp(`^(?:tag|label) ${NAMES} (?:as|with) ("[^"]+"|[^\\s"]+)$`, 'iu'), 'tag $1 with $2'],
  [new RegExp(`^take (?:the )?tag ("[^"]+"|[^\\s"]+) (?:off|from) ${NAMES}$`, 'iu'), 'remove tag $1 from $2'],
  [new RegExp(`^((?:quick |full )?scan) ${NAMES} for ${HARM}$`, 'iu'), '$1 $2'],
  [new RegExp(`^check ${NAMES} for ${HARM}$`, 'iu'), 'scan $1'],
  [
    /^false[ -]alarm(?: (?:on|at|from|for|with)|:)? (?:the )?(?:alert |device |file )?(?=\S*[\d.])(\S+)$/iu,
    'false positive $1',
  ],
  [/^(?:the |this )?(?:alert )?(?=\S*\d)(\S+) (?:is|was) (?:just |only )?a false[ -]alarm$/iu, 'false positive $1'],
  [
    /^(?:that|this|the|it)(?: alert| alarm| detection)? (?:is|was) (?:just |only )?a false[ -](?:alarm|positive)$/iu,
    'false positive',
  ],
  [/^(?:report (?:a )?)?false[ -]alarm$/iu, 'false positive'],
  [
    /^(?:remind|nudge|chase)(?: (?:me|us|him|her|them|everybody|everyone|the approvers?))?(?: (?:about|of|on|for))? (?:request )?#?([1-9]\d{0,8})$/iu,
    'show $1',
  ],
  [
    /^(?:good (?:morning|afternoon|evening)[,!.]? |hi[,!.]? |hello[,!.]? )?what(?:['’]?s| is) (?:new|up)(?: today| here| in airlock| with airlock)? ?\??$/iu,
    'digest now',
  ],
  [/^(?:is there |do we have )?anything new(?: today| here)? ?\??$/iu, 'digest now'],
  [
    /^(?:the |that )?(?:alert|alarm) (?:on|of|for|at) (?=\S*[\d.])(\S+) (?:is|was) (?:just |only )?a false[ -](?:alarm|positive)$/iu,
    'false positive $1',
  ],
];

/** What is offered in the words of a command: the words say less, or something near it. */
const NEAR: readonly (readonly [said: RegExp, command: string])[] = [
  [
    new RegExp(`^${NAMES} (?:can|may|should|could) (?:go|come|be) back (?:on|on ?to|in ?to) ${NETWORK}$`, 'iu'),
    'release $1',
  ],
  [
    new RegExp(`^${ONE} is (?:clean|safe)(?: (?:now|again))?[,;] ?(?:so )?(?:please )?release (?:it|him)$`, 'iu'),
    'release $1',
  ],
  [
    new RegExp(`^(?:start|run|open) (?:an? )?(?:automated )?investigation (?:on|of|for) ${NAMES}$`, 'iu'),
    'full scan $1',
  ],
];

/** What is said in other words than those of a command; null for any other text. What decides is never meant. */
export function inOtherWords(line: string, parse: (line: string) => Command | null): Command | null {
  const done = DONE_BY.exec(line);
  if (done) return readPast(`what did ${done[1]} do ${done[2] ?? ''}`.trim());
  const alert = alertIn(line);
  if (alert !== null) return { kind: 'ask', about: { alerts: 1, on: alert } };
  for (const [said, command] of SAME) {
    const meant = said.test(line) ? parse(line.replace(said, command)) : null;
    if (meant !== null && !DECIDES.has(meant.kind) && meant.kind !== 'unknown') return meant;
  }
  for (const [said, command] of NEAR)
    if (said.test(line)) return { kind: 'offer', why: 'close', commands: [line.replace(said, command)] };
  return toldHow(line);
}

/** Who did something when, which is looked up in the history. */
const DONE_BY =
  /^(?:please )?(?:show|tell) (?:me|us) what (\p{L}[\p{L} .-]{0,40}?) (?:did|has done|changed)(?: (.{1,40}))?$/iu;

const IN_LINK = /^<?https:\/\/[^/\s]+\/alerts\/([^/?#\s>]+)\S*$/iu;

/** The alert that is all of a line: its id, or a link to its page. */
function alertIn(line: string): string | null {
  const id = IN_LINK.exec(line)?.[1] ?? line;
  return /^\S*\d_-?\d+$/u.test(id) && ALERT_ID.test(id) ? id : null;
}

const STOP_SCAN = new RegExp(
  `^(?:stop|cancel|abort|end) (?:the |all |any )?(?:running )?scans? (?:on|of|for) ${ONE}$`,
  'iu',
);
const QUARANTINE =
  /^(?:(?:undo|lift|reverse) (?:the |a )?quarantine|(?:un-?quarantine|restore) (?:the |this |that )?file)$/iu;

/** Not to be told of requests for a while. */
const MUTE_FOR =
  /^(?:(?:mute|silence|snooze)(?: (?:me|it|notifications|messages|everything|all))? (?:until|till|for) .+|(?:(?:sei|seien sie|bleib) )?(?:bitte )?(?:bis|für) .+ (?:still|ruhig|stumm)(?: ?schalten)?|(?:(?:schalte|schalt|stelle|stell) )?(?:mich |(?:die |meine )?benachrichtigungen )?(?:bis|für) .+ stumm(?: ?(?:schalten|stellen))?|stumm(?: ?schalten)? (?:bis|für) .+)$/iu;

/** An end that is to be moved, of the indicators of a request. */
const EXTEND =
  /^(?:extend|prolong|renew) (?:the )?(?:indicators? of |allow of |request )?#?([1-9][0-9]{0,8})(?: (?:by|for|until|till) .+)?$/iu;
const OTHER_TIME =
  /^(?:(?:subscribe|digest) (?:daily|weekly) (?:on|at|every) .+|digest every (?:tues|wednes|thurs|fri|satur|sun)day)$/iu;
const SUPPRESS = /^(?:suppress|mute) (?:this|that|these|those|the|such|similar)? ?alerts?(?: like (?:this|that))?$/iu;

/** What no command does as it is said, with what does something near it. */
function toldInstead(line: string): Command | null {
  const [, number] = EXTEND.exec(line) ?? [];
  if (number !== undefined)
    return {
      kind: 'incomplete',
      why: t`The end of an indicator is not moved: ask for it anew with another end, which then takes the place of what stands. "show ${number}" has the words of #${number}.`,
      example: 'allow domain example.com on Lab for 14 days',
    };
  if (OTHER_TIME.test(line))
    return {
      kind: 'incomplete',
      why: t`A digest comes each day, or each Monday, at the time that is set for all channels (DIGEST_AT).`,
      example: 'digest weekly',
    };
  if (!SUPPRESS.test(line)) return null;
  return {
    kind: 'incomplete',
    why: t`No API makes suppression rules. Write which alert it is about, and the answer has the link to the page that does.`,
    example: 'false positive da637399794050273582_760707377',
  };
}

/** What lacks a part that only the writer knows. */
function toldHow(line: string): Command | null {
  const instead = toldInstead(line);
  if (instead !== null) return instead;
  if (MUTE_FOR.test(line))
    return {
      kind: 'malformed',
      why: t`Muting has no end of its own: "mute" holds until you write "unmute".`,
      examples: ['mute', 'unmute'],
    };
  const scanned = STOP_SCAN.exec(line)?.[1];
  if (scanned !== undefined)
    return {
      kind: 'incomplete',
      why: t`Scans are cancelled by the number of their request: "is ${scanned} being scanned?" tells it.`,
      example: 'cancel scan 12',
    };
  if (!QUARANTINE.test(line)) return null;
  return {
    kind: 'incomplete',
    why: t`No API undoes a quarantine. Write what was quarantined where, and the answer has the link to the page that does.`,
    example: 'false positive LAP-HR-0001',
  };
}

/** How somebody asks politely for what they want done. */
const POLITE =
  /^(?:hi|hello|hallo)?[, ]*(?:(?:can|could|would|will) (?:you|we|somebody|someone) (?:please |quickly )*|(?:kannst|könntest|koenntest|würdest|können|könnten|könnt) (?:du|sie|ihr|wir|jemand) (?:bitte |mal |schnell )*)(.+?)(?:,? (?:please|bitte))? ?\?$/iu;

/** What is asked for politely of a supported API: the question begins nothing, and its command is offered. */
export function politely(text: string, parse: (line: string) => Command): Command | null {
  const wish = POLITE.exec(text)?.[1];
  const command = wish === undefined ? null : parse(wish);
  if (wish === undefined || command?.kind !== 'change' || command.change.kind === 'advanced-feature') return null;
  return { kind: 'offer', why: 'close', commands: [sayCommand(command) ?? wish] };
}
