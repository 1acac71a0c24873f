import { channelOf } from '../../requests/rules/setting-owner.ts';
import { t } from '../../shared/language/worded.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import { cleanText } from '../language/normalise.ts';
import { enqueue, reply } from './reply.ts';

const LABEL_MAX = 128;

/** Asks to post requests for approval in this conversation, or to stop. That is a request like any other. */
export async function chooseChannel(turn: Turn, { to }: CommandOf<'approval-channel'>): Promise<void> {
  const { conversation } = turn.sender;
  if (conversation.kind === 'personal') {
    const text = t`This is your own chat with Airlock. Write this in the channel or group chat that you mean.`;
    return reply(turn, {
      view: 'notice',
      data: { tone: 'warning', title: t`Nothing was done`, text, suggestions: ['help'] },
    });
  }
  const change = { kind: 'approval-channel', conversation: channelOf(conversation.key), label: labelOf(turn), to };
  await enqueue(turn, 'draft', { change, team: turn.activity.channelData?.team?.id ?? null });
}

/** Teams names a channel in some of its activities only; the draft takes the name that Teams has for it then. */
function labelOf({ activity }: Turn): string {
  const { channelData, conversation } = activity;
  return cleanText(channelData?.channel?.name ?? conversation?.name ?? '').slice(0, LABEL_MAX);
}
