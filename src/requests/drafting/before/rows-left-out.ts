import type { Change } from '../../../changes/registry/change.ts';
import { rowsLeftOut } from '../../../changes/supported/indicators/repeated-rows.ts';
import { faultsByRow } from '../../../changes/supported/indicators/row-faults.ts';
import { t } from '../../../shared/language/worded.ts';
import { type Asker, answerMessage } from '../../messages/outbox-messages.ts';
import type { NewOutboxMessage, Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';

/** What became of each row of a list that is not in the draft: it repeats another one, or stands so already. */
export function rowMessages(
  { tenantId, clock }: Pick<Services, 'tenantId' | 'clock'>,
  asked: Pick<Asker, 'conversation'> & { readonly change?: Change },
  { change: drafted }: { readonly change: Change },
  { key }: Pick<Task, 'key'>,
): readonly NewOutboxMessage[] {
  const { conversation, change } = asked;
  if (change?.kind !== 'indicators' || drafted.kind !== 'indicators') return [];
  const rows = rowsLeftOut(change, drafted);
  if (rows.length === 0) return [];
  const title =
    rows.length === 1
      ? t`1 of ${change.entries.length} rows is not in the draft`
      : t`${rows.length} of ${change.entries.length} rows are not in the draft`;
  const text = t`Nothing is left to do for these rows. The draft has the others.`;
  const data = { tone: 'info', title, text, faults: faultsByRow(rows) } as const;
  return [answerMessage({ tenantId, conversation, now: clock.now() }, `${key}:rows`, { view: 'notice', data })];
}

/** What of a wish is not in the draft, since it is so already. @param isSo a sentence; absent where all of it is */
export function isSoMessages(
  { tenantId, clock }: Pick<Services, 'tenantId' | 'clock'>,
  { conversation }: Pick<Asker, 'conversation'>,
  { isSo }: { readonly isSo?: string },
  { key }: Pick<Task, 'key'>,
): readonly NewOutboxMessage[] {
  if (isSo === undefined) return [];
  const data = { tone: 'info', title: t`A part of it is so already`, text: isSo } as const;
  return [answerMessage({ tenantId, conversation, now: clock.now() }, `${key}:is-so`, { view: 'notice', data })];
}
