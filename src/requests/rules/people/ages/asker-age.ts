import type { EntraObjectId } from '../../../../shared/ids.ts';
import { inEnglish } from '../../../../shared/language/worded.ts';
import { untouched } from '../../../messages/state-catalogue/handed-over.ts';
import type { Directory, Standing } from '../../../ports/directory.ts';
import type { Actor, Approval, Evidence } from '../../../record/request.ts';
import type { StaleCause } from '../../end-request.ts';
import { type Look, type Recalled, type RecallServices, recall } from '../../seen-accounts.ts';
import type { Faulted } from '../judging/person-faults.ts';
import { evidenceOf } from '../known-person.ts';
import { type Refusal, refused } from '../rights.ts';
import {
  type AgeWords,
  ageRefusal,
  approverWords,
  type Dated,
  datesOf,
  holderRefusal,
  requesterWords,
  sinceOf,
  whyNoDates,
} from './age.ts';

type AgeServices = RecallServices & { readonly directory: Directory };

/** A requester as they were looked at, asked about their own roles. */
export function lookAtAsker({ person, holds }: Standing): Look {
  return { person, isApprover: null, isRequester: holds.length > 0 };
}

/**
 * Why the account or the role of whoever asks, or asked, is too young to be one of two people; null where both are old
 * enough.
 * @throws AirlockError directory-unavailable where dates of roles could not be asked
 */
export function askerRefusal(
  services: Pick<AgeServices, 'clock' | 'policy'>,
  dated: Dated,
  recalled: Recalled,
  words: AgeWords,
): Refusal | null {
  return holderRefusal(services, dated, recalled, { role: 'asker', words });
}

/**
 * Asks the directory about whoever submits, or cancels: that they may, and that account and role are as old as an
 * approver's. What was asked before anybody looked at everybody is judged at the approval.
 * @param mayRequest throws where they may not
 * @throws AirlockError not-allowed with when they can, directory-unavailable
 */
export async function judgeAsker(
  services: AgeServices,
  actor: Pick<Actor, 'oid'>,
  mayRequest: (services: AgeServices, actor: Pick<Actor, 'oid'>) => Promise<Standing>,
  words: AgeWords,
): Promise<{ readonly standing: Standing; readonly evidence: Evidence }> {
  const { directory, policy } = services;
  const [standing, dates] = await Promise.all([
    mayRequest(services, actor),
    directory.roleDates(actor.oid).catch((error: unknown) => whyNoDates(error, policy.people)),
  ]);
  const recalled = await recall(services, [lookAtAsker(standing)]);
  const refusal = askerRefusal(services, { standing, dates }, { ...recalled, isBlind: false }, words);
  if (refusal) throw refused(refusal);
  const since = sinceOf(standing, datesOf(dates), policy.people);
  return { standing, evidence: { ...evidenceOf(standing, policy.people), since } };
}

/**
 * Why a request may not be written, as it is stored: an account or a role of somebody who asked for it or approved it
 * is too young, as the directory dates them now. Null where none is.
 * @throws AirlockError directory-unavailable
 */
export function youngFault(
  services: AgeServices,
  request: Faulted & { readonly approvals: readonly Approval[] },
): Promise<StaleCause | null> {
  return inEnglish(() => findYoung(services, request));
}

async function findYoung(
  services: AgeServices,
  request: Faulted & { readonly approvals: readonly Approval[] },
): Promise<StaleCause | null> {
  const { policy, clock } = services;
  const { requesters, approvers, people } = policy;
  if (people.minAge === 0) return null;
  const asked = await datedNow(services, request.requester.oid, requesters);
  const recalled = await recall(services, asked ? [lookAtAsker(asked.standing)] : []);
  const asker = asked && askerRefusal(services, asked, recalled, requesterWords(request.requester, { deadline: 0 }));
  const given = await Promise.all(
    request.approvals.map(async ({ by }) => {
      const one = await datedNow(services, by.oid, approvers);
      return (
        one && ageRefusal(sinceOf(one.standing, datesOf(one.dates), people), clock.now(), people, approverWords(by))
      );
    }),
  );
  const young = asker ?? given.find((one) => one !== null) ?? null;
  return young && { code: 'rights-lost', why: `${young.sentence} ${untouched(request)}` };
}

async function datedNow(
  { directory, policy }: AgeServices,
  oid: EntraObjectId,
  ids: readonly string[],
): Promise<Dated | null> {
  const [standing, dates] = await Promise.all([
    directory.standing(oid, ids),
    directory.roleDates(oid).catch((error: unknown) => whyNoDates(error, policy.people)),
  ]);
  return standing && { standing, dates };
}
