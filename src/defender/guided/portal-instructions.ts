import type { AdvancedFeatureChange } from '../../changes/advanced-features/advanced-feature-change.ts';
import type {
  ChangeUngrouped,
  CreateGroup,
  DeleteGroup,
  RankGroup,
  UpdateGroup,
} from '../../changes/device-group/model/group-change.ts';
import { feature } from '../../changes/features.ts';
import type { Instruction, Instructions } from '../../requests/record/instructions.ts';
import { msg } from '../../shared/language/worded.ts';
import { conditionFields, PORTAL_PAGES, WIZARD_LEVELS } from './portal-words.ts';

/** The fields of a group that a change sets. */
type GroupFields = UpdateGroup['set'];

const OPEN_GROUPS: Instruction = { title: msg`Open Settings > Endpoints > Permissions > Device groups`, fields: [] };
const SUBMIT: Instruction = { title: msg`Select Submit, then Apply changes if the list asks for it`, fields: [] };

/** The wizard's page "General", with the fields that the change sets. */
function generalPage({ name, level, description }: GroupFields): Instruction[] {
  const fields = [
    ...(name === undefined ? [] : [{ name: msg`Device group name`, values: [name] }]),
    ...(level === undefined ? [] : [{ name: msg`Remediation level`, values: [WIZARD_LEVELS[level]] }]),
    ...(description === undefined ? [] : [{ name: msg`Description`, values: description === '' ? [] : [description] }]),
  ];
  return fields.length > 0 ? [{ title: msg`On the page General, set`, fields }] : [];
}

/** The wizard's page "Devices": these rows replace all others. */
function devicesPage(conditions: GroupFields['conditions']): Instruction[] {
  if (conditions === undefined) return [];
  return [
    {
      title: msg`On the page Devices, have exactly these conditions and no other`,
      fields: conditionFields(conditions),
    },
  ];
}

/** The wizard's page "User access": these groups replace all others. */
function accessPage(access: GroupFields['access']): Instruction[] {
  if (access === undefined) return [];
  if (access.length === 0) {
    return [
      {
        title: msg`On the page User access, assign no group: everybody with portal access sees these devices`,
        fields: [],
      },
    ];
  }
  const values = access.map(({ id, name }) => (name ? `${name} (${id})` : id));
  return [
    {
      title: msg`On the page User access, assign exactly these Entra groups`,
      fields: [{ name: msg`Entra groups`, values }],
    },
  ];
}

/** Moves the group to its rank; `before` null means last. */
function rankInstruction(name: string, before: { readonly name: string } | null): Instruction {
  const fields = [{ name: msg`Device group`, values: [name] }];
  return before === null
    ? { title: msg`Move the group by its rank to the last place, right before the ungrouped devices`, fields }
    : {
        title: msg`Move the group by its rank to the place right before this one`,
        fields: [...fields, { name: msg`Right before`, values: [before.name] }],
      };
}

export function changeUngroupedInstructions({ set }: ChangeUngrouped): Instructions {
  const { level, access } = set;
  return {
    link: PORTAL_PAGES.deviceGroups,
    steps: [
      OPEN_GROUPS,
      {
        title: msg`Open the last group of the list, and leave everything that is not named here as it is`,
        fields: [{ name: msg`Device group`, values: ['Ungrouped devices (default)'] }],
      },
      ...generalPage(level === undefined ? {} : { level }),
      ...accessPage(access),
      SUBMIT,
    ],
  };
}

/** Defender gives a new group the last rank, so it is moved only if it is to stand elsewhere. */
export function createGroupInstructions({ definition, before }: CreateGroup): Instructions {
  const { description, ...rest } = definition;
  return {
    link: PORTAL_PAGES.deviceGroups,
    steps: [
      OPEN_GROUPS,
      { title: msg`Select Add device group`, fields: [] },
      ...generalPage(description === '' ? rest : definition),
      ...devicesPage(definition.conditions),
      ...accessPage(definition.access),
      SUBMIT,
      ...(before === null ? [] : [rankInstruction(definition.name, before)]),
    ],
  };
}

export function deleteGroupInstructions({ group }: DeleteGroup): Instructions {
  return {
    link: PORTAL_PAGES.deviceGroups,
    steps: [
      OPEN_GROUPS,
      {
        title: msg`Select this group, and no other, and delete it`,
        fields: [{ name: msg`Device group`, values: [group.name] }],
      },
      {
        title: msg`Confirm; it also leaves the e-mail notification rules, and a rule that named it alone is deleted with it`,
        fields: [],
      },
    ],
  };
}

/** For a switch that newer tenants no longer have. */
const BUILT_IN: Instruction = {
  title: msg`Where the switch is missing, it is built in and always on: leave it, and have the request withdrawn`,
  fields: [],
};

export function featureInstructions({ feature: name, to }: AdvancedFeatureChange): Instructions {
  const { title, builtIn } = feature(name);
  return {
    link: PORTAL_PAGES.advancedFeatures,
    steps: [
      { title: msg`Open Settings > Endpoints > Advanced features`, fields: [] },
      ...(builtIn ? [BUILT_IN] : []),
      {
        title: msg`Set this switch, and no other; leave it where it stands so already`,
        fields: [{ name: title, values: [to === 'on' ? 'On' : 'Off'] }],
      },
      { title: msg`Select Save preferences`, fields: [] },
    ],
  };
}

export function rankGroupInstructions({ group, before }: RankGroup): Instructions {
  return { link: PORTAL_PAGES.deviceGroups, steps: [OPEN_GROUPS, rankInstruction(group.name, before)] };
}

export function updateGroupInstructions({ group, set }: UpdateGroup): Instructions {
  return {
    link: PORTAL_PAGES.deviceGroups,
    steps: [
      OPEN_GROUPS,
      {
        title: msg`Open this group to edit it, and leave everything that is not named here as it is`,
        fields: [{ name: msg`Device group`, values: [group.name] }],
      },
      ...generalPage(set),
      ...devicesPage(set.conditions),
      ...accessPage(set.access),
      SUBMIT,
    ],
  };
}
