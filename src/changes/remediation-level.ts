/** Automation ("remediation") levels of a device group, strongest first (learn: automation-levels). Numbers of the wire live in the tenant clients. */
export const REMEDIATION_LEVELS = [
  'full',
  'semi-non-temp-folders',
  'semi-core-folders',
  'semi-all-folders',
  'none',
] as const;

export type RemediationLevel = (typeof REMEDIATION_LEVELS)[number];

/**
 * A level as read from a tenant; a number without a published name is kept as `unknown:<number>`: shown raw, never written. `unread`:
 * the connector has no way to read it.
 */
export type LevelReading = RemediationLevel | `unknown:${number}` | 'unread';

/** The device-group wizard's words (learn: machine-groups, 2026-07), with the concept page's for core folders. */
export const LEVEL_WORDS: Readonly<Record<RemediationLevel, string>> = {
  full: 'Full remediation',
  'semi-non-temp-folders': 'Semi - approval for non-temporary folders',
  'semi-core-folders': 'Semi - approval for core folders',
  'semi-all-folders': 'Semi - approval for all folders',
  none: 'No automated response',
};
