import { osWords } from '../../changes/device-group/model/os-names.ts';
import type { Condition, TextOperator, TextProperty } from '../../changes/device-group.ts';
import type { RemediationLevel } from '../../changes/remediation-level.ts';

/** The remediation levels, word for word as the device-group wizard offers them (learn: machine-groups, 2026-07). */
export const WIZARD_LEVELS: Readonly<Record<RemediationLevel, string>> = {
  full: 'Full remediation',
  'semi-non-temp-folders': 'Semi - Approval required for non-temporary folders',
  'semi-core-folders': 'Semi - Approval required for system folders',
  'semi-all-folders': 'Semi - Approval required for all folders',
  none: 'No automated response',
};

const PROPERTIES: Readonly<Record<TextProperty, string>> = { name: 'Name', domain: 'Domain', tag: 'Tag' };

const OPERATORS: Readonly<Record<TextOperator, string>> = {
  'starts-with': 'Starts with',
  'ends-with': 'Ends with',
  equals: 'Equals',
  contains: 'Contains',
};

/**
 * The fields of the wizard's page "Devices", in its order: one field for each property and operator, with one row for
 * each value.
 */
export function conditionFields(conditions: readonly Condition[]): { name: string; values: string[] }[] {
  const fields = new Map<string, string[]>();
  for (const property of ['name', 'domain', 'tag', 'os'] as const) {
    for (const condition of conditions) {
      if (condition.property !== property) continue;
      const name =
        condition.property === 'os' ? 'OS' : `${PROPERTIES[condition.property]}: ${OPERATORS[condition.operator]}`;
      const values = condition.property === 'os' ? condition.values.map(osWords) : [condition.value];
      fields.set(name, [...(fields.get(name) ?? []), ...values]);
    }
  }
  return [...fields].map(([name, values]) => ({ name, values }));
}
/** The pages of the Defender portal on which a person applies a change. They open for anybody with access to them. */
export const PORTAL_PAGES = {
  advancedFeatures: 'https://security.microsoft.com/securitysettings/endpoints/integration',
  deviceGroups: 'https://security.microsoft.com/securitysettings/endpoints/machine_groups',
} as const;
