import { AirlockError, isAirlockError } from '../../../shared/errors.ts';
import { utcWords } from '../../../shared/language/time-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { NoticeData } from '../../messages/answers.ts';
import type { Services } from '../../ports/services.ts';
import type { Actor } from '../../record/request.ts';
import { channelOf, isNotedShared } from '../../rules/setting-owner.ts';
import type { Place } from '../../rules/shared-places.ts';
import { digestsOf, withDigest } from './digest-settings.ts';
import { nextDigest, type Rhythm } from './digest-times.ts';

/** The most channels that are told. */
const MOST = 100;

/** How often it is tried again where others change the same at the same moment. */
const TRIES = 5;

/**
 * Begins, changes or ends the digest of a channel or group chat. It reads nothing of the tenant and needs no approval.
 * @throws AirlockError wrong-state in a personal chat, not-allowed where another organisation reads along
 */
export async function chooseDigest(
  services: Services,
  place: Place,
  every: Rhythm | 'off',
  actor: Actor,
): Promise<NoticeData> {
  if (place.kind === 'personal')
    throw new AirlockError('wrong-state', t`A digest is for a channel or group chat. Here, write "status".`);
  const conversation = channelOf(place.key);
  if (every !== 'off' && (await isNotedShared(services, conversation)))
    throw new AirlockError('not-allowed', t`People of another organisation can read this channel: it gets no digest.`);
  for (let tried = 1; ; tried += 1) {
    try {
      return await choose(services, conversation, every, actor);
    } catch (error) {
      if (!isAirlockError(error, 'rev-conflict') || tried >= TRIES) throw error;
    }
  }
}

async function choose(
  services: Services,
  conversation: ReturnType<typeof channelOf>,
  every: Rhythm | 'off',
  by: Actor,
): Promise<NoticeData> {
  const { store, clock, digestAt } = services;
  const digests = await digestsOf(services);
  const before = digests.channels.find((one) => one.conversation === conversation);
  if (every === 'off') {
    const setting = withDigest(services, digests, conversation, null);
    if (before) await store.send({ messages: [], tasks: [], setting });
    return { tone: before ? 'good' : 'info', title: t`No digest here`, text: say(OFF) };
  }
  if (!before && digests.channels.length >= MOST)
    throw new AirlockError('not-allowed', t`${MOST} channels get a digest already: switch one off first.`);
  const next = nextDigest(every, clock.now(), digestAt);
  const digest = { conversation, every, by, next, told: before?.told ?? null };
  await store.send({ messages: [], tasks: [], setting: withDigest(services, digests, conversation, digest) });
  return chosen(every, next);
}

const OFF = msg`This channel gets none. Write "digest daily" or "digest weekly" to begin.`;

function chosen(every: Rhythm, next: number): NoticeData {
  const text = t`The first comes ${utcWords(next)}. Write "digest off" to end it.`;
  return {
    tone: 'good',
    title: every === 'daily' ? t`A daily digest comes here` : t`A weekly digest comes here`,
    text,
  };
}

/** What this channel gets, in a sentence. */
export async function digestHere(services: Services, place: Place): Promise<NoticeData> {
  const { channels } = await digestsOf(services);
  const digest = channels.find((one) => place.kind !== 'personal' && one.conversation === channelOf(place.key));
  if (!digest) return { tone: 'info', title: t`No digest here`, text: say(OFF) };
  return { ...chosen(digest.every, digest.next), tone: 'info', text: t`The next comes ${utcWords(digest.next)}.` };
}
