import { osNamed } from '../../changes/device-group/model/os-names.ts';
import { FEATURE_NAMES, feature } from '../../changes/features.ts';
import type { WireGroup, World } from '../company/world.ts';
import { addGroup, deleteGroup, findGroup, rankGroup, replaceGroup } from './edit-group.ts';

/** What a card hands over: what to do, and exactly what to set. */
export interface HandedStep {
  readonly title: string;
  readonly fields: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** Who follows the steps, and what happens to a switch. */
export interface Operator {
  readonly by: string;
  readonly setFeatures: (features: Readonly<Record<string, boolean>>) => void;
}

/** What is open in the portal and not yet saved. */
interface Page {
  group?: WireGroup | 'new';
  fields: Record<string, unknown>;
  features: Record<string, boolean>;
}

type Rule = NonNullable<WireGroup['GroupRules']>[number];

/** As the portal's wizard calls its levels, and the number that is stored. The fourth was never published. */
const LEVELS: Readonly<Record<string, number>> = {
  'Full remediation': 3,
  'Semi - Approval required for non-temporary folders': 2,
  'Semi - Approval required for all folders': 1,
  'Semi - Approval required for system folders': 4,
  'No automated response': 0,
};

const PROPERTIES = ['Name', 'Domain', 'Tag'];
const OPERATORS = ['Starts with', 'Ends with', 'Equals', 'Contains'];
/** By the numbers of a tenant whose operators are other ones. */
const SWAPPED = ['Ends with', 'Starts with', 'Equals', 'Contains'];
const OS = { OperatorType: 4, Property: 3 } as const;

/**
 * Follows steps in the portal word by word, as a person who reads them from the card does; it knows the portal, and
 * nothing of the request.
 * @returns where somebody would be stuck, as one sentence; undefined if all was done
 */
export function doSteps(world: World, steps: readonly HandedStep[], operator: Operator): string | undefined {
  const page: Page = { fields: {}, features: {} };
  for (const step of steps) {
    const found = STEPS.find(([title]) => title.test(step.title));
    if (!found) return `The portal has nothing for the step "${step.title}".`;
    const stuck = found[1](world, step, page, operator);
    if (stuck !== undefined) return stuck;
  }
  return undefined;
}

type Doing = (world: World, step: HandedStep, page: Page, operator: Operator) => string | undefined;

const nothing: Doing = () => undefined;

/** What a person does for a step, by the beginning of its words. */
const STEPS: readonly (readonly [RegExp, Doing])[] = [
  [/^Open Settings/, nothing],
  [/^Where the switch is missing/, nothing],
  [/^Set this switch/, flip],
  [/^Select Save preferences/, (_world, _step, { features }, { setFeatures }) => void setFeatures(features)],
  [/^Select Add device group/, addNew],
  [/^Open this group/, open],
  [/^Open the last group/, openLast],
  [/^On the page General/, general],
  [/^On the page Devices/, devices],
  [/^On the page User access/, access],
  [/^Select Submit/, submit],
  [/^Select this group, and no other/, open],
  [
    /^Confirm/,
    (world, _step, page, { by }) => (isOpen(page.group) ? deleteGroup(world, page.group, by) : NOTHING_OPEN),
  ],
  [/^Move the group by its rank/, rank],
];

const NOTHING_OPEN = 'No device group is open in the portal.';

function isOpen(group: Page['group']): group is WireGroup {
  return group !== undefined && group !== 'new';
}

function valuesOf({ fields }: HandedStep, name: string): readonly string[] | undefined {
  return fields.find((field) => field.name === name)?.values;
}

function flip(world: World, { fields }: HandedStep, page: Page): string | undefined {
  for (const { name, values } of fields) {
    const key = FEATURE_NAMES.map(feature).find(({ title }) => title === name)?.wireKey;
    if (key === undefined || world.tenant.advancedFeatures[key] === undefined)
      return `The portal of this tenant shows no switch "${name}".`;
    page.features[key] = values[0] === 'On';
  }
  return undefined;
}

function addNew(_world: World, _step: HandedStep, page: Page): undefined {
  page.group = 'new';
}

/** These rows replace all others. */
function devices({ tenant }: World, step: HandedStep, { fields }: Page): undefined {
  const operators = tenant.habit === 'other-operators' ? SWAPPED : OPERATORS;
  fields.GroupRules = step.fields.flatMap((field) => rowsOf(field, operators));
}

function open(world: World, step: HandedStep, page: Page): string | undefined {
  const name = valuesOf(step, 'Device group')?.[0] ?? '';
  const group = findGroup(world, name);
  if (!group) return `The portal lists no device group "${name}".`;
  page.group = group;
  return undefined;
}

function openLast(world: World, _step: HandedStep, page: Page): string | undefined {
  const last = world.tenant.deviceGroups.find((group) => group.IsUnassignedMachineGroup);
  if (last) page.group = last;
  return last ? undefined : 'The portal of this tenant lists no device groups.';
}

function general(_world: World, step: HandedStep, { fields }: Page): string | undefined {
  const [name] = valuesOf(step, 'Device group name') ?? [];
  const [level] = valuesOf(step, 'Remediation level') ?? [];
  const description = valuesOf(step, 'Description');
  if (name !== undefined) fields.Name = name;
  if (description !== undefined) fields.Description = description[0] ?? '';
  if (level === undefined) return undefined;
  const number = LEVELS[level];
  if (number === undefined) return `The wizard offers no level "${level}".`;
  fields.AutoRemediationLevel = number;
  return undefined;
}

function rowsOf({ name, values }: HandedStep['fields'][number], operators: readonly string[]): readonly Rule[] {
  if (name === 'OS') return [{ ...OS, PropertyValue: JSON.stringify(values.map((one) => osNamed(one) ?? one)) }];
  const [property = '', operator = ''] = name.split(': ');
  const numbers = { OperatorType: operators.indexOf(operator), Property: PROPERTIES.indexOf(property) };
  return values.map((value) => ({ ...numbers, PropertyValue: value }));
}

function access(_world: World, step: HandedStep, { fields }: Page): undefined {
  const groups = valuesOf(step, 'Entra groups') ?? [];
  fields.MachineGroupAssignments = groups.map((group) => ({
    WcdAadGroup: { ObjectId: /\(([0-9a-f-]{36})\)$/i.exec(group)?.[1] ?? group },
  }));
}

function submit(world: World, _step: HandedStep, page: Page, { by }: Operator): string | undefined {
  const { group, fields } = page;
  if (group === undefined) return NOTHING_OPEN;
  page.fields = {};
  if (isOpen(group)) return replaceGroup(world, group, { ...group, ...fields }, by);
  return addGroup(world, { AutoRemediationLevel: 3, MachineGroupAssignments: [], ...fields }, by);
}

function rank(world: World, step: HandedStep, _page: Page, { by }: Operator): string | undefined {
  const name = valuesOf(step, 'Device group')?.[0] ?? '';
  const group = findGroup(world, name);
  if (!group) return `The portal lists no device group "${name}".`;
  const before = valuesOf(step, 'Right before')?.[0];
  if (before === undefined) return rankGroup(world, group, null, by);
  const next = findGroup(world, before);
  return next ? rankGroup(world, group, next, by) : `The portal lists no device group "${before}".`;
}
