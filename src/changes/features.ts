import { msg, t } from '../shared/language/worded.ts';
import { wordedTable } from '../shared/language/worded-table.ts';

/** What would follow, and the same once it was applied. */
interface Told {
  readonly asked: string;
  readonly applied: string;
}

/** The consequences of turning a switch on or off. */
interface SwitchRisk {
  /** One sentence if devices are then protected less; otherwise null. */
  readonly banner: Told | null;
  /** One sentence if alerts then close without a person; otherwise null. */
  readonly resolves: Told | null;
  /** What a person must see before they approve, one sentence each. */
  readonly notes: readonly string[];
  /** What is good to know besides, one sentence each. */
  readonly asides: readonly string[];
}

/** One switch of Settings > Endpoints > Advanced features. */
export interface Feature {
  /** The portal's own name; in lower case it is also the name in commands. */
  readonly title: string;
  /** Other names that people type, in lower case and without hyphens. */
  readonly phrases: readonly string[];
  /** A short phrase to suggest to somebody who mistypes; null if the title is short enough. */
  readonly short: string | null;
  /** True if it is in Teams' command menu, which has twelve entries. */
  readonly inMenu: boolean;
  /** Its key in the portal's settings object. */
  readonly wireKey: string;
  /** For a switch that newer tenants no longer have, because the feature is always on there; null for all others. */
  readonly builtIn: {
    /** Flags of the tenant context. If one is true, the switch is gone and the feature is on. */
    readonly flags: readonly string[];
    /** What governs the feature instead, one sentence. */
    readonly governedBy: string;
    /** What to tell whoever asks where nobody can read whether the tenant still has the switch. */
    readonly maybeGone: string;
  } | null;
  readonly risk: { readonly on: SwitchRisk; readonly off: SwitchRisk };
}

/**
 * The switches that people can request in chat. Commands, help, cards, both connectors and the sandbox use this table,
 * so a new row is a new switch.
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
    // Microsoft never published this key: it is an assumption. The switch counts as present only if the tenant's own
    // answer contains the key (docs/facts/defender.md#portal-advanced-features).
    wireKey: 'AutomatedIrEnabled',
    // Microsoft removed the switch from most tenants in 2023 (docs/facts/defender.md#what-microsoft-retired).
    builtIn: {
      flags: ['IsAutomatedIrEnabled', 'AutoInvestigationEnabled'],
      governedBy: msg`What it may do without asking is set by the remediation level of each device group.`,
      maybeGone: msg`It is not known whether this tenant still has the switch: Microsoft built it into today's tenants, and Plan 1 has no automated investigation. Look in the portal before you ask.`,
    },
    risk: {
      on: {
        banner: null,
        resolves: null,
        notes: [],
        asides: [msg`What is remediated without asking depends on the remediation level of each device group.`],
      },
      off: {
        banner: {
          asked: msg`This lowers protection: threats are no longer investigated and remediated automatically on any device.`,
          applied: msg`This lowered protection: with the switch off, threats are not investigated and remediated automatically on any device.`,
        },
        resolves: null,
        notes: [msg`Every device of the tenant is affected, whatever its device group.`],
        asides: [],
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
        resolves: {
          asked: msg`Alerts are resolved without anybody looking where an investigation finds no threats, or remediates them; this may change device risk levels.`,
          applied: msg`With the switch on, alerts are resolved without anybody looking where an investigation finds no threats, or remediates them; this may change device risk levels.`,
        },
        notes: [],
        asides: [msg`An alert that a person set to In progress or Resolved is not overwritten.`],
      },
      off: {
        banner: null,
        resolves: null,
        asides: [],
        notes: [msg`Alerts that an investigation found clean or remediated stay open until somebody resolves them.`],
      },
    },
  },
} as const satisfies Readonly<Record<string, Feature>>;

export type FeatureName = keyof typeof FEATURES;

/** Every switch, in the order in which cards list them. The cast is sound: these are the keys of the table. */
export const FEATURE_NAMES = Object.keys(FEATURES) as [FeatureName, ...FeatureName[]];

/** Looks up the row of a switch. */
export function feature(name: FeatureName): Feature {
  return FEATURES[name];
}

/** Computes one value for each switch. The cast is sound: it has every key of the table. */
export function ofEachFeature<T>(value: (name: FeatureName) => T): Readonly<Record<FeatureName, T>> {
  return Object.fromEntries(FEATURE_NAMES.map((name) => [name, value(name)])) as Record<FeatureName, T>;
}

/**
 * `built-in`: the tenant no longer has the switch, and the feature is always on (learn:
 * configure-automated-investigations-remediation). `unread`: the connector cannot read it. `unknown`: the tenant's
 * answer does not say.
 */
export const FEATURE_STATES = ['on', 'off', 'built-in', 'unread', 'unknown'] as const;

export type FeatureState = (typeof FEATURE_STATES)[number];

/** What somebody writes who sees a switch in the portal: "automated investigation is on". */
export function sightCommand(name: FeatureName, is: 'on' | 'off'): string {
  return `${feature(name).title.toLowerCase()} is ${is}`;
}

/** What somebody writes for a form to say so. */
export function sightForm(name: FeatureName): string {
  return `what I see of ${feature(name).title.toLowerCase()}`;
}

/** How to make a switch known that Airlock cannot read. */
export function howToTell(name: FeatureName): string {
  return t`Write "${sightCommand(name, 'on')}" or "${sightCommand(name, 'off')}" if you see it in the portal.`;
}

/** Each state in words. */
export const FEATURE_STATE_WORDS = wordedTable<Readonly<Record<FeatureState, string>>>({
  on: msg`On`,
  off: msg`Off`,
  'built-in': msg`On (built in)`,
  unread: msg`Not known`,
  unknown: msg`Not known`,
});
