import { t } from '../../../shared/language/worded.ts';
import type { Command } from '../command.ts';

/** The number of a request, as it is typed. */
export const NUMBER = '#?([1-9][0-9]{0,8})';

/** A digest behind a number: four hex digits at least. */
export const WITH_DIGEST = '(?: ([0-9a-f]{4}(?: ?[0-9a-f]{4,60})?))?';

const APPROVE = new RegExp(`^approve (?:request )?${NUMBER}${WITH_DIGEST}(?:[ :,]+because (.+))?$`, 'iu');
const BECAUSE_WHAT = new RegExp(`^approve (?:request )?${NUMBER}${WITH_DIGEST}[ :,]+because$`, 'iu');
const REJECT = new RegExp(`^(?:reject|deny) (?:request )?${NUMBER}(?:$|[ :,-]+(.*)$)`, 'iu');
const STOP = new RegExp(`^stop (?:request )?${NUMBER}(?:$|[ :,-]+(.*)$)`, 'iu');

/** The digits of a digest as they are compared: without a blank, in small letters. Null where none were typed. */
export function digits(typed: string | undefined): string | null {
  return typed?.replace(' ', '').toLowerCase() ?? null;
}

/** What may carry a reason, which keeps its case and its last full stop. */
export function decision(line: string, whole: string): Command | null {
  const approved = APPROVE.exec(line);
  if (approved) {
    const [, number, digest, reason = ''] = approved;
    if (DENIED.test(reason) && NO_REASON.test(reason)) return { kind: 'show', number: Number(number), undecided: true };
    return { kind: 'approve', number: Number(number), digest: digits(digest), reason: reason.trim() };
  }
  const bare = BECAUSE_WHAT.exec(line)?.[1];
  if (bare) {
    const why = t`Say why after "because", or leave it out.`;
    return { kind: 'incomplete', why, example: `approve ${bare} because it was agreed`, number: Number(bare) };
  }
  const stopped = STOP.exec(whole) ?? STOP.exec(line);
  if (stopped) return stopping(Number(stopped[1]), stopped[2]?.trim() ?? '');
  const rejected = REJECT.exec(whole);
  return rejected ? rejection(Number(rejected[1]), rejected[2]?.trim() ?? '') : null;
}

/** Says no reason, only how it is asked for. */
const NO_REASON =
  /^(?:(?:please|pls|plz|thanks|thank you|thx|now|immediately|asap|at once|all|it|bitte|danke|jetzt|sofort|doch|noch|nicht|nie|niemals|nein|alle|alles|es|not|no|nope|never|mind|don't|dont|do|yet|later|tomorrow)(?![\p{L}\p{N}])[ ,.!]*)*$/iu;

/** Takes back in the same breath what is typed before it. */
const DENIED = /^(?:not|no|nope|never|nicht|nein|nie|niemals|kein|keine)(?![\p{L}\p{N}])/iu;

/** A reason all the same: whoever asked may ask again. */
const LATER = /^not (?:now|yet)\b/iu;

/** Says when it shall count, which nobody watches. */
const CONDITION = /^(?:only )?(?:if|unless)\b/iu;

function stopping(number: number, reason: string): Command {
  const isExact = reason === '' || !(NO_REASON.test(reason) || CONDITION.test(reason));
  return isExact ? { kind: 'reject', number, reason } : { kind: 'show', number, undecided: true };
}

function rejection(number: number, reason: string): Command {
  if (CONDITION.test(reason)) return { kind: 'show', number, undecided: true };
  if (!NO_REASON.test(reason) || LATER.test(reason)) return { kind: 'reject', number, reason };
  return {
    kind: 'incomplete',
    why: t`A rejection needs a reason, which the requester reads.`,
    example: `reject ${number} not before the freeze ends`,
    number,
  };
}
