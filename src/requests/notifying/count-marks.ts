import { isAirlockError } from '../../shared/errors.ts';
import type { Standing } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { comparePairs, knownPerson } from '../rules/people/known-person.ts';
import { askOwner } from '../rules/people/session-owner.ts';
import { rememberedAccounts } from '../rules/seen-accounts.ts';

/** How many approvers are looked at; with more, the rest are counted when they approve. */
const MOST = 60;

/**
 * Has the directory count beforehand who shares the marks of those who may approve, so that an approval takes one round
 * of calls: the directory keeps the counts for an hour. It decides nothing, and where the directory does not answer,
 * the counts are asked for when somebody approves.
 * @param request whose requester, earlier approvers and session the approvers will be told apart from
 */
export async function countMarks(services: Services, request: Request | null): Promise<void> {
  try {
    await count(services, request);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    services.log.debug({ code: error.code }, 'marks not counted beforehand');
  }
}

async function count(services: Services, request: Request | null): Promise<void> {
  const { directory, policy } = services;
  const holders = (await directory.holders(policy.approvers)).slice(0, MOST);
  const others = request ? [request.requester.oid, ...request.approvals.map(({ by }) => by.oid)] : [];
  const oids = [...new Set([...others, ...holders])];
  const [standings, owner] = await Promise.all([
    Promise.all(oids.map((oid) => directory.standing(oid, []))),
    request && askOwner(services, request),
  ]);
  const found = standings.filter((one): one is Standing => one !== null).map(({ person }) => person);
  const people = [...found, ...(owner?.person ? [owner.person] : [])].map((one) => knownPerson(one, policy.people));
  const pairs = people.flatMap((one, index) => people.slice(index + 1).map((other) => [one, other] as const));
  await comparePairs(services, pairs, policy.people, await rememberedAccounts(services));
}
