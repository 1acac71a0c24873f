import { errorFields, isAirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import type { NoticeData } from '../messages/answers.ts';
import { noticesTo } from '../messages/outbox-messages.ts';
import type { AuditEntry } from '../ports/audit-entry.ts';
import type { NewOutboxMessage } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { closeRequest, stopIfUnrecorded } from '../rules/end-request.ts';
import { restoreDraft } from '../rules/form-steps.ts';
import { approvalChannel } from '../rules/setting-owner.ts';

/** The entry by which an operator says that the database was restored from a backup. */
const RESTORED = 'record.restored';

/** Requests that are read at once. */
const PAGE = 100;

/**
 * Ends what is open in a store that was restored, before anything else is done with it: what was withdrawn, rejected or
 * applied after the backup is open in it again. A request whose write was under way without an answer stays: of it
 * Airlock only reads. So does one that went further than what is left of the record, where that does not say that it
 * waits: each step of it is refused. Done once after each restore, since a start of the service follows in the record.
 */
export async function endRestored(services: Services): Promise<void> {
  const { store, log, clock, tenantId } = services;
  const restored = await unsettled(services);
  if (!restored) return;
  let ended = 0;
  for (const request of [...(await openRequests(services)), ...(await draftRequests(services))])
    if (await endOne(services, request)) ended += 1;
  const messages = await channelMessages(services, restored, ended);
  await store.send({ messages, tasks: [] });
  log.warn(
    { seq: restored.seq, ended, at: new Date(clock.now()).toISOString(), tenantId },
    'restored: what was open is ended',
  );
}

/** The last restore, where no service has started on it yet. */
async function unsettled({ store }: Services): Promise<AuditEntry | null> {
  const restored = await store.latestEntry(RESTORED);
  if (!restored) return null;
  const started = await store.latestEntry('service.start');
  return started && started.seq > restored.seq ? null : restored;
}

async function openRequests({ store, tenantId, log }: Services): Promise<readonly Request[]> {
  const found: Request[] = [];
  for (let before: number | undefined; before !== 0; ) {
    const page = await store.requests(
      tenantId,
      { open: true, isAll: true, limit: PAGE, ...(before !== undefined && { before }) },
      (number, fault) => log.error({ number, ...errorFields(fault) }, 'request of a restored store not ended'),
    );
    found.push(...page);
    before = page.length < PAGE ? 0 : (page.at(-1)?.number ?? 0);
  }
  return found;
}

function draftRequests({ store, tenantId, log }: Services): Promise<readonly Request[]> {
  return store.drafts(tenantId, { limit: Number.MAX_SAFE_INTEGER, isAll: true }, (number, fault) =>
    log.error({ number, ...errorFields(fault) }, 'draft of a restored store not ended'),
  );
}

/** @returns whether it was ended; another instance may have been faster */
async function endOne(services: Services, request: Request): Promise<boolean> {
  const end = { actor: null, code: 'restored' } as const;
  try {
    if (request.state === 'draft')
      await closeRequest(services, request, { ...end, event: 'discard', ...(await restoreDraft(services, request)) });
    else if (request.state === 'pending' || request.state === 'approved' || request.state === 'applying')
      await closeRequest(services, request, { ...end, event: 'stale', facts: { cause: 'restored', now: null } });
    else return false;
    return true;
  } catch (error) {
    return notEnded(services, request, error);
  }
}

/** A row that went further than what is left of the record is stopped where the record allows it, and else left. */
async function notEnded(services: Services, request: Request, error: unknown): Promise<boolean> {
  if (isAirlockError(error, 'rev-conflict')) services.log.info({ number: request.number }, 'another instance ended it');
  else if (!isAirlockError(error, 'digest-mismatch')) throw error;
  else return stoppedAhead(services, request);
  return false;
}

async function stoppedAhead(services: Services, request: Request): Promise<boolean> {
  try {
    const ahead = await stopIfUnrecorded(services, request, { correlation: `restored:${request.id}`, task: null });
    return ahead?.stopped != null;
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
    return false;
  }
}

async function channelMessages(
  services: Services,
  { seq, hash }: AuditEntry,
  ended: number,
): Promise<readonly NewOutboxMessage[]> {
  const channel = await approvalChannel(services);
  if (!channel) return [];
  const words = (): NoticeData => ({
    tone: 'attention',
    title: t`Airlock was restored from a backup`,
    text: t`What was asked for, decided and applied after that backup is not known any more: look at the tenant. ${counted(ended)} Ask again for what is still wanted. New requests get numbers that were never used. In the record this is entry ${seq}.`,
  });
  const { tenantId } = services;
  return noticesTo(services, { tenantId, places: [channel.conversation], keyOf: () => `restored:${hash}` }, words);
}

function counted(ended: number): string {
  if (ended === 0) return t`Nothing was open in it.`;
  return ended === 1
    ? t`The one request that was open in it has ended.`
    : t`All ${ended} requests that were open in it have ended.`;
}
