import { systemName } from '../../changes/registry/kind-of.ts';
import { approveRequest } from '../../requests/deciding/approve.ts';
import { stateSentence } from '../../requests/messages/state-words.ts';
import type { Services } from '../../requests/ports/services.ts';
import type { Request } from '../../requests/record/request.ts';
import { connectorFor } from '../../requests/rules/setting-owner.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import type { CardActionHandler } from './parse-action.ts';
import { numberedRequest, reply } from './reply.ts';

/** Handles a typed approval in the same way as the button; a digest after the number must be the request's own. */
export async function approveByText(turn: Turn, { number, digest }: CommandOf<'approve'>): Promise<void> {
  const { services, sender, correlation } = turn;
  const request = await numberedRequest(turn, number);
  if (digest !== null && !request.digest?.startsWith(digest)) {
    throw new AirlockError(
      'digest-mismatch',
      `The digest you wrote is not that of #${number}, so nothing was approved. Write "show ${number}" and compare it.`,
    );
  }
  const after = await approveRequest(services, { requestId: request.id, rev: null, actor: sender.actor, correlation });
  const text = sentence(after, services);
  await reply(turn, { view: 'notice', data: { tone: 'good', title: `You approved #${number}`, text } });
}

function sentence(after: Request, services: Services): string {
  const { quorum } = services.policy;
  if (after.state === 'pending')
    return `${after.approvals.length} of ${quorum} approvals are given. Another admin must approve, too.`;
  if (after.state === 'approved') {
    return connectorFor(services, after.change).applies === 'by-hand'
      ? 'Airlock checks everything once more, and then puts the steps to apply it by hand on the card.'
      : `Airlock checks ${systemName(after.change)} once more, and then applies the change.`;
  }
  return stateSentence(after);
}

export const approve: CardActionHandler = async ({ services, sender, correlation }, { requestId, rev }) => ({
  request: await approveRequest(services, { requestId, rev, actor: sender.actor, correlation }),
});
