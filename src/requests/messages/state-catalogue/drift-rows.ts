import { msg, t } from '../../../shared/language/worded.ts';
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
