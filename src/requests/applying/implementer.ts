import type { Source } from '../../changes/knowledge/knowledge.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { type EntraObjectId, entraObjectId } from '../../shared/ids.ts';
import { inEnglish, t } from '../../shared/language/worded.ts';
import type { DirectoryPerson } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import type { Actor, Request } from '../record/request.ts';
import { mayAttest } from '../rules/four-eyes.ts';
import { askedOnce } from '../rules/people/asked-once.ts';
import { compareSeen } from '../rules/people/judging/compare-seen.ts';
import { comparePairs, type KnownPerson, knownPerson, type Pair } from '../rules/people/known-person.ts';
import { type Refusal, refused } from '../rules/people/rights.ts';
import { accountOf, proofOf, refusalOfOne, type Told } from '../rules/people/told-apart.ts';
import { type RecallServices, recall, rememberedAccounts } from '../rules/seen-accounts.ts';

/** What the record says where one person approved a change and applied it, or may have. */
export const ONE_PERSON = {
  accounts: 'Two accounts approved this and applied it. Nothing proves that they are two people’s.',
  anyone: 'One person approved this and applied it, which the policy allows (IMPLEMENTER).',
  'too-few-others': 'One person approved this and applied it: fewer than two others could have.',
  'not-known':
    'It is not known that another person applied this than approved it: fewer than two others are known to be, and could have.',
} as const;

/**
 * Whoever approved a request must not be the only one who says that it is in place already, or whom the audit log names
 * for it: they may have applied it themselves. Another account of theirs is theirs, too, and one that is not known to
 * be another person's may be. What was said before object ids were kept names people as cards do, so there a namesake
 * of theirs counts.
 * An account that the directory does not know is nobody's who is known.
 * @returns a sentence for card and record, in English; null where all of it is known to be another person's
 * @throws AirlockError directory-unavailable
 */
export async function wordOfApprover(
  services: ImplementerServices,
  request: Pick<Request, 'approvals'>,
  known: readonly Source[],
): Promise<string | null> {
  if (request.approvals.length === 0) return null;
  const asks = { ...services, directory: askedOnce(services.directory) };
  for (const source of known) {
    const words = await wordFrom(asks, request, source);
    if (words !== null) return words;
  }
  return null;
}

async function wordFrom(
  services: ImplementerServices,
  request: Pick<Request, 'approvals'>,
  source: Source,
): Promise<string | null> {
  if (source.kind !== 'attested' && source.kind !== 'corroborated') return null;
  const { by } = source;
  const isWord = source.kind === 'attested';
  const person = isWord ? await personOf(services, source.oid) : await services.directory.byName(by);
  const isOwn = ({ by: { oid, name } }: Request['approvals'][number]) =>
    isWord && source.oid === undefined ? name === by : oid === (isWord ? source.oid : person?.oid);
  if (request.approvals.some(isOwn)) return inEnglish(() => (isWord ? ownWord(by) : ownRecord(by)));
  if (person === null)
    return isWord && source.oid === undefined ? null : inEnglish(() => unknownWord(by || t`somebody`));
  const told = await toldFrom(services, request, person);
  if (told.some((one) => isOrWas(one.told))) return inEnglish(() => (isWord ? othersWord(by) : othersRecord(by)));
  const isApart = told.every((one) => proofOf(one.told, services.policy.people) !== null);
  return isApart ? null : inEnglish(() => unknownWord(by));
}

async function personOf({ directory }: ImplementerServices, oid: string | undefined): Promise<DirectoryPerson | null> {
  if (oid === undefined) return null;
  return (await directory.standing(entraObjectId.parse(oid), []))?.person ?? null;
}

const ownWord = (by: string) => t`${by} approved this, too: one person approved it and says that it is applied.`;
const ownRecord = (by: string) =>
  t`${by} approved this, too: one person approved it and set it in the portal, as the audit log says.`;
const othersWord = (by: string) =>
  t`${by} has another account that approved this: one person approved it and says that it is applied.`;
const othersRecord = (by: string) =>
  t`${by} has another account that approved this: one person approved it and set it in the portal, as the audit log says.`;
const unknownWord = (by: string) =>
  t`It is not known whether ${by}, by whose word or record this is applied, is another person than who approved it.`;

type ImplementerServices = Pick<Services, 'directory' | 'policy'> & RecallServices;

/** So many others must be able to apply a change before its approvers may not. */
const OTHERS = 2;

/**
 * Whoever approved a change must not be who applied it (docs/architecture.md#whoever-approves-does-not-apply). Another
 * account of an approver's is the approver, too, also by what is remembered of both; and one that is not known to be
 * another person's may be.
 * @returns null where it is somebody else; for the record, why an approver may: the policy, or too few others;
 * `accounts` where nothing proves two people and two accounts are enough; `not-known` where it may be one of them, and
 * too few others are known not to be
 * @throws AirlockError not-allowed; directory-unavailable where it could not be asked whether others may
 */
export async function judgeImplementer(
  services: ImplementerServices,
  request: Pick<Request, 'approvals'>,
  person: DirectoryPerson,
): Promise<keyof typeof ONE_PERSON | null> {
  const asks = { ...services, directory: askedOnce(services.directory) };
  const told = await toldFrom(asks, request, person);
  const { people } = services.policy;
  const approver = told.find((one) => isOrWas(one.told)) ?? told.find((one) => proofOf(one.told, people) === null);
  if (!approver) return told.some((one) => proofOf(one.told, people) === 'accounts') ? 'accounts' : null;
  if (services.policy.implementer === 'anyone') return isOrWas(approver.told) ? 'anyone' : 'accounts';
  if (!(await othersCan(asks, request, person.oid))) return isOrWas(approver.told) ? 'too-few-others' : 'not-known';
  throw refused(refusalFor(approver, person));
}

function refusalFor({ by, told }: ToldFrom, { oid }: DirectoryPerson): Refusal {
  if (told.answer === 'not-known') {
    return refusalOfOne(
      told,
      [t`this account`, accountOf(by)],
      (words) =>
        t`Your report does not count, since ${words}. Whoever approves must not be who applies, so somebody else must apply and report it.`,
    );
  }
  const sentence =
    by.oid === oid
      ? t`You approved this change, so somebody else must apply and report it: whoever approves must not be who applies.`
      : t`Another account of yours approved this change, so somebody else must apply and report it: whoever approves must not be who applies.`;
  return { why: 'approver', sentence };
}

/**
 * Whether an approver may apply it since too few others can, for cards that are drawn later. A directory that does not
 * answer is no yes: whoever presses is judged anew.
 */
export async function mayApproversApply(
  services: ImplementerServices,
  request: Pick<Request, 'approvals'>,
): Promise<boolean> {
  if (services.policy.implementer === 'anyone') return false;
  try {
    return !(await othersCan({ ...services, directory: askedOnce(services.directory) }, request, null));
  } catch (error) {
    if (!isAirlockError(error, 'directory-unavailable')) throw error;
    return false;
  }
}

/**
 * Who approved a request and is this person, or has this account, also by what is remembered of both.
 * @returns null where it is nobody of them, as far as that is known
 * @throws AirlockError directory-unavailable
 */
export async function approverWhoIs(
  services: ImplementerServices,
  request: Pick<Request, 'approvals'>,
  person: DirectoryPerson,
): Promise<EntraObjectId | null> {
  const told = await toldFrom(services, request, person);
  return told.find((one) => isOrWas(one.told))?.by.oid ?? null;
}

/** Somebody who approved, and how an account compares with theirs. */
interface ToldFrom {
  readonly by: Actor;
  readonly told: Told;
}

/** Nothing of an approver whom the directory lacks by now; of their own approval alone, where there is one. */
async function toldFrom(
  services: ImplementerServices,
  { approvals }: Pick<Request, 'approvals'>,
  person: DirectoryPerson,
): Promise<readonly ToldFrom[]> {
  const { directory } = services;
  const { people } = services.policy;
  const own = approvals.find(({ by }) => by.oid === person.oid);
  if (own) return [{ by: own.by, told: { answer: 'same', by: 'account' } }];
  const standings = await Promise.all(approvals.map(({ by }) => directory.standing(by.oid, [])));
  const approvers = standings.flatMap((one, at) => {
    const by = approvals[at]?.by;
    return one && by ? [{ by, known: knownPerson(one.person, people) }] : [];
  });
  const pairs = approvers.map(({ known }): Pair => [knownPerson(person, people), known]);
  const looks = [person, ...approvers.map(({ known }) => known.person)].map((one) => ({
    person: one,
    isApprover: null,
  }));
  const compared = await compareSeen(services, pairs, await recall(services, looks));
  return approvers.flatMap(({ by }, at) => {
    const told = compared[at];
    return told ? [{ by, told }] : [];
  });
}

/** Where what is remembered was changed in the database, or nobody ever looked, nobody knows who it was. */
function isOrWas(told: Told): boolean {
  return told.answer === 'same' || (told.answer === 'not-known' && ['lost', 'unseen'].includes(told.why.kind));
}

/**
 * Whether enough people who are known not to have approved it could report it now; several accounts of one person are
 * one, and so are those that are not known to be two people's.
 */
async function othersCan(
  services: ImplementerServices,
  request: Pick<Request, 'approvals'>,
  self: EntraObjectId | null,
): Promise<boolean> {
  const { requesters, approvers, people } = services.policy;
  const holders = await services.directory.holders([...new Set([...requesters, ...approvers])]);
  const others: KnownPerson[] = [];
  for (const oid of holders) {
    if (oid === self || request.approvals.some(({ by }) => by.oid === oid)) continue;
    const person = await mayAttest(services, oid);
    if (!person || (await toldFrom(services, request, person)).some(({ told }) => proofOf(told, people) === null))
      continue;
    const other = knownPerson(person, people);
    if (await isApartFrom(services, other, others)) others.push(other);
    if (others.length === OTHERS) return true;
  }
  return false;
}

async function isApartFrom(
  services: ImplementerServices,
  person: KnownPerson,
  others: readonly KnownPerson[],
): Promise<boolean> {
  const pairs = others.map((other): Pair => [person, other]);
  const { people } = services.policy;
  const compared = await comparePairs(services, pairs, people, await rememberedAccounts(services));
  return compared.every((one) => proofOf(one, people) !== null);
}
