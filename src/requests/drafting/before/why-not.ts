import type { Base } from '../../../changes/base.ts';
import type { Assessment } from '../../../changes/change-kind.ts';
import type { Change } from '../../../changes/registry/change.ts';
import { switchedOff } from '../../../changes/supported/supported-kinds.ts';
import { inEnglish, msg, say } from '../../../shared/language/worded.ts';
import type { Services } from '../../ports/services.ts';
import { kindOff } from '../../rules/setting-owner.ts';

/** A kind by the supported API that is switched off is answered with that, and nothing is read. */
export function whyOff(
  services: Pick<Services, 'supported'>,
  change: Change,
): Exclude<Assessment, { verdict: 'open' }> | null {
  const off = kindOff(services, change);
  return off === null ? null : { verdict: 'unsupported', why: switchedOff(off) };
}

/** Bytes of the steps by hand that a card of 25 KB can show. */
const MOST_STEPS = 4_000;

/** Why no card can show it whole; null where one can. */
export function whyTooLong(
  { tenant, presentation }: Services,
  { change, base }: { readonly change: Change; readonly base: Base },
): string | null {
  if (change.kind !== 'several') return null;
  if (!presentation.showsWhole({ change, base })) return say(TOO_LONG);
  if (tenant.applies !== 'by-hand') return null;
  return Buffer.byteLength(JSON.stringify(inEnglish(() => tenant.instructions(change, base)))) > MOST_STEPS
    ? say(TOO_MANY_STEPS)
    : null;
}

const TOO_LONG = msg`This is more than one card can show whole. Ask for fewer changes at a time.`;
const TOO_MANY_STEPS = msg`These are more steps to do by hand than one card can show. Ask for fewer changes at a time.`;
