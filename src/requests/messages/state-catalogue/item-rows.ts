import { OUTCOME_ROWS } from './outcome-rows.ts';
import { STATE_ROWS } from './state-rows.ts';
import { type Facts, NOTE, type StatusRow, type Text } from './status-row.ts';

/** How an applied change goes on in the tenant: never mixed with how it was written. */
const FOLLOWED: Text = ({ followed }: Facts) => followed;

/** Rows for a change that is written item by item. */
export const ITEM_ROWS = {
  writing: {
    ...STATE_ROWS.applying,
    heading: 'Approved, being written one by one',
    story: [NOTE],
    retry: 'Goes on',
  },
  whole: {
    ...OUTCOME_ROWS.written,
    story: [NOTE, FOLLOWED],
  },
  part: {
    ...OUTCOME_ROWS.written,
    tone: 'warning',
    sign: '●',
    heading: 'Applied, but not all of it',
    story: [NOTE, FOLLOWED],
    news: { tone: 'warning', title: 'is applied, but not all of it', text: [NOTE] },
  },
} as const satisfies Record<string, StatusRow>;
