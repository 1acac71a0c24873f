import type { Change } from '../../changes/change.ts';
import { isOwnChange } from '../../changes/kind-of.ts';
import type { Form } from '../record/form.ts';
import type { Request } from '../record/request.ts';

/** Where the setting is kept that a change is about, as the subject of a sentence. */
export function systemName(change: Change): 'Defender' | "Airlock's own setting" {
  return isOwnChange(change) ? "Airlock's own setting" : 'Defender';
}

/** One sentence that says where a request stands, for somebody whose click came too late. */
export function stateSentence(request: Request): string {
  const by = request.closing?.by?.name ?? null;
  const approvers = request.approvals.map((approval) => approval.by.name).join(', ');
  switch (request.state) {
    case 'draft':
      return `${request.requester.name} has not submitted this request yet.`;
    case 'pending':
      return 'This request waits for a decision.';
    case 'approved':
      return request.handover
        ? `Already approved by ${approvers}. It waits to be applied by hand; the steps are on its card.`
        : `Already approved by ${approvers}. It is being checked once more before anything is applied.`;
    case 'applying':
      return request.handover
        ? `${request.handover.attested?.by.name ?? 'Somebody'} has said that this is applied. What can be read of it is being checked.`
        : `Already approved by ${approvers}. It is being applied.`;
    case 'applied':
      if (request.outcome?.code === 'verified') return `Already applied and verified, approved by ${approvers}.`;
      if (request.outcome?.code === 'attested')
        return `Already applied, as ${request.handover?.attested?.by.name ?? 'somebody'} attests; approved by ${approvers}.`;
      return `Already applied, approved by ${approvers}.`;
    case 'rejected':
      return `Already rejected by ${by ?? 'an approver'}.`;
    case 'withdrawn':
      return `${by ?? request.requester.name} has withdrawn this request.`;
    case 'discarded':
      return 'This draft was discarded.';
    case 'expired':
      return 'This request has expired. Ask again if it is still wanted.';
    case 'stale':
      return 'This request no longer fits the tenant, so it cannot be decided. Ask again.';
    case 'failed':
      return 'This request was approved, but applying it failed.';
    case 'unknown':
      return `This request was approved; whether ${systemName(request.change)} took the change is being checked.`;
  }
}

/** One sentence that says where a form stands, for somebody whose press came too late. */
export function formSentence(form: Form): string {
  switch (form.state) {
    case 'open':
      return 'This form is open.';
    case 'checking':
      return 'This form is being checked.';
    case 'drafted':
      return 'This form has become a draft. Press Edit on the draft to change it.';
    case 'closed':
      return 'This form is closed. Write the command again to start a new one.';
  }
}
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A length of time for people, rounded: minutes below two hours, hours below two days, else days. */
export function inWords(ms: number): string {
  if (ms < 2 * HOUR) return counted(Math.max(1, Math.round(ms / MINUTE)), 'minute');
  if (ms < 48 * HOUR) return counted(Math.round(ms / HOUR), 'hour');
  return counted(Math.round(ms / (24 * HOUR)), 'day');
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
