import { lastApplied, lastChange } from '../../requests/asking/last-change.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import { revertByText } from './asking/revert-action.ts';
import { requestMeant } from './replied-to.ts';
import { enqueue, numberedRequest, reply } from './reply.ts';

/** A question about the tenant; the answer follows once Defender was read. */
export function ask(turn: Turn, { about }: CommandOf<'ask'>): Promise<void> {
  return enqueue(turn, 'ask', { about });
}

/**
 * Who can approve, of the request that was replied to where there is one; the answer follows once the directory was
 * asked about each of them.
 */
export async function whoCanApprove(turn: Turn, { number }: CommandOf<'approvers'>): Promise<void> {
  if (number !== null) await numberedRequest(turn, number);
  const meant = number ?? (await requestMeant(turn, 'open'))?.number ?? null;
  await enqueue(turn, 'ask', { about: { approvers: meant } });
}

/** What was changed last, by the requests that are known here. */
export async function tellLastChange(turn: Turn, { feature }: CommandOf<'last-change'>): Promise<void> {
  await turn.admit();
  await reply(turn, { view: 'notice', data: await lastChange(turn.services, turn.sender.conversation, feature) });
}

/**
 * Asks to undo what was applied last. A draft follows, which needs two people like any other. Where something newer is
 * known, it is told instead: that request is not the last change.
 */
export async function revertLast(turn: Turn): Promise<void> {
  await turn.admit();
  const last = await lastApplied(turn.services, turn.sender.conversation, null);
  if (last && !last.isSwapped && !last.outside && !last.isNewerElsewhere)
    return revertByText(turn, { kind: 'revert', number: last.request.number });
  await reply(turn, { view: 'notice', data: await lastChange(turn.services, turn.sender.conversation, null) });
}
