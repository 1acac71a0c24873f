import { inEnglish, t } from '../../../../shared/language/worded.ts';
import { untouched } from '../../../messages/state-catalogue/handed-over.ts';
import type { Standing } from '../../../ports/directory.ts';
import { fullName } from '../../../record/actor-names.ts';
import type { Policy } from '../../../record/digest.ts';
import type { Approval, Evidence, Handover, Lapsed, Request } from '../../../record/request.ts';
import type { StaleCause } from '../../end-request.ts';
import { changedMarks, type KnownPerson, knownPerson } from '../known-person.ts';
import { MARK_WORDS } from '../marks.ts';
import { memberRefusal, rightRefusal } from '../rights.ts';

/** Whether roles have to be held still, or only who somebody is must not have changed. */
export type Asks = 'rights-too' | 'identity';

export type Faulted = Pick<Request, 'requester'> & {
  readonly handover: Handover | null;
  readonly handedOver?: number;
  /** Its writing has begun: a cause then says nothing of what was not changed. */
  readonly isBegun?: true;
};

/** Why a request cannot go on because of its requester, as the directory knows them now; null when it can. */
export function requesterFault(
  policy: Policy,
  request: Faulted & { readonly requesterEvidence?: Evidence },
  standing: Standing | null,
  asks: Asks = 'rights-too',
): StaleCause | null {
  const { requester, requesterEvidence } = request;
  if (!standing) return goneFault(request);
  if (asks === 'rights-too' && rightRefusal(standing, policy.requesters, 'ask for changes')) {
    const said = inEnglish(() => t`${fullName(requester)}, who asked for this, may no longer ask for changes.`);
    const why = `${said} ${storedUntouched(request)}`;
    return { code: 'rights-lost', why };
  }
  const asked = { name: fullName(requester), kept: requesterEvidence, did: 'asked for this' };
  return changeFault(request, asked, knownPerson(standing.person, policy.people));
}

/** What is stored is English. */
function storedUntouched(request: Faulted): string {
  return inEnglish(() => untouched(request));
}

export function goneFault(request: Faulted): StaleCause {
  const name = fullName(request.requester);
  return {
    code: 'requester-gone',
    why: inEnglish(() => `${t`${name}, who asked for this, is no longer in the directory.`} ${untouched(request)}`),
  };
}

/**
 * Why a request cannot go on because an account carries other marks than when its owner acted; null when it carries the
 * same, or none were kept.
 * @param acted `did`: "approved this", for the sentence
 */
export function changeFault(
  request: Faulted,
  { name, kept, did }: { readonly name: string; readonly kept: Evidence | undefined; readonly did: string },
  now: KnownPerson,
): StaleCause | null {
  const kinds = changedMarks(kept, now);
  if (kinds.length === 0) return null;
  const what = kinds.map((kind) => MARK_WORDS[kind]).join(', ');
  const why = `The account of ${name} was changed in the directory since they ${did} (${what}), so Airlock does not rely on who it belongs to. ${storedUntouched(request)}`;
  return { code: 'identity-changed', why };
}

/**
 * Why an approval counts no longer; null while it does.
 * @param asks `role-too`: the role has to be held still; `role-or-eligible`: an activation may have run out since;
 * `member`: the role is asked for at another moment
 */
export function whyLapsed(
  { approvers }: Pick<Policy, 'approvers'>,
  standing: Standing | null,
  asks: 'role-too' | 'role-or-eligible' | 'member',
): Lapsed['why'] | null {
  const refusal = memberRefusal(standing, '') ?? (asks === 'member' ? null : rightRefusal(standing, approvers, ''));
  switch (refusal?.why) {
    case undefined:
      return null;
    case 'gone':
    case 'disabled':
    case 'outsider':
      return refusal.why;
    case 'eligible':
      return asks === 'role-or-eligible' ? null : 'no-role';
    default:
      return 'no-role';
  }
}

/** The approvals that count no longer, with what was known before; nothing where there are none. */
export function lapsedField(
  { lapsed = [] }: { readonly lapsed?: readonly Lapsed[] },
  more: readonly Lapsed[],
): { readonly lapsed?: readonly Lapsed[] } {
  return more.length === 0 ? {} : { lapsed: [...lapsed, ...more] };
}

/** What a request is left with. */
export interface Left {
  readonly approvals: readonly Approval[];
  readonly lapsed: readonly Lapsed[];
}

/** Tells the approvals that count from those that do not. @param whyNot the same order as the approvals */
export function leftOf(
  { approvals }: Pick<Request, 'approvals'>,
  whyNot: readonly (Lapsed['why'] | null | undefined)[],
  at: number,
): Left {
  return {
    approvals: approvals.filter((_one, index) => !whyNot[index]),
    lapsed: approvals.flatMap(({ by }, index) => {
      const why = whyNot[index];
      return why ? [{ by, at, why }] : [];
    }),
  };
}
