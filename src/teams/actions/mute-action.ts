import { msg } from '../../shared/language/worded.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import { replyAlone } from './reply.ts';

const WORDS = {
  on: {
    title: msg`You get no more messages about requests that wait for a decision`,
    text: msg`Nobody mentions you, either. You can decide as before: "requests" lists what is open. Write "unmute" to be told again.`,
    suggestions: ['requests', 'unmute'],
  },
  off: {
    title: msg`You are told again of requests that wait for a decision`,
    text: msg`Where you can decide on one, you get its card in your own chat, and are mentioned where it was asked.`,
    suggestions: ['requests', 'mute'],
  },
} as const;

/** Notes whether the sender wants to be told of requests. It changes no right. */
export async function mute(turn: Turn, { to }: CommandOf<'mute'>): Promise<void> {
  const { services, sender } = turn;
  const { oid, name } = await turn.admit();
  const { kind, key } = sender.conversation;
  await services.store.rememberContact({
    ...{ tenantId: services.tenantId, oid, name, mri: sender.mri, seenAt: services.clock.now() },
    personal: kind === 'personal' ? key : null,
    isMuted: to === 'on',
  });
  await replyAlone(turn, { view: 'notice', data: { tone: 'info', ...WORDS[to] } });
}
