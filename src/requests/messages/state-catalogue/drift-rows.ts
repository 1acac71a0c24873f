import { kindOf } from '../../../changes/registry/kind-of.ts';
import { msg, t } from '../../../shared/language/worded.ts';
import type { Request } from '../../record/request.ts';
import { STATE_ROWS } from './state-rows.ts';
import { type StatusRow, wroteNothing } from './status-row.ts';

const DRIFT = {
  ...STATE_ROWS.stale,
  sentence: msg`This request no longer fits the tenant, so it cannot be decided. Ask again.`,
} satisfies StatusRow;

/**
 * The object itself was changed after the request was made. The card compares three columns: when asked, now, would
 * become.
 */
export const OBJECT_DRIFT_ROW: StatusRow = {
  ...DRIFT,
  heading: ({ system }) => t`Stopped, ${system} was changed meanwhile`,
  story: [
    (facts) =>
      t`${facts.system} was changed after this was asked for, so the approval no longer fits. ${wroteNothing(facts)}`,
  ],
  next: msg`Compare the values then and now, and ask again if it is still wanted.`,
};

/** The object is as it was, but now other devices would be affected, or the same devices in another way. */
export const DEVICE_DRIFT_ROW: StatusRow = {
  ...DRIFT,
  heading: msg`Stopped, other devices would be affected now`,
  story: [
    (facts) =>
      t`The effect on devices is no longer what was shown, so the approval no longer fits. ${wroteNothing(facts)}`,
  ],
  next: msg`Ask again to see the effect now, if it is still wanted.`,
};

/** Not all of it was read: what is known now, and how, differs from what was known then. */
export const KNOWN_OTHERWISE_ROW: StatusRow = {
  ...OBJECT_DRIFT_ROW,
  heading: msg`Stopped, something else is known now`,
  story: [
    (facts) =>
      t`What is known of the tenant is not what was known when this was asked for, so the approval no longer fits. ${wroteNothing(facts)}`,
  ],
  next: msg`Compare the values then and now and how each is known, and ask again if it is still wanted.`,
};

/** Whether an emergency is owed can be told again, while two people were saying that it is settled. */
const TOLD_AGAIN_ROW: StatusRow = {
  ...DRIFT,
  heading: msg`Stopped, the emergency is as recorded again`,
  sentence: msg`This request was stopped, since the row of the emergency is as recorded again: its own card says what is owed for it.`,
  story: [
    msg`The row of the emergency was put back as the record has it, so two people need not say what is owed for it. Nothing was settled.`,
  ],
  next: msg`Look at the card of the emergency: where it is owed an approval, approve it or undo it there.`,
};

type Drifted = Pick<Request, 'closing' | 'change' | 'base'>;

/** The row of a request that was stopped since something drifted; null where the usual one says it. */
export function driftRow(request: Drifted): StatusRow | null {
  if (request.closing?.code === 'drift' && request.change.kind === 'settled-emergency') return TOLD_AGAIN_ROW;
  if (isDeviceDrift(request)) return DEVICE_DRIFT_ROW;
  return request.closing?.code === 'drift' && isByWord(request) ? KNOWN_OTHERWISE_ROW : null;
}

/** Whether a request was stopped because other devices would be affected now, while what it changes is as it was. */
function isDeviceDrift({ closing, change, base }: Drifted): boolean {
  return closing?.code === 'drift' && closing.now !== null && kindOf(change).isAsKnown(base, closing.now);
}

/** Whether what differs was not all read, neither when it was asked for nor now. */
function isByWord({ closing, change, base }: Drifted): boolean {
  const rules = kindOf(change);
  const rows = [base, ...(closing?.now ? [closing.now] : [])].flatMap((one) => rules.diff(change, one));
  return rows.some(({ source }) => source !== undefined && source.kind !== 'read');
}
