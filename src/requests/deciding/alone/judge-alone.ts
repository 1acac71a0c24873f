import { isAirlockError } from '../../../shared/errors.ts';
import type { EntraObjectId } from '../../../shared/ids.ts';
import { inEnglish, t } from '../../../shared/language/worded.ts';
import { debtsOf } from '../../knowing/owed/debts.ts';
import { untouched } from '../../messages/state-catalogue/handed-over.ts';
import { fullName } from '../../record/actor-names.ts';
import type { Alone, Evidence, Request } from '../../record/request.ts';
import type { StaleCause } from '../../rules/end-request.ts';
import { datesOf, emergencyWords, holderRefusal, sinceOf, whyNoDates } from '../../rules/people/ages/age.ts';
import { judgeWrite, type WriteJudgement } from '../../rules/people/judging/before-write.ts';
import type { JudgeServices } from '../../rules/people/judging/judge-approval.ts';
import type { Faulted } from '../../rules/people/judging/person-faults.ts';
import { knownPerson } from '../../rules/people/known-person.ts';
import { refused, refusedWithHelp, rightRefusal } from '../../rules/people/rights.ts';
import { recall } from '../../rules/seen-accounts.ts';
import { barredWords, findBarring } from './another-person.ts';
import { isAllowedAlone, untoldCause } from './going-alone.ts';
import { settlerFault } from './settling.ts';

/**
 * Asks the directory whether somebody may do something at once in an emergency: whoever may approve, with account and
 * role as old as an approver's.
 * @returns what the directory said of them, for the record
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export async function judgeAlone(
  services: JudgeServices,
  oid: EntraObjectId,
  request: Pick<Request, 'deadline'>,
): Promise<Evidence> {
  const { directory, policy } = services;
  const [own, dates] = await Promise.all([
    directory.standing(oid, policy.approvers),
    directory.roleDates(oid).catch((error: unknown) => whyNoDates(error, policy.people)),
  ]);
  const refusal = rightRefusal(own, policy.approvers, t`act at once in an emergency`);
  if (refusal || !own) {
    const why = refusal ?? ({ why: 'gone', sentence: '' } as const);
    throw await refusedWithHelp(directory, why, policy.approvers);
  }
  const recalled = await recall(services, [{ person: own.person, isApprover: true }]);
  const words = { role: 'approver', words: emergencyWords(request) } as const;
  const age = holderRefusal(services, { standing: own, dates }, recalled, words);
  if (age) throw refused(age);
  const since = sinceOf(own, datesOf(dates), policy.people);
  const { marks } = knownPerson(own.person, policy.people);
  return { marks, roles: own.holds, since, proof: null };
}

/**
 * The same for drawing a card: why they may not, a sentence; null where they may, or where the directory gives no
 * answer, since whoever presses is judged anew.
 */
export async function whyNotAlone(
  services: JudgeServices,
  oid: EntraObjectId,
  request: Pick<Request, 'deadline'>,
): Promise<string | null> {
  try {
    await judgeAlone(services, oid, request);
    return null;
  } catch (error) {
    if (isAirlockError(error, 'not-allowed')) return error.message;
    if (isAirlockError(error)) return null;
    throw error;
  }
}

/**
 * Why what went ahead on one person's word may not be written: the policy in force allows it no more, or an emergency's
 * admin may not approve any more. Null where nothing is wrong.
 * @throws AirlockError directory-unavailable
 */
async function aloneFault(services: JudgeServices, request: Alonely): Promise<{ readonly fault: StaleCause } | null> {
  if (!isAllowedAlone(services.policy.deviceActs, request)) {
    const why = `This went ahead on one person's word, which the policy does not allow. ${storedUntouched(request)} Ask again.`;
    return { fault: { code: 'policy-changed', why } };
  }
  if (request.alone?.why !== 'emergency') return null;
  try {
    await judgeAlone(services, request.requester.oid, { deadline: null });
    return await barredFault(services, request, request.alone);
  } catch (error) {
    if (!isAirlockError(error, 'not-allowed')) throw error;
    const why = `${fullName(request.requester)}, who did this as an emergency, may not any more. ${storedUntouched(request)} Ask again.`;
    return { fault: { code: 'rights-lost', why } };
  }
}

type Alonely = Faulted & Pick<Request, 'id' | 'change' | 'base'> & { readonly alone?: Alone };

/** Of accounts that turn out to be, or may be, one person's, only whoever began first goes ahead. */
async function barredFault(
  services: JudgeServices,
  request: Alonely,
  { at, by }: Alone,
): Promise<{ readonly fault: StaleCause } | null> {
  const { debts, untold } = await debtsOf(services);
  const unclear = inEnglish(() => untoldCause(untold.filter((one) => one.request !== request.id)));
  if (unclear !== null) return { fault: { code: 'rights-lost', why: `${unclear} ${storedUntouched(request)}` } };
  const earlier = debts.filter((one) => one.request.id !== request.id && one.debt.at <= at);
  const barring = await findBarring(services, by, earlier);
  if (!barring) return null;
  const why = inEnglish(() => `${barredWords(by, barring)} ${storedUntouched(request)} Ask again.`);
  return { fault: { code: 'rights-lost', why } };
}

/**
 * Asks, right before a write, about everybody who let it go ahead: those who approved it, or the one person on whose
 * word it goes ahead.
 * @throws AirlockError as `judgeWrite`
 */
export async function judgeStart(
  services: JudgeServices,
  request: Parameters<typeof judgeWrite>[1] & Alonely,
): Promise<WriteJudgement> {
  const fault = (await aloneFault(services, request)) ?? (await settlerFault(services, request));
  return fault ?? (await judgeWrite(services, request));
}

/** What is stored is English. */
function storedUntouched(request: Alonely): string {
  return inEnglish(() => untouched(request));
}
