import type { EntraObjectId } from '../../../../shared/ids.ts';
import type { Directory, Standing } from '../../../ports/directory.ts';
import type { Evidence } from '../../../record/request.ts';
import { type Look, type RecallServices, recall } from '../../seen-accounts.ts';
import { evidenceOf } from '../known-person.ts';
import { refused } from '../rights.ts';
import { type AgeWords, datesOf, holderRefusal, reportWords, sinceOf, whyNoDates } from './age.ts';

type AgeServices = RecallServices & { readonly directory: Directory };

/** Somebody who may ask for changes, or approve them, or both: null where they may not. */
export interface Reporter {
  readonly asking: Standing | null;
  readonly approving: Standing | null;
}

/** Whose word counts for what they did or see by hand, and what the record keeps of them. */
export interface Reporting {
  readonly standing: Standing;
  readonly evidence: Evidence;
}

/**
 * Whoever reports a change as applied, or says what they see, is one of the people that four eyes are made of: their
 * account is as old as an approver's, and so is one of the roles by which they may.
 * @param mayReport throws where they may not
 * @throws AirlockError not-allowed with when their word counts, directory-unavailable
 */
export async function judgeReporter<S extends AgeServices>(
  services: S,
  oid: EntraObjectId,
  mayReport: (services: S, oid: EntraObjectId) => Promise<Reporter>,
  words: AgeWords = reportWords({ deadline: null }),
): Promise<Reporting> {
  const { directory, policy } = services;
  const [reporter, dates] = await Promise.all([
    mayReport(services, oid),
    directory.roleDates(oid).catch((error: unknown) => whyNoDates(error, policy.people)),
  ]);
  const standing = bothOf(reporter);
  const recalled = await recall(services, [lookAt(reporter, standing)]);
  const judged = rolesOf(reporter).map(({ role, standing: held }) => ({
    since: sinceOf(held, datesOf(dates), policy.people),
    refusal: holderRefusal(services, { standing: held, dates }, recalled, { role, words }),
  }));
  const counting = judged.find(({ refusal }) => refusal === null);
  const [first] = judged;
  if (!counting && first?.refusal) throw refused(first.refusal);
  const since = (counting ?? first)?.since ?? { account: standing.person.createdAt, role: null };
  return { standing, evidence: { ...evidenceOf(standing, policy.people), since } };
}

interface Role {
  readonly role: 'asker' | 'approver';
  readonly standing: Standing;
}

function rolesOf({ asking, approving }: Reporter): readonly Role[] {
  return [
    ...(approving ? [{ role: 'approver', standing: approving } as const] : []),
    ...(asking ? [{ role: 'asker', standing: asking } as const] : []),
  ];
}

function bothOf({ asking, approving }: Reporter): Standing {
  const standing = asking ?? approving;
  if (!standing) throw refused({ why: 'gone', sentence: '' });
  return { ...standing, holds: [...new Set([...(asking?.holds ?? []), ...(approving?.holds ?? [])])] };
}

function lookAt({ asking, approving }: Reporter, { person }: Standing): Look {
  return { person, isApprover: approving ? true : null, ...(asking && { isRequester: true }) };
}
