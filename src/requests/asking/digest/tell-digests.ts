import { createHash } from 'node:crypto';
import { errorFields, isAirlockError } from '../../../shared/errors.ts';
import type { ConversationKey } from '../../../shared/ids.ts';
import { answerMessage, inLanguageOf } from '../../messages/outbox-messages.ts';
import type { Services } from '../../ports/services.ts';
import { isNotedShared } from '../../rules/setting-owner.ts';
import { composeDigest } from './compose-digest.ts';
import { type Digest, digestsOf, withDigest } from './digest-settings.ts';
import { nextDigest } from './digest-times.ts';

/** How long one instance reads for a digest before another may, in ms. */
const READING = 120_000;

/** How often a digest is tried to be stored again where others change the same setting at the same moment. */
const TRIES = 5;

/**
 * Tells every channel the digest that is due: once a period, however many instances run. Of several that were missed
 * one is told. A channel that is gone, or that another organisation reads, gets none any more.
 * @returns how many were told
 */
export async function tellDigests(services: Services): Promise<number> {
  const { clock, store, ids } = services;
  const due = (await digestsOf(services)).channels.filter(({ next }) => next <= clock.now());
  let told = 0;
  for (const digest of due) {
    const [lease, owner] = [`digest:${nameOf(digest.conversation)}`, ids.next()];
    if (!(await store.acquire(lease, owner, clock.now(), READING))) continue;
    try {
      if (await tell(services, digest)) told += 1;
    } finally {
      await store.release(lease, owner);
    }
  }
  return told;
}

function nameOf(conversation: ConversationKey): string {
  return createHash('sha256').update(conversation).digest('hex').slice(0, 32);
}

async function tell(services: Services, digest: Digest): Promise<boolean> {
  const { log, clock, tenantId, digestAt } = services;
  const { conversation, every, next } = digest;
  const why = await reasonToEnd(services, conversation);
  if (why !== null) {
    log.warn({ why }, 'a channel gets no digest any more');
    await storeOver(services, digest, null, []);
    return false;
  }
  const now = clock.now();
  const { message, told } = await inLanguageOf(services, conversation, async () => {
    const { answer, told } = await composeDigest(services, digest);
    const key = `digest:${nameOf(conversation)}:${next}`;
    return { told, message: answerMessage({ tenantId, conversation, now }, key, answer) };
  });
  return storeOver(services, digest, { ...digest, told, next: nextDigest(every, now, digestAt) }, [message]);
}

/** Stores the digest's next state with its message; false where another instance told it, or somebody changed it. */
async function storeOver(
  services: Services,
  digest: Digest,
  after: Digest | null,
  messages: ReturnType<typeof answerMessage>[],
): Promise<boolean> {
  const { store, log } = services;
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const digests = await digestsOf(services);
    const now = digests.channels.find(({ conversation }) => conversation === digest.conversation);
    if (now?.next !== digest.next || now.every !== digest.every) return false;
    try {
      const setting = withDigest(services, digests, digest.conversation, after);
      await store.send({ messages, tasks: [], setting });
      return true;
    } catch (error) {
      if (!isAirlockError(error, 'rev-conflict')) throw error;
      log.debug(errorFields(error), 'digest left for another try');
    }
  }
  return false;
}

/** How many messages that Teams does not take are looked at. */
const LOOKED_AT = 500;

async function reasonToEnd(services: Services, conversation: ConversationKey): Promise<string | null> {
  const { store, tenantId, clock } = services;
  if (await isNotedShared(services, conversation)) return 'another organisation can read it';
  if ((await store.conversation(conversation)) === null) return 'it is not known any more';
  const { messages } = await store.undelivered(tenantId, clock.now(), LOOKED_AT);
  const isGone = messages.some((one) => one.isGivenUp && one.conversation === conversation);
  return isGone ? 'Teams takes nothing for it' : null;
}
