/**
 * A whole, right line of each kind: what a miss is answered with, and what help shows. Names stand in quotation marks,
 * so that any can be put there.
 */
export const GROUP_LINES = {
  create: 'create device group "Finance laptops" level full tag equals finance and os Windows 11 last',
  edit: 'edit device group "Finance laptops" level semi-all-folders',
  rename: 'rename device group "Lab" to "Test lab"',
  rank: 'rank device group "Finance laptops" before "Servers"',
  delete: 'delete device group "Lab"',
  ungrouped: 'set ungrouped devices level full',
} as const;

export type GroupVerb = keyof typeof GROUP_LINES;

/** What opens a form instead, where there is one; a group to be edited is named in it. */
export const FORM_LINES = {
  create: 'create device group',
  edit: 'edit device group "Finance laptops"',
  ungrouped: 'ungrouped devices',
} as const;
