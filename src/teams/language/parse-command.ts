import type { Command, CommandOf } from './command.ts';
import { parseGroupCommand } from './groups/parse-group-command.ts';
import { nearMiss } from './near-miss.ts';
import { parseFeatureCommand } from './parse-feature-command.ts';
import { parseFeatureSight, parseLevelSight } from './parse-sight.ts';

const PLAIN: ReadonlyMap<string, Command> = new Map<string, Command>([
  ...['status', 'show status', 'device groups', 'list device groups', 'show device groups'].map(
    (word) => [word, { kind: 'status' }] as const,
  ),
  ...['', 'help', '?', 'hi', 'hello'].map((word) => [word, { kind: 'help' }] as const),
  ...['requests', 'open requests', 'show requests', 'list requests'].map(
    (word) => [word, { kind: 'requests', open: true }] as const,
  ),
  ...['all requests', 'requests all', 'history'].map((word) => [word, { kind: 'requests', open: false }] as const),
]);

const OUTSIDE = ['outside changes', 'changes outside', 'changes outside airlock', 'show outside changes'];

const THIS_CHANNEL = /^(stop using|use) this (?:channel|group chat|chat) for approvals$/u;
const NUMBER = '#?([1-9][0-9]{0,8})';
const SHOW = new RegExp(`^(?:show|view|open) (?:request )?${NUMBER}$`, 'u');
const DEVICES = new RegExp(`^(?:show )?devices (?:of )?(?:request )?${NUMBER}(?: page ([1-9][0-9]{0,5}))?$`, 'u');
const REVERT = new RegExp(`^(?:revert|undo) (?:request )?${NUMBER}$`, 'u');
const ADOPT = new RegExp(`^adopt (?:change )?${NUMBER}$`, 'u');
const REVERT_OUTSIDE = new RegExp(`^(?:revert|undo) change ${NUMBER}(?: no\\.? ([1-9]))?$`, 'u');
const WITHDRAW = new RegExp(`^(?:withdraw|cancel) (?:request )?${NUMBER}$`, 'u');
const DIGEST = '(?: ([0-9a-f]{4}(?: ?[0-9a-f]{4,60})?))?';
const APPLIED = new RegExp(`^(?:i have )?applied (?:request )?${NUMBER}${DIGEST}$`, 'u');
const APPROVE = new RegExp(`^approve (?:request )?${NUMBER}${DIGEST}(?:[ :,]+because (.+))?$`, 'iu');
const BECAUSE_WHAT = new RegExp(`^approve (?:request )?${NUMBER}${DIGEST}[ :,]+because$`, 'iu');
const TAKE_BACK = new RegExp(`^take back (?:(?:my )?approval (?:of|for) )?(?:request )?${NUMBER}$`, 'u');
const REJECT = new RegExp(`^(?:reject|deny) (?:request )?${NUMBER}(?:$|[ :,-]+(.*)$)`, 'iu');
const STOP = new RegExp(`^stop (?:request )?${NUMBER}(?:$|[ :,-]+(.*)$)`, 'iu');
const BARE = /^(show|approve|reject|stop|take back|withdraw|applied|devices|revert|undo)$/u;

/**
 * Parses normalised text as a whole. Anything but exactly a command is a miss: negations, questions, conditions and
 * quotes never become a change.
 */
export function parseCommand(text: string): Command {
  const line = text
    .replace(/^(?:please|pls)[, ]+/iu, '')
    .replace(/[, ]+(?:please|pls)(?=[.!]?$)/iu, '')
    .replace(/ ?[.!]$/u, '');
  const plain = line.toLowerCase();
  return (
    PLAIN.get(plain) ??
    parseFeatureCommand(plain) ??
    parseFeatureSight(plain) ??
    parseLevelSight(line) ??
    channel(plain) ??
    numbered(plain) ??
    decision(line, text) ??
    groups(line) ??
    miss(line, plain)
  );
}

/** A question is never a command. */
function groups(line: string): Command | null {
  return line.endsWith('?') ? null : parseGroupCommand(line);
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
  const outside = outsideChange(plain);
  if (outside) return outside;
  const withdrawn = WITHDRAW.exec(plain);
  if (withdrawn) return { kind: 'withdraw', number: Number(withdrawn[1]) };
  const taken = TAKE_BACK.exec(plain);
  if (taken) return { kind: 'take-back', number: Number(taken[1]) };
  const applied = APPLIED.exec(plain);
  return applied ? { kind: 'attest', number: Number(applied[1]), digest: digits(applied[2]) } : null;
}

/** What is done about a change that was made outside Airlock. */
function outsideChange(plain: string): Command | null {
  if (OUTSIDE.includes(plain)) return { kind: 'outside' };
  const adopted = ADOPT.exec(plain)?.[1];
  if (adopted) return { kind: 'adopt', change: Number(adopted) };
  const [, change, item] = REVERT_OUTSIDE.exec(plain) ?? [];
  return change ? { kind: 'revert-outside', change: Number(change), item: item ? Number(item) : null } : null;
}

function digits(typed: string | undefined): string | null {
  return typed?.replace(' ', '').toLowerCase() ?? null;
}

/** What may carry a reason, which keeps its case and its last full stop. */
function decision(line: string, original: string): Command | null {
  const approved = APPROVE.exec(line);
  if (approved) {
    const [, number, digest, reason = ''] = approved;
    return { kind: 'approve', number: Number(number), digest: digits(digest), reason: reason.trim() };
  }
  const bare = BECAUSE_WHAT.exec(line)?.[1];
  if (bare) {
    const why = 'Say why after "because", or leave it out.';
    return { kind: 'incomplete', why, example: `approve ${bare} because it was agreed`, number: Number(bare) };
  }
  const whole = original.replace(/^(?:please|pls)[, ]+/iu, '');
  const stopped = STOP.exec(whole) ?? STOP.exec(line);
  if (stopped) return { kind: 'reject', number: Number(stopped[1]), reason: stopped[2]?.trim() ?? '' };
  const rejected = REJECT.exec(whole);
  return rejected ? rejection(Number(rejected[1]), rejected[2]?.trim() ?? '') : null;
}

function rejection(number: number, reason: string): Command {
  if (reason !== '') return { kind: 'reject', number, reason };
  return {
    kind: 'incomplete',
    why: 'A rejection needs a reason, which the requester reads.',
    example: `reject ${number} not before the freeze ends`,
    number,
  };
}

function miss(line: string, plain: string): Command {
  const bare = BARE.exec(plain)?.[1];
  if (bare) {
    const example = bare === 'reject' ? 'reject 12 not before the freeze ends' : `${bare} 12`;
    const list =
      bare === 'revert' || bare === 'undo' ? '"all requests" lists them.' : '"requests" lists the open ones.';
    return { kind: 'incomplete', why: `Say which request, by its number. ${list}`, example };
  }
  return nearMiss(line, plain) ?? { kind: 'unknown' };
}
