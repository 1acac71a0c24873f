import { z } from 'zod';
import { AirlockError } from '../../shared/errors.ts';
import type { Base } from '../base.ts';
import type { Assessment, ChangeKind, Risk } from '../change-kind.ts';
import { FEATURE_NAMES, FEATURE_STATE_WORDS, FEATURE_STATES, FEATURE_TITLES, type FeatureState } from '../features.ts';
import type { TenantSnapshot } from '../tenant-snapshot.ts';

const schema = z.strictObject({
  kind: z.literal('advanced-feature'),
  feature: z.enum(FEATURE_NAMES),
  to: z.enum(['on', 'off']),
});

/** One switch of Settings > Endpoints > Advanced features, on or off. */
export type AdvancedFeatureChange = Readonly<z.infer<typeof schema>>;

const UNREAD_NOTE = 'The current value cannot be read with this connector: it may be set so already.';
const BASE = z.object({ state: z.enum(FEATURE_STATES) });

export const advancedFeatureChange: ChangeKind<AdvancedFeatureChange> = {
  scopes: ['features'],
  previewScopes: [],

  parse(input) {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new AirlockError('input-invalid', 'This is not a change of an advanced feature.');
    return parsed.data;
  },

  title: (change) => `Turn ${change.to} ${FEATURE_TITLES[change.feature]}`,

  objects: (change) => [`advanced-feature:${change.feature}`],

  assess(change, now): Assessment {
    const title = FEATURE_TITLES[change.feature];
    const state = stateIn(change, now);
    if (state === change.to)
      return { verdict: 'already', why: `${title} is already ${state}. There is nothing to approve.` };
    if (state === 'unknown')
      return {
        verdict: 'unsupported',
        why: `This tenant does not say whether ${title} is on or off, so Airlock does not change it.`,
      };
    if (state === 'built-in') return builtIn(change, title);
    return { verdict: 'open' };
  },

  base: (change, now): Base => ({
    objects: { feature: change.feature, state: stateIn(change, now) },
    preview: null,
    shown: null,
  }),

  reached: (change, now) => stateIn(change, now) === change.to,

  diff: (change, base) => [
    {
      label: FEATURE_TITLES[change.feature],
      from: FEATURE_STATE_WORDS[stateOf(base)],
      to: FEATURE_STATE_WORDS[change.to],
    },
  ],

  risk(change, base) {
    const risk = change.to === 'off' ? RISK_OF_OFF[change.feature] : RISK_OF_ON[change.feature];
    return stateOf(base) === 'unread' ? { ...risk, notes: [UNREAD_NOTE, ...risk.notes] } : risk;
  },

  inverse(change, base, now) {
    const title = FEATURE_TITLES[change.feature];
    const was = stateOf(base);
    if (was === 'unread' || stateIn(change, now) === 'unread') {
      return {
        why: `Whether ${title} was on or off cannot be read with this connector, so it cannot be restored. The opposite can be asked for as a change of its own.`,
        instead: `${change.to === 'on' ? 'disable' : 'enable'} ${title.toLowerCase()}`,
      };
    }
    if (was !== 'on' && was !== 'off')
      return { why: `${title} was ${FEATURE_STATE_WORDS[was]} before, which cannot be set.` };
    if (stateIn(change, now) !== change.to) {
      return {
        why: `${title} is no longer ${FEATURE_STATE_WORDS[change.to]}: somebody changed it after this request was applied.`,
      };
    }
    return { change: { ...change, to: was } };
  },

  effects: () => null,

  affected: () => [],
};

function builtIn(change: AdvancedFeatureChange, title: string): Assessment {
  if (change.to === 'on') {
    return {
      verdict: 'already',
      why: `${title} is already on: it is built into this tenant and has no switch any more. There is nothing to approve.`,
    };
  }
  return {
    verdict: 'unsupported',
    why: `${title} is built into this tenant and cannot be turned off. What it may do without asking is set by the remediation level of each device group.`,
  };
}

function stateIn(change: AdvancedFeatureChange, now: TenantSnapshot): FeatureState {
  return now.features?.[change.feature] ?? 'unknown';
}

function stateOf(base: Base): FeatureState {
  const parsed = BASE.safeParse(base.objects);
  if (!parsed.success) throw new AirlockError('store-corrupt', 'The stored base state of this request cannot be read.');
  return parsed.data.state;
}

const RISK_OF_OFF: Readonly<Record<AdvancedFeatureChange['feature'], Risk>> = {
  'automated-investigation': {
    lowersProtection: true,
    banner: 'This lowers protection: threats are no longer investigated and remediated automatically on any device.',
    notes: ['Every device of the tenant is affected, whatever its device group.'],
  },
  'auto-resolve-alerts': {
    lowersProtection: false,
    banner: null,
    notes: ['Alerts that an investigation found clean or remediated stay open until somebody resolves them.'],
  },
};

const RISK_OF_ON: Readonly<Record<AdvancedFeatureChange['feature'], Risk>> = {
  'automated-investigation': {
    lowersProtection: false,
    banner: null,
    notes: ['What is remediated without asking depends on the remediation level of each device group.'],
  },
  'auto-resolve-alerts': {
    lowersProtection: false,
    banner: null,
    notes: [
      'Alerts where no threats were found, or where they were remediated, are resolved by themselves; this may change device risk levels.',
      'An alert that a person set to In progress or Resolved is not overwritten.',
    ],
  },
};
