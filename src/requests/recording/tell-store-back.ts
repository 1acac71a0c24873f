import { say, t } from '../../shared/language/worded.ts';
import { type StoreTrouble, troubleWords } from '../../shared/store-trouble.ts';
import type { NoticeData } from '../messages/answers.ts';
import { noticesTo } from '../messages/outbox-messages.ts';
import type { Services } from '../ports/services.ts';
import { approvalChannel } from '../rules/setting-owner.ts';

/** A shorter time nobody need know of, in ms: Teams sends what was not answered again. */
const SHORT = 60_000;

const HOUR = 3_600_000;

/**
 * Tells the approval channel, once, that for a while nothing could be stored. Instances that share a store have the
 * same key for it. Never throws.
 */
export async function tellStoreBack(
  services: Pick<Services, 'store' | 'tenantId' | 'clock' | 'log' | 'meter' | 'language'>,
  { trouble, since, until }: { readonly trouble: StoreTrouble; readonly since: number; readonly until: number },
): Promise<void> {
  if (until - since < SHORT) return;
  const { store, tenantId, log } = services;
  try {
    const channel = await approvalChannel(services);
    if (!channel) return;
    const words = (): NoticeData => ({
      tone: 'warning',
      title: t`Airlock can store again`,
      text: t`From ${timeOf(since)} to ${timeOf(until)} (UTC) nothing could be stored: of the database, ${say(troubleWords(trouble).what)}. What was pressed or written in that time was not kept: do it again. Requests are as they were before.`,
    });
    const keyOf = (place: string) => `store-back:${Math.floor(until / HOUR)}:${place}`;
    const messages = await noticesTo(services, { tenantId, places: [channel.conversation], keyOf }, words);
    await store.send({ messages, tasks: [] });
  } catch (error) {
    log.warn({ err: error }, 'not told that the store works again');
  }
}

function timeOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}
