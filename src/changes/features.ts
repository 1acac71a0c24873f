/** The advanced features that can be asked for in chat. */
export const FEATURE_NAMES = ['automated-investigation', 'auto-resolve-alerts'] as const;

export type FeatureName = (typeof FEATURE_NAMES)[number];

/**
 * `built-in`: the tenant no longer has the switch, the feature is always on (learn: configure-automated-investigations-remediation).
 * `unread`: the connector has no way to read it. `unknown`: it was read, and the tenant does not say.
 */
export const FEATURE_STATES = ['on', 'off', 'built-in', 'unread', 'unknown'] as const;

export type FeatureState = (typeof FEATURE_STATES)[number];

/** The portal's own words for each feature. */
export const FEATURE_TITLES: Readonly<Record<FeatureName, string>> = {
  'automated-investigation': 'Automated investigation',
  'auto-resolve-alerts': 'Automatically resolve alerts',
};

/** A state as people read it. */
export const FEATURE_STATE_WORDS: Readonly<Record<FeatureState, string>> = {
  on: 'On',
  off: 'Off',
  'built-in': 'On (built in)',
  unread: 'Not readable',
  unknown: 'Unknown',
};
