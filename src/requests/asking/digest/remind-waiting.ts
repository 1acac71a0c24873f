import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isAirlockError } from '../../../shared/errors.ts';
import { asJson } from '../../../shared/json.ts';
import { inWords } from '../../../shared/language/time-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { answerMessage, inLanguageOf } from '../../messages/outbox-messages.ts';
import type { Waiting, WaitingList } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import { approvalChannel } from '../../rules/setting-owner.ts';
import { waitingPage } from '../center/about-waiting.ts';

const NAME = 'pending-told';

const stored = z.object({ told: z.array(z.object({ key: z.string(), at: z.number() })) });

/** How long somebody was told of a thing counts, in ms: longer than anything waits. */
const KEPT = 30 * 86_400_000;

/** How often Defender is asked, in ms, however many instances run. */
const EVERY = 600_000;

/**
 * Tells the channel for approvals what has waited in Defender for a day, or as long as the setting says: each once, and
 * several in one message. Without such a channel, or with the setting at zero, nobody is told.
 * @returns how many were told
 */
export async function remindWaiting(services: Services): Promise<number> {
  const { store, tenantId, clock, ids, remindAfter, center } = services;
  if (remindAfter === 0) return 0;
  const channel = await approvalChannel(services);
  if (channel === null) return 0;
  if (!(await store.acquire(`waiting:${tenantId}`, ids.next(), clock.now(), EVERY))) return 0;
  const list = await center.pending();
  const now = clock.now();
  const from = await store.setting(tenantId, NAME);
  const told = (stored.safeParse(from).data?.told ?? []).filter(({ at }) => at > now - KEPT);
  const fresh = list.items.filter(
    (one) => isOld(one, now - remindAfter) && !told.some(({ key }) => key === keyOf(one)),
  );
  if (fresh.length === 0) return 0;
  const keys = fresh.map(keyOf);
  const { conversation } = channel;
  const message = await inLanguageOf(services, conversation, () =>
    answerMessage({ tenantId, conversation, now }, `waiting:${hashOf(keys)}`, {
      view: 'center',
      data: freshPage({ ...list, items: fresh }, services),
    }),
  );
  const to = asJson({ told: [...told, ...keys.map((key) => ({ key, at: now }))] });
  try {
    await store.send({ messages: [message], tasks: [], setting: { tenantId, name: NAME, from, to } });
    return fresh.length;
  } catch (error) {
    if (isAirlockError(error, 'rev-conflict')) return 0;
    throw error;
  }
}

function freshPage(list: WaitingList, { tenantId, remindAfter }: Services) {
  const page = waitingPage(list, tenantId, 1);
  const title = t`${list.items.length} waiting in Defender for over ${inWords(remindAfter)}`;
  return {
    ...page,
    title,
    buttons: page.buttons.map((one) =>
      'say' in one && /^pending/.test(one.say) ? { ...SHOW, title: say(SHOW.title) } : one,
    ),
  };
}

const SHOW = { title: msg`Show all`, say: 'pending' };

function isOld({ since }: Waiting, before: number): boolean {
  return since !== null && since <= before;
}

function keyOf({ alertId, investigationId }: Waiting): string {
  return alertId ?? `investigation ${investigationId}`;
}

function hashOf(keys: readonly string[]): string {
  return createHash('sha256')
    .update([...keys].sort().join('\n'))
    .digest('hex')
    .slice(0, 32);
}
