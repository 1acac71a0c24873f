/** What follows from turning a switch to one side. */
interface SwitchRisk {
  /** One sentence where devices are protected less than before; null elsewhere. */
  readonly banner: string | null;
  /** What else people should know, one sentence each. */
  readonly notes: readonly string[];
}

/** One switch of Settings > Endpoints > Advanced features. */
export interface Feature {
  /** The portal's own words; in lower case they are also what a command calls it. */
  readonly title: string;
  /** What else people type, in lower case and without hyphens. */
  readonly phrases: readonly string[];
  /** A short phrase that is offered to somebody who mistypes; null where the title is short enough. */
  readonly short: string | null;
  /** True where Teams' menu of commands, which has twelve places, names it. */
  readonly inMenu: boolean;
  /** Its key in the portal's settings object. */
  readonly wireKey: string;
  /** For a switch that newer tenants no longer have, because the feature is always on there; null for any other. */
  readonly builtIn: {
    /** Flags of the tenant context, one of which is true where the switch is gone and the feature is on. */
    readonly flags: readonly string[];
    /** What governs the feature there, one sentence. */
    readonly governedBy: string;
  } | null;
  readonly risk: { readonly on: SwitchRisk; readonly off: SwitchRisk };
}

/**
 * The switches that can be asked for in chat. Commands, help, cards, both connectors and the sandbox take them from
 * here, so a new row is a new switch.
 */
export const FEATURES = {
  'automated-investigation': {
    title: 'Automated investigation',
    phrases: [
      'automated investigations',
      'automatic investigation',
      'automatic investigations',
      'auto investigation',
      'auto investigations',
      'automated investigation and response',
      'automated investigations and response',
      'automated investigation and remediation',
      'automated investigations and remediation',
      'automated investigation & response',
      'automated investigation & remediation',
      'air',
    ],
    short: 'air',
    inMenu: true,
    // Microsoft never published this key: it is an assumption. The switch counts as there only where the tenant's own
    // answer holds the key (docs/facts/defender.md#portal-advanced-features).
    wireKey: 'AutomatedIrEnabled',
    // Microsoft took the switch out of most tenants in 2023 (docs/facts/defender.md#what-microsoft-retired).
    builtIn: {
      flags: ['IsAutomatedIrEnabled', 'AutoInvestigationEnabled'],
      governedBy: 'What it may do without asking is set by the remediation level of each device group.',
    },
    risk: {
      on: {
        banner: null,
        notes: ['What is remediated without asking depends on the remediation level of each device group.'],
      },
      off: {
        banner:
          'This lowers protection: threats are no longer investigated and remediated automatically on any device.',
        notes: ['Every device of the tenant is affected, whatever its device group.'],
      },
    },
  },
  'auto-resolve-alerts': {
    title: 'Automatically resolve alerts',
    phrases: [
      'automatically resolving alerts',
      'automatic alert resolution',
      'automated alert resolution',
      'automatic resolution',
      'auto resolve alerts',
      'auto resolve',
      'autoresolve alerts',
      'autoresolve',
      'auto resolution',
    ],
    short: null,
    inMenu: true,
    wireKey: 'AutoResolveInvestigatedAlerts',
    builtIn: null,
    risk: {
      on: {
        banner: null,
        notes: [
          'Alerts where no threats were found, or where they were remediated, are resolved by themselves; this may change device risk levels.',
          'An alert that a person set to In progress or Resolved is not overwritten.',
        ],
      },
      off: {
        banner: null,
        notes: ['Alerts that an investigation found clean or remediated stay open until somebody resolves them.'],
      },
    },
  },
} as const satisfies Readonly<Record<string, Feature>>;

export type FeatureName = keyof typeof FEATURES;

/** Every switch, in the order in which cards list them. The cast is sound: these are the keys of the table. */
export const FEATURE_NAMES = Object.keys(FEATURES) as [FeatureName, ...FeatureName[]];

/** The row of a switch. */
export function feature(name: FeatureName): Feature {
  return FEATURES[name];
}

/** One value for each switch. The cast is sound: every key of the table is there. */
export function ofEachFeature<T>(value: (name: FeatureName) => T): Readonly<Record<FeatureName, T>> {
  return Object.fromEntries(FEATURE_NAMES.map((name) => [name, value(name)])) as Record<FeatureName, T>;
}

/**
 * `built-in`: the tenant no longer has the switch, the feature is always on (learn:
 * configure-automated-investigations-remediation). `unread`: the connector has no way to read it. `unknown`: it was
 * read, and the tenant does not say.
 */
export const FEATURE_STATES = ['on', 'off', 'built-in', 'unread', 'unknown'] as const;

export type FeatureState = (typeof FEATURE_STATES)[number];

/** A state as people read it. */
export const FEATURE_STATE_WORDS: Readonly<Record<FeatureState, string>> = {
  on: 'On',
  off: 'Off',
  'built-in': 'On (built in)',
  unread: 'Not readable',
  unknown: 'Unknown',
};
