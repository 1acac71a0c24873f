import type { AdvancedFeatureChange } from '../../../changes/advanced-features/advanced-feature-change.ts';
import { FEATURE_TITLES, type FeatureName } from '../../../changes/advanced-features/feature.ts';
import type { Step, Steps } from '../../tenant.ts';
import { PORTAL_PAGES } from '../portal-pages.ts';

/** The switch that Microsoft took out of most tenants in 2023 (facts/defender.md 0). */
const BUILT_IN: Readonly<Partial<Record<FeatureName, Step>>> = {
  'automated-investigation': {
    title: 'Where the switch is missing, it is built in and always on: leave it, and have the request withdrawn',
    fields: [],
  },
};

export function featureSteps({ feature, to }: AdvancedFeatureChange): Steps {
  const title = FEATURE_TITLES[feature];
  const builtIn = BUILT_IN[feature];
  return {
    link: PORTAL_PAGES.advancedFeatures,
    steps: [
      { title: 'Open Settings > Endpoints > Advanced features', fields: [] },
      ...(builtIn ? [builtIn] : []),
      {
        title: 'Set this switch, and no other; leave it where it stands so already',
        fields: [{ name: title, values: [to === 'on' ? 'On' : 'Off'] }],
      },
      { title: 'Select Save preferences', fields: [] },
    ],
  };
}
