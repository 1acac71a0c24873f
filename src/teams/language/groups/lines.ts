import { msg } from '../../../shared/language/worded.ts';

/**
 * A complete, correct line of each kind, for the answer to a miss and for help. Names are in quotation marks, so that
 * any name fits.
 */
export const GROUP_LINES = {
  create: 'create device group "Finance laptops" level full tag equals finance and os Windows 11 last',
  edit: msg`edit device group "Finance laptops" level semi-all-folders`,
  rename: msg`rename device group "Lab" to "Test lab"`,
  rank: msg`rank device group "Finance laptops" before "Servers"`,
  delete: msg`delete device group "Lab"`,
  ungrouped: 'set ungrouped devices level full',
} as const;

export type GroupVerb = keyof typeof GROUP_LINES;

/** The command that opens a form instead, where there is one; it names the group to edit. */
export const FORM_LINES = {
  create: msg`create device group`,
  edit: msg`edit device group "Finance laptops"`,
  ungrouped: msg`ungrouped devices`,
} as const;
