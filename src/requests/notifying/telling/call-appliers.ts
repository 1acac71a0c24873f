import { isAirlockError } from '../../../shared/errors.ts';
import type { EntraObjectId } from '../../../shared/ids.ts';
import { amongOthers } from '../../messages/among-others.ts';
import type { NoticeData } from '../../messages/answers.ts';
import { applyCallKey, handedOverKey } from '../../messages/called-off.ts';
import { noticesTo, requestNotices } from '../../messages/outbox-messages.ts';
import type { DirectoryPerson } from '../../ports/directory.ts';
import type { Mention, NewOutboxMessage } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import { nameIn } from '../../record/actor-names.ts';
import type { Request } from '../../record/request.ts';
import { mayAttest } from '../../rules/four-eyes.ts';
import { askedOnce } from '../../rules/people/asked-once.ts';
import { whyNoReport } from '../../rules/people/judging/report-ahead.ts';
import { actorOf } from '../../rules/people/rights.ts';
import { callPlace, MOST_MENTIONED, mentionsOf } from './call-deciders.ts';

/** How many holders of a role are asked about before nobody further is mentioned. */
const MOST_ASKED = 12;

/**
 * Tells whoever asked that a change waits to be applied by hand, and mentions those who may apply it where everybody
 * reads along. A directory that does not answer holds nothing up: then nobody is mentioned.
 * @param key unique to what is said; null for the first call, which is called off once the request has ended
 * @param words of the request among others of a name, called in the language of each place; null for nothing to say
 */
export async function callAppliers(
  asked: Services,
  request: Request,
  key: string | null,
  words: (named: Request) => NoticeData | null,
): Promise<readonly NewOutboxMessage[]> {
  const services = { ...asked, directory: askedOnce(asked.directory) };
  const told = await requestNotices(services, request, key ?? handedOverKey(request), words);
  const place = await callPlace(services, request);
  const named = await amongOthers(services, request);
  const mentions = place === null ? [] : await whoMayApply(services, named);
  if (place === null || mentions.length === 0) return told;
  const call = key === null ? applyCallKey(request) : `${key}:call`;
  const to = { tenantId: request.tenantId, places: [place], keyOf: () => call };
  const called = await noticesTo(services, to, () => mentioning(words(named), mentions));
  return [...told.filter(({ conversation }) => conversation !== place), ...called];
}

function mentioning(data: NoticeData | null, mentions: readonly Mention[]): NoticeData | null {
  return data && { ...data, mentions };
}

/** Null also for somebody whose card offers no step to report it, since their word would not count. */
async function mayReport(services: Services, request: Request, oid: EntraObjectId): Promise<DirectoryPerson | null> {
  const person = await mayAttest(services, oid);
  return person && (await whyNoReport(services, request, oid)) === null ? person : null;
}

/** Those who may apply it by hand now and want to be told, whoever asked first. */
async function whoMayApply(services: Services, request: Request): Promise<readonly Mention[]> {
  const { directory, policy, store, tenantId, log } = services;
  const { requester, approvals, handover } = request;
  const isBound = policy.implementer === 'other-than-approver' && !handover?.byApprovers;
  const barred: readonly EntraObjectId[] = isBound ? approvals.map(({ by }) => by.oid) : [];
  try {
    const holders = await directory.holders([...new Set([...policy.requesters, ...policy.approvers])]);
    const oids = [...new Set([requester.oid, ...holders])].filter((oid) => !barred.includes(oid));
    const contacts = new Map((await store.contacts(tenantId, oids)).map((one) => [one.oid, one]));
    const willing = oids.filter((oid) => contacts.get(oid)?.isMuted !== true).slice(0, MOST_ASKED);
    const people = await Promise.all(willing.map((oid) => mayReport(services, request, oid)));
    const able = people.filter((person) => person !== null).slice(0, MOST_MENTIONED);
    const nameOf = (person: DirectoryPerson) => nameIn(request, actorOf(person));
    return mentionsOf(able.map((one) => ({ oid: one.oid, name: nameOf(one), contact: contacts.get(one.oid) ?? null })));
  } catch (error) {
    if (!isAirlockError(error, 'directory-unavailable')) throw error;
    log.warn({ requestId: request.id, err: error }, 'nobody mentioned who may apply it');
    return [];
  }
}
