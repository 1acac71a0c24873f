import type { ConversationKey } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import { amongOthers } from '../../messages/among-others.ts';
import type { NoticeData } from '../../messages/answers.ts';
import { callKey } from '../../messages/called-off.ts';
import { noticesTo } from '../../messages/outbox-messages.ts';
import { pushWords } from '../../messages/push-words.ts';
import type { Mention, NewOutboxMessage } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { Request } from '../../record/request.ts';
import { approvalChannel, channelOf } from '../../rules/setting-owner.ts';
import { placeOf } from '../../rules/shared-places.ts';
import type { Candidate } from './find-deciders.ts';

/** How many people a message mentions; further ones are counted. */
export const MOST_MENTIONED = 5;

/** Where those who can decide are mentioned: the approval channel, else where it was asked; null in a personal chat. */
export async function callPlace(services: Services, request: Pick<Request, 'origin'>): Promise<ConversationKey | null> {
  const channel = await otherChannel(services, request);
  if (channel !== null) return channel;
  return (await placeOf(services, request.origin)).kind === 'personal' ? null : request.origin;
}

/** The approval channel; null where none is used, and where the request was made in it, in any thread. */
export async function otherChannel(
  services: Services,
  { origin }: Pick<Request, 'origin'>,
): Promise<ConversationKey | null> {
  const channel = await approvalChannel(services);
  return !channel || channel.conversation === channelOf(origin) ? null : channel.conversation;
}

/** The first of those who can decide, or could once they activate their role, and want to be told. */
export function toMention<P extends Pick<Candidate, 'standing' | 'contact'>>(people: readonly P[]): readonly P[] {
  return willing(people).slice(0, MOST_MENTIONED);
}

export function mentionsOf(people: readonly Pick<Candidate, 'oid' | 'name' | 'contact'>[]): readonly Mention[] {
  return people.map(({ oid, name, contact }) => ({ id: contact?.mri ?? oid, name }));
}

function willing<P extends Pick<Candidate, 'standing' | 'contact'>>(people: readonly P[]): readonly P[] {
  return people.filter(({ standing, contact }) => standing !== 'cannot' && contact?.isMuted !== true);
}

type Named = Pick<Candidate, 'oid' | 'name' | 'standing' | 'contact'>;

/** One new message that mentions those who can decide; nobody's phone rings for a card that changes in place. */
export async function callMessage(
  services: Services,
  request: Request,
  conversation: ConversationKey,
  people: readonly Named[],
): Promise<readonly NewOutboxMessage[]> {
  const named = await amongOthers(services, request);
  const what = () => ({
    title: pushWords(named),
    text: t`#${request.number} waits for a decision.${inactive(people)}`,
  });
  return calling(services, request, { key: callKey(request), conversation, people, what });
}

/** The same for any words about a request that waits. Empty where nobody is to be mentioned. */
export async function calling(
  services: Pick<Services, 'store' | 'tenantId' | 'clock' | 'language'>,
  { id, number }: Request,
  to: {
    readonly key: string;
    readonly conversation: ConversationKey;
    readonly people: readonly Named[];
    /** Called in the language of the conversation. */
    readonly what: () => Pick<NoticeData, 'title' | 'text'> & Partial<NoticeData>;
  },
): Promise<readonly NewOutboxMessage[]> {
  const named = toMention(to.people);
  if (named.length === 0) return [];
  const others = willing(to.people).filter((one) => !named.includes(one));
  const words = (): NoticeData => {
    const what = to.what();
    const text = `${what.text}${moreWords(others)}`;
    return { tone: 'info', mentions: mentionsOf(named), suggestions: [`show ${number}`], ...what, text };
  };
  const { tenantId } = services;
  const places = { tenantId, places: [to.conversation], keyOf: () => to.key, also: { whilePending: id } };
  return noticesTo(services, places, words);
}

/** How many more can decide, or could, who are not mentioned; who has no chat with the bot is told nowhere. */
function moreWords(others: readonly Named[]): string {
  const able = others.filter(({ standing }) => standing === 'counts').length;
  const eligible = others.length - able;
  const isTold = others.every(({ standing, contact }) => standing !== 'counts' || (contact?.personal ?? null) !== null);
  const told = isTold ? t` ${able} more can decide, each told in their own chat.` : t` ${able} more can decide.`;
  const could = t` ${eligible} more could decide once they activate their role in Privileged Identity Management.`;
  return `${able === 0 ? '' : told}${eligible === 0 ? '' : could}`;
}

/** Who has to activate a role first. */
function inactive(people: readonly Named[]): string {
  const eligible = toMention(people).filter(({ standing }) => standing === 'eligible');
  if (eligible.length === 0) return '';
  if (people.every(({ standing }) => standing !== 'counts'))
    return t` First activate your role in Privileged Identity Management.`;
  const names = eligible.map(({ name }) => name).join(', ');
  return t` To activate their role first, in Privileged Identity Management: ${names}.`;
}
