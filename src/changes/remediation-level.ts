/** Automation ("remediation") levels of a device group, strongest first (learn: automation-levels). Numbers of the wire live in the tenant clients. */
export const REMEDIATION_LEVELS = [
  'full',
  'semi-non-temp-folders',
  'semi-core-folders',
  'semi-all-folders',
  'none',
] as const;

export type RemediationLevel = (typeof REMEDIATION_LEVELS)[number];

/** A level as read from a tenant; a number without a published name is kept as `unknown:<number>`: shown raw, never written. */
export type LevelReading = RemediationLevel | `unknown:${number}`;
