import type { UpdateGroup } from '../../../changes/device-group/group-change.ts';
import type { Step } from '../../tenant.ts';
import { conditionFields, WIZARD_LEVELS } from '../portal-words.ts';

/** The parts of a group that a change names. */
type Parts = UpdateGroup['set'];

export const OPEN_GROUPS: Step = { title: 'Open Settings > Endpoints > Permissions > Device groups', fields: [] };

export const SUBMIT: Step = { title: 'Select Submit, then Apply changes if the list asks for it', fields: [] };

/** The wizard's page "General", with the fields that are named. */
export function generalPage({ name, level, description }: Parts): Step[] {
  const fields = [
    ...(name === undefined ? [] : [{ name: 'Device group name', values: [name] }]),
    ...(level === undefined ? [] : [{ name: 'Remediation level', values: [WIZARD_LEVELS[level]] }]),
    ...(description === undefined ? [] : [{ name: 'Description', values: description === '' ? [] : [description] }]),
  ];
  return fields.length > 0 ? [{ title: 'On the page General, set', fields }] : [];
}

/** The wizard's page "Devices": the rows given are all that there are. */
export function devicesPage(conditions: Parts['conditions']): Step[] {
  if (conditions === undefined) return [];
  return [
    { title: 'On the page Devices, have exactly these conditions and no other', fields: conditionFields(conditions) },
  ];
}

/** The wizard's page "User access": the groups given are all that there are. */
export function accessPage(access: Parts['access']): Step[] {
  if (access === undefined) return [];
  if (access.length === 0) {
    return [
      {
        title: 'On the page User access, assign no group: everybody with portal access sees these devices',
        fields: [],
      },
    ];
  }
  const values = access.map(({ id, name }) => (name ? `${name} (${id})` : id));
  return [
    { title: 'On the page User access, assign exactly these Entra groups', fields: [{ name: 'Entra groups', values }] },
  ];
}

/** Where the group stands among the ranks; `before` null is last. */
export function rankStep(name: string, before: { readonly name: string } | null): Step {
  const fields = [{ name: 'Device group', values: [name] }];
  return before === null
    ? { title: 'Move the group by its rank to the last place, right before the ungrouped devices', fields }
    : {
        title: 'Move the group by its rank to the place right before this one',
        fields: [...fields, { name: 'Right before', values: [before.name] }],
      };
}
