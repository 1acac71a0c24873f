import { listFaults } from '../../changes/supported/indicators/check-entries.ts';
import type { IndicatorsChange } from '../../changes/supported/indicators/indicator-entry.ts';
import { faultsByRow, type UnreadRow } from '../../changes/supported/indicators/row-faults.ts';
import { t } from '../../shared/language/worded.ts';
import { type Asker, replyTo } from '../messages/outbox-messages.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { whoAsks } from '../rules/four-eyes.ts';
import { readForDraft } from './assess.ts';
import { whyOff } from './before/why-not.ts';
import { refusal } from './draft.ts';

/** A list of which some rows cannot be read. */
type Lists = Asker & { readonly list: { readonly change: IndicatorsChange; readonly unread: readonly UnreadRow[] } };

/**
 * Tells all that is wrong with a list in one answer, also of its rows that can be read: what the tenant would not take
 * of them. Files nothing.
 * @throws AirlockError not-allowed, directory-unavailable and the tenant's errors
 */
export async function refuseList(services: Services, asks: Lists, task: Task): Promise<void> {
  const asked = { ...asks, ...(await whoAsks(services, asks.actor)) };
  const { change, unread } = asked.list;
  const off = whyOff(services, change);
  const now = off === null ? await readForDraft(services, { change }) : null;
  const faults = now === null ? [] : faultsByRow(listFaults(change, unread, now));
  const title = t`${unread.length} of ${change.entries.length + unread.length} indicators cannot be read`;
  return replyTo(services, asked, task, refusal(title, off ?? { verdict: 'invalid', faults }));
}
