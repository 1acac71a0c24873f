import type { Services } from '../requests/ports/services.ts';
import type { Request } from '../requests/record/request.ts';
import { stopIfUnrecorded } from '../requests/rules/end-request.ts';
import { expireIfOverdue } from '../requests/rules/expiry.ts';
import { expireForm } from '../requests/rules/form-steps.ts';
import { UNREADABLE_PAUSE } from '../shared/backoff.ts';
import { type AirlockError, errorFields, isAirlockError } from '../shared/errors.ts';

/**
 * Expires the requests that were not submitted, decided or applied in time. One that cannot end, since its row is not
 * as recorded, is looked at again later.
 * @returns how many requests were due
 */
export async function expireRequests(services: Services): Promise<number> {
  const lapsed = await services.store.overdue(services.clock.now(), 50);
  for (const request of lapsed) {
    const after = await expireIfOverdue(services, request);
    if (after.rev === request.rev)
      await services.store.postponeExpiry(request, services.clock.now() + UNREADABLE_PAUSE);
  }
  return lapsed.length;
}

/** Open requests that are read at once. */
const PAGE = 100;

/**
 * Finds what somebody edited in the database so that a request would not end in time: when to look at it, or its
 * deadline itself, with which its row is not as recorded any more. What hinders one hinders no other.
 */
export async function compareDeadlines(services: Services): Promise<void> {
  const { store, tenantId, clock, log } = services;
  for (const number of await store.hastenExpiry(tenantId, clock.now()))
    log.error({ number }, 'deadline of a request was put off in the database: its own counts');
  const unread = (number: number, fault: AirlockError) =>
    log.error({ number, ...errorFields(fault) }, 'request not compared with the record');
  for (let before: number | undefined; before !== 0; ) {
    const query = { open: true, isAll: true, limit: PAGE, ...(before !== undefined && { before }) };
    const page = await store.requests(tenantId, query, unread);
    for (const request of page) await stopIfSwapped(services, request);
    before = page.length < PAGE ? 0 : (page.at(-1)?.number ?? 0);
  }
}

async function stopIfSwapped(services: Services, request: Request): Promise<void> {
  if (request.state !== 'pending' && request.state !== 'approved') return;
  try {
    await stopIfUnrecorded(services, request, { correlation: `compare:${request.id}`, task: null });
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const fields = { number: request.number, ...errorFields(error) };
    services.log.warn(fields, 'request not compared with the record');
  }
}

/**
 * Closes the forms that nobody continued in time.
 * @returns how many forms were due
 */
export async function expireForms(services: Services): Promise<number> {
  const lapsed = await services.store.overdueForms(services.clock.now(), 50);
  for (const form of lapsed) await expireForm(services, form);
  return lapsed.length;
}
