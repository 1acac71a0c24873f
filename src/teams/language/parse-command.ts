import { type Command, type CommandOf, DECIDES, READS } from './command.ts';
import { decision, digits, NUMBER, WITH_DIGEST } from './decisions/parse-decision.ts';
import { reasonsIn } from './decisions/said-reason.ts';
import { parseGroupCommand } from './groups/parse-group-command.ts';
import { parseFeatureCommand } from './parse-feature-command.ts';
import { closestSight, parseFeatureSight, parseGroupSight, parseLevelSight, parseSightForm } from './parse-sight.ts';
import { readPast } from './past/read-past.ts';
import { joinedWishes } from './several/joined-wishes.ts';
import { parseFilledGroup, parseSeveral } from './several/parse-several.ts';
import { mendVerb } from './supported/mend-verb.ts';
import { inOtherWords, politely } from './supported/other-words.ts';
import { parseAlerts } from './supported/parse-alerts.ts';
import { parseAsks } from './supported/parse-asks.ts';
import { parseCenter, parseDigest } from './supported/parse-center.ts';
import { parseDeviceAct } from './supported/parse-device-act.ts';
import { parseIndicators } from './supported/parse-indicators.ts';
import { parseTags } from './supported/parse-tags.ts';
import { withoutUrgency } from './supported/urgency.ts';
import { saidOtherwise } from './tongues/tongues.ts';
import { sayCommand } from './understand/say.ts';
import { denied, shortAsk, shortAskOfGroup, thanks, whatIf } from './understand/short-asks.ts';
import { type Mended, mend, nearest, understand } from './understand/understand.ts';

const PLAIN: ReadonlyMap<string, Command> = new Map<string, Command>([
  ...['status', 'show status', 'device groups', 'list device groups', 'show device groups'].map(
    (word) => [word, { kind: 'status' }] as const,
  ),
  ...['', 'help', '?', 'hi', 'hello'].map((word) => [word, { kind: 'help' }] as const),
  ...['home', 'start', 'my home', 'show home', 'my page'].map((word) => [word, { kind: 'home' }] as const),
  ...['mute', 'mute me'].map((word) => [word, { kind: 'mute', to: 'on' }] as const),
  ...['unmute', 'unmute me'].map((word) => [word, { kind: 'mute', to: 'off' }] as const),
  ...['requests', 'open requests', 'show requests', 'list requests'].map(
    (word) => [word, { kind: 'requests', open: true }] as const,
  ),
  ...['all requests', 'requests all', 'history'].map((word) => [word, { kind: 'requests', open: false }] as const),
]);

/** What is shown in place of a decision that is not exact: the card of its request; null where it names none. */
export function shown(command: Command): CommandOf<'show'> | null {
  if (!('number' in command) || typeof command.number !== 'number') return null;
  return { kind: 'show', number: command.number, undecided: true };
}

const OUTSIDE = ['outside changes', 'changes outside', 'changes outside airlock', 'show outside changes'];

const THIS_CHANNEL = /^(stop using|use) this (?:channel|group chat|chat) for approvals$/u;
const SHOW = new RegExp(`^(?:show|view|open) (?:request )?${NUMBER}$`, 'u');
const DEVICES = new RegExp(`^(?:show )?devices (?:of )?(?:request )?${NUMBER}(?: page ([1-9][0-9]{0,5}))?$`, 'u');
const REVERT = new RegExp(`^(?:revert|undo) (?:request )?${NUMBER}$`, 'u');
const AGAIN = new RegExp(`^ask again (?:for )?(?:request )?${NUMBER}$`, 'u');
const SETTLE = new RegExp(`^settle (?:the )?emergency ${NUMBER}$`, 'u');
const ADOPT = new RegExp(`^adopt (?:change )?${NUMBER}$`, 'u');
const REVERT_OUTSIDE = new RegExp(`^(?:revert|undo) change ${NUMBER}(?: no\\.? ([1-9]))?$`, 'u');
const WITHDRAW = new RegExp(`^(?:withdraw|cancel) (?:request )?${NUMBER}$`, 'u');
const APPLIED = new RegExp(`^(?:i have )?applied (?:request )?${NUMBER}${WITH_DIGEST}$`, 'u');
const TAKE_BACK = new RegExp(`^take back (?:(?:my )?approval (?:of|for) )?(?:request )?${NUMBER}$`, 'u');
const DECIDED_MORE = new RegExp(
  `^(?:take back (?:(?:my )?approval (?:of|for) )?|(?:i have )?applied )(?:request )?${NUMBER}[,:;]? .+$`,
  'u',
);
const IN_FORM = /^open (?:the )?form: ?(.+)$/iu;
const DISCARD_ALL = /^(?:discard|delete|drop) (?:all|every)(?: of)?(?: the| my)? drafts?$/u;
const DISCARD = new RegExp(`^discard (?:the )?(?:my )?(?:draft )?${NUMBER}$`, 'u');
const BARE = /^(?:approve|reject|stop|take back|withdraw|applied)$/u;

/**
 * Parses normalised text as a whole. Only what is exactly a command decides. Anything else is understood freely, as a
 * question or a wish: negations, conditions and quotes never become one.
 */
export function parseCommand(text: string): Command {
  const command = withReason(text) ?? parsed(text);
  if (command.kind !== 'unknown') return command;
  return denied(text, parseCommand) ?? withoutSlips(text) ?? nearest(text) ?? ofMendedVerb(text) ?? command;
}

/** Whether it asks for a change, which may be said with why. */
function isReasoned(command: Command): command is CommandOf<'change' | 'input' | 'several' | 'form'> {
  return ['change', 'input', 'several', 'form'].includes(command.kind);
}

/** A wish and why somebody has it. What only reads, or decides, is read as a whole. */
function withReason(text: string): Command | null {
  for (const { wish, reason, turns } of reasonsIn(text)) {
    const command = parsed(wish);
    if (command.kind === 'malformed' && turns === null) return command;
    if (!isReasoned(command)) continue;
    if (turns === null) return { ...command, reason };
    const line = turns === 'conditional' ? sayCommand(command) : null;
    return line === null ? { kind: 'unknown' } : { kind: 'offer', why: 'close', commands: [line] };
  }
  return null;
}

function parsed(text: string): Command {
  return urgently(text) ?? asSaid(text);
}

/** Acts that somebody may say cannot wait; a tag may be called "now". */
const URGENT: ReadonlySet<string> = new Set(['response-actions', 'antivirus-scan', 'indicators'] as const);

/** An act by a supported API that is said to be urgent: the same without that. It never decides. */
function urgently(text: string): Command | null {
  const calm = withoutUrgency(text);
  const command = calm === null || calm === '' ? null : asSaid(calm);
  return command?.kind === 'change' && URGENT.has(command.change.kind) ? command : null;
}

function asSaid(text: string): Command {
  const exact = text.replace(/ ?[.!]$/u, '');
  const typed = exactly(exact, text) ?? otherwise(exact);
  if (typed && DECIDES.has(typed.kind)) return typed;
  const begun = text.replace(/^(?:please|pls|bitte)[, ]+/iu, '');
  const line = begun.replace(/ ?[.!]$/u, '').replace(/[, ]+(?:please|pls|bitte)$/iu, '');
  const command = line === exact ? typed : (exactly(line, begun) ?? otherwise(line));
  if (command === null) return freely(line, line.toLowerCase(), text);
  return DECIDES.has(command.kind) ? (shown(command) ?? { kind: 'offer', why: 'close', commands: [line] }) : command;
}

/** What cannot be the meaning of a line that is an exact command in another language. */
const NO_COMMAND: ReadonlySet<Command['kind']> = new Set(['unknown', 'offer'] as const);

/** What a line is as a whole in another language than English; a question there begins nothing. */
function otherwise(line: string): Command | null {
  const bare = line.replace(/ ?\?$/u, '');
  for (const said of saidOtherwise(bare)) {
    const command = said.isExact ? exactly(said.line, said.line) : parsed(said.line);
    if (command === null) continue;
    if (bare === line ? !NO_COMMAND.has(command.kind) : READS.has(command.kind) && command.kind !== 'offer')
      return command;
  }
  return null;
}

/** What a line is as a whole. @param text the same with its last stop, which belongs to a reason */
function exactly(line: string, text: string): Command | null {
  const plain = line.toLowerCase();
  const inForm = IN_FORM.exec(line)?.[1];
  if (inForm !== undefined) return formFor(withReason(inForm) ?? parsed(inForm));
  return (
    PLAIN.get(plain) ??
    thanks(plain) ??
    parseSeveral(line, parseCommand) ??
    parseFeatureCommand(plain) ??
    parseFilledGroup(line, parseCommand) ??
    parseTags(line) ??
    parseIndicators(line) ??
    parseAsks(line) ??
    parseAlerts(line) ??
    parseDigest(plain) ??
    parseCenter(line) ??
    parseFeatureSight(plain) ??
    parseSightForm(line) ??
    parseLevelSight(line) ??
    parseGroupSight(line) ??
    channel(plain) ??
    numbered(plain) ??
    decision(line, text) ??
    parseDeviceAct(line) ??
    groups(line, text)
  );
}

/** The form with what a command asks for filled in; nothing for a command that no form covers. */
function formFor(command: Command): Command {
  if (command.kind === 'form') return command;
  if (command.kind !== 'input' || 'tagged' in command.input) return { kind: 'unknown' };
  const { input, ...why } = command;
  const opens = formOpened(input);
  return opens ? { ...why, kind: 'form', opens } : { kind: 'unknown' };
}

function formOpened(input: CommandOf<'input'>['input']): CommandOf<'form'>['opens'] | null {
  switch (input.kind) {
    case 'device-group.create':
    case 'ungrouped-devices':
      return input;
    case 'device-group.update':
      return 'name' in input.group ? { kind: input.kind, name: input.group.name, fields: input.fields } : null;
    default:
      return null;
  }
}

/** The same with typing errors put right: what only reads is answered, anything else is offered and never run. */
function withoutSlips(text: string): Command | null {
  return Array.from(mend(text), ofMended).find((command) => command !== null) ?? null;
}

function ofMended(mended: Mended): Command | null {
  const command = parsed(mended.text);
  if (command.kind === 'unknown') return null;
  if (DECIDES.has(command.kind)) return shown(command);
  const isFilled = command.kind === 'form' && ('fields' in command.opens || 'among' in command.opens);
  const asTyped = command.kind === 'input' || command.kind === 'several' ? mended.text : null;
  const line = isFilled ? `open form: ${mended.text}` : (sayCommand(command) ?? asTyped);
  if (line !== null) return { kind: 'offer', why: 'close', commands: [line] };
  return mended.isKnown && READS.has(command.kind) ? command : null;
}

/** The same of a typing error in the word by which a command of a supported API begins. */
function ofMendedVerb(text: string): Command | null {
  const line = mendVerb(text);
  const command = line === null ? null : exactly(line, line);
  if (line === null || command === null || DECIDES.has(command.kind)) return null;
  const isHarmless = READS.has(command.kind) || command.kind === 'incomplete' || command.kind === 'malformed';
  return isHarmless ? command : { kind: 'offer', why: 'close', commands: [line] };
}

/** A question is never a command. What is not whole opens the form with all of it, where that is understood. */
function groups(line: string, text: string): Command | null {
  if (line.endsWith('?')) return null;
  const command = parseGroupCommand(line);
  if (command?.kind !== 'malformed') return command;
  const meant = understand(text, true);
  return meant?.kind === 'form' || meant?.kind === 'input' ? meant : command;
}

function channel(plain: string): CommandOf<'approval-channel'> | null {
  const verb = THIS_CHANNEL.exec(plain)?.[1];
  return verb === undefined ? null : { kind: 'approval-channel', to: verb === 'use' ? 'on' : 'off' };
}

function numbered(plain: string): Command | null {
  const shown = SHOW.exec(plain);
  if (shown) return { kind: 'show', number: Number(shown[1]) };
  const listed = DEVICES.exec(plain);
  if (listed) return { kind: 'devices', number: Number(listed[1]), page: Number(listed[2] ?? 1) };
  const reverted = REVERT.exec(plain);
  if (reverted) return { kind: 'revert', number: Number(reverted[1]) };
  const again = AGAIN.exec(plain);
  if (again) return { kind: 'again', number: Number(again[1]) };
  const settled = SETTLE.exec(plain);
  if (settled) return { kind: 'change', change: { kind: 'settled-emergency', number: Number(settled[1]) } };
  const outside = outsideChange(plain);
  if (outside) return outside;
  const withdrawn = WITHDRAW.exec(plain);
  if (withdrawn) return { kind: 'withdraw', number: Number(withdrawn[1]) };
  if (DISCARD_ALL.test(plain)) return { kind: 'drafts', discards: true };
  const discarded = DISCARD.exec(plain);
  if (discarded) return { kind: 'discard', number: Number(discarded[1]) };
  const taken = TAKE_BACK.exec(plain);
  if (taken) return { kind: 'take-back', number: Number(taken[1]) };
  const applied = APPLIED.exec(plain);
  if (applied) return { kind: 'attest', number: Number(applied[1]), digest: digits(applied[2]) };
  const more = DECIDED_MORE.exec(plain);
  return more ? { kind: 'show', number: Number(more[1]), undecided: true } : null;
}

/** What is done about a change that was made outside Airlock. */
function outsideChange(plain: string): Command | null {
  if (OUTSIDE.includes(plain)) return { kind: 'outside' };
  const adopted = ADOPT.exec(plain)?.[1];
  if (adopted) return { kind: 'adopt', change: Number(adopted) };
  const [, change, item] = REVERT_OUTSIDE.exec(plain) ?? [];
  return change ? { kind: 'revert-outside', change: Number(change), item: item ? Number(item) : null } : null;
}

/** A command in quotation marks is somebody's words; one that only reads is answered all the same. */
function quotedQuestion(text: string): Command | null {
  const inner = /^["“„]([^"“”„]+)["”“]$/u.exec(text)?.[1]?.trim();
  const command = inner ? exactly(inner, inner) : null;
  return command && READS.has(command.kind) ? command : null;
}

/** What is no exact command may still be understood: then it ends in something to read, to fill in or to send. */
function freely(line: string, plain: string, text: string): Command {
  if (BARE.test(plain)) return { kind: 'this', want: 'decide' };
  if (plain === 'show') return { kind: 'this', want: 'look' };
  if (plain === 'devices') return { kind: 'this', want: 'devices' };
  if (plain === 'revert' || plain === 'undo') return { kind: 'this', want: 'revert' };
  const asked =
    inOtherWords(line, (said) => exactly(said, said)) ??
    politely(text, parsed) ??
    whatIf(text, parseCommand) ??
    shortAsk(text) ??
    closestSight(line, plain) ??
    readPast(text) ??
    understand(text);
  return (
    asked ?? shortAskOfGroup(text) ?? joinedWishes(text, parseCommand) ?? quotedQuestion(text) ?? { kind: 'unknown' }
  );
}
