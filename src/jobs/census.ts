import type { Services } from '../requests/ports/services.ts';
import { takeCensus } from '../requests/recording/take-census.ts';
import { CENSUS_OLD } from '../requests/rules/seen-accounts.ts';
import { errorFields, isAirlockError } from '../shared/errors.ts';

/** Milliseconds between two censuses, at least, however many instances run and requests are announced. */
const CENSUS_EVERY = 300_000;

/** So old, in ms, is the last census of a service that runs at the very most: it takes one every hour. */
const OVERDUE = 75 * 60_000;

/**
 * Takes the census of approvers and requesters, unless an instance did so a short while ago. A directory that does not
 * answer is left for the next time: until then, what was noted before holds.
 */
export async function censusOnce(services: Services): Promise<void> {
  const { store, clock, ids, log, tenantId } = services;
  const [lease, owner] = [`census:${tenantId}`, ids.next()];
  const isOurs = await store.acquire(lease, owner, clock.now(), CENSUS_EVERY);
  if (!isOurs && !(await isHeldOff(services))) return;
  try {
    log.debug({ looked: await takeCensus(services) }, 'approvers and requesters looked at');
  } catch (error) {
    await store.release(lease, owner);
    if (!isAirlockError(error, 'directory-unavailable')) throw error;
    log.warn(errorFields(error), 'approvers and requesters could not be looked at');
    await tellOld(services);
  }
}

/** Whoever holds the lease looks at once; so one that is held, and nobody looked for long, is no reason to wait. */
async function isHeldOff({ store, clock, log, tenantId }: Services): Promise<boolean> {
  const { censusAt } = await store.accountsSeen(tenantId, []);
  if (censusAt === null) return true;
  if (clock.now() - censusAt <= OVERDUE) return false;
  log.error(
    { since: new Date(censusAt).toISOString() },
    'a lease kept the census from being taken: it is taken all the same',
  );
  return true;
}

/** Says loudly that nobody has looked for long: what changes until the next look is seen late. */
async function tellOld({ store, clock, log, tenantId }: Services): Promise<void> {
  const { censusAt } = await store.accountsSeen(tenantId, []);
  if (censusAt === null || clock.now() - censusAt <= CENSUS_OLD) return;
  log.error({ since: new Date(censusAt).toISOString() }, 'approvers and requesters not looked at for more than a day');
}
