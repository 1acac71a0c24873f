import { AirlockError } from '../../errors.ts';
import { approveRequest } from '../../requests/approve-request.ts';
import { homeOf } from '../../requests/home-of.ts';
import type { Parts } from '../../requests/parts.ts';
import type { Request } from '../../requests/request.ts';
import { stateSentence } from '../../requests/state-sentence.ts';
import { tenantOf } from '../../requests/tenant-of.ts';
import { assertShownWhole } from '../assert-shown-whole.ts';
import type { CommandOf } from '../text/command.ts';
import type { Turn } from '../turn.ts';
import { numberedRequest } from './numbered-request.ts';
import { tell } from './tell.ts';

/** An approval that is typed goes through the same door as one that is clicked; a digest behind the number must be the request's own. */
export async function approveByText(turn: Turn, { number, digest }: CommandOf<'approve'>): Promise<void> {
  const { parts, sender, correlation } = turn;
  const request = await numberedRequest(turn, number);
  if (digest !== null && !request.digest?.startsWith(digest)) {
    throw new AirlockError(
      'digest-mismatch',
      `The digest you wrote is not that of #${number}, so nothing was approved. Write "show ${number}" and compare it.`,
    );
  }
  assertShownWhole(request);
  const after = await approveRequest(parts, { requestId: request.id, rev: null, actor: sender.actor, correlation });
  const text = sentence(after, parts);
  await tell(turn, { view: 'notice', data: { tone: 'good', title: `You approved #${number}`, text } });
}

function sentence(after: Request, parts: Parts): string {
  const { quorum } = parts.policy;
  if (after.state === 'pending')
    return `${after.approvals.length} of ${quorum} approvals are given. Another admin must approve, too.`;
  if (after.state === 'approved') {
    return tenantOf(parts, after.change).applies === 'by-hand'
      ? 'Everything is checked once more, and then the steps to apply it by hand are on the card.'
      : `${homeOf(after.change)} is checked once more, and then the change is applied.`;
  }
  return stateSentence(after);
}
