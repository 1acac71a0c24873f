import type { Policy } from '../../../requests/record/digest.ts';
import type { Request } from '../../../requests/record/request.ts';
import type { ViewerRole } from '../../../requests/rules/four-eyes.ts';
import { t } from '../../../shared/language/worded.ts';

/** How an approver decides, by whether and how an approval may be typed. */
const HOW: Readonly<Record<Policy['typedDecisions'], (number: number) => string>> = {
  on: (number) => t`press a button, or write exactly "approve ${number}" or "reject ${number} <why>".`,
  'with-digest': (number) =>
    t`press a button, or write exactly "approve ${number}" with the digest under Details, or "reject ${number} <why>".`,
  off: (number) => t`press a button, or write exactly "reject ${number} <why>".`,
};

/** Who wrote, and what the policy lets them type. */
interface Writer {
  readonly role: ViewerRole;
  readonly hasApproved: boolean;
  readonly typed: Policy['typedDecisions'];
}

/** What tells whoever decided in other words that they did not, and how it is done: only what that person may do. */
export function notExact({ number, state }: Pick<Request, 'number' | 'state'>, writer: Writer): string {
  if (state !== 'pending' && state !== 'approved') return t`Nothing was decided, and nothing is left to decide.`;
  if (writer.role === 'requester')
    return t`Nothing was decided. To withdraw it, press the button, or write exactly "withdraw ${number}".`;
  if (writer.role === 'reader')
    return t`Nothing was decided. Approvers decide on #${number}; whoever asked for it may withdraw it.`;
  if (state === 'pending') return t`Nothing was decided. To decide, ${HOW[writer.typed](number)}`;
  return writer.hasApproved
    ? t`Nothing was decided. To stop it, press a button, or write exactly "stop ${number} <why>" or "take back ${number}".`
    : t`Nothing was decided. To stop it, press the button, or write exactly "stop ${number} <why>".`;
}
