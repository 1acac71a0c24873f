import type { Standing } from '../../ports/directory.ts';
import { fullName } from '../../record/actor-names.ts';
import type { Policy } from '../../record/digest.ts';
import type { Actor, Evidence, Request } from '../../record/request.ts';
import type { StaleCause } from '../end-request.ts';
import { changedMarks, type KnownPerson, knownPerson } from './known-person.ts';
import { MARK_WORDS } from './marks.ts';
import { rightRefusal } from './rights.ts';

/** Why a request cannot go on because of its requester, as the directory knows them now; null when it can. */
export function requesterFault(
  policy: Policy,
  request: Pick<Request, 'requester'> & { readonly requesterEvidence?: Evidence },
  standing: Standing | null,
): StaleCause | null {
  const { requester, requesterEvidence } = request;
  if (!standing) return goneFault(requester);
  if (rightRefusal(standing, policy.requesters, 'ask for changes')) {
    const why = `${fullName(requester)}, who asked for this, may no longer ask for changes. Nothing was changed.`;
    return { code: 'rights-lost', why };
  }
  return changeFault(requester, requesterEvidence, knownPerson(standing.person, policy.people), 'asked for this');
}

export function goneFault({ name }: Pick<Actor, 'name'>): StaleCause {
  return {
    code: 'requester-gone',
    why: `${name}, who asked for this, is no longer in the directory. Nothing was changed.`,
  };
}

/**
 * Why a request cannot go on because an account carries other marks than when its owner acted; null when it carries the
 * same, or none were kept.
 * @param did "approved this", for the sentence
 */
export function changeFault(
  { name }: Pick<Actor, 'name'>,
  kept: Evidence | undefined,
  now: KnownPerson,
  did: string,
): StaleCause | null {
  const kinds = changedMarks(kept, now);
  if (kinds.length === 0) return null;
  const what = kinds.map((kind) => MARK_WORDS[kind]).join(', ');
  const why = `The account of ${name} was changed in the directory since they ${did} (${what}), so Airlock does not rely on who it belongs to. Nothing was changed in Defender.`;
  return { code: 'identity-changed', why };
}
