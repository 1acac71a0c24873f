const NAMESPACE = 'microsoft.windowsDefenderATP.api';

/** The entity sets of the API, each with the actions that are bound to its collection. */
const SETS: Readonly<Record<string, { readonly entity: string; readonly actions: readonly string[] }>> = {
  Alerts: { entity: 'Alert', actions: ['CreateAlertByReference', 'BatchUpdate'] },
  DeviceGroups: { entity: 'DeviceGroup', actions: ['PostDeviceGroups', 'AddDeviceGroups', 'DeleteDeviceGroups'] },
  Indicators: { entity: 'Indicator', actions: ['Import', 'BatchDelete'] },
  Investigations: { entity: 'Investigation', actions: [] },
  MachineActions: { entity: 'MachineAction', actions: [] },
  Machines: { entity: 'Machine', actions: ['FindByTag', 'AddOrRemoveTagForMultipleMachines'] },
  Recommendations: { entity: 'Recommendation', actions: [] },
  Software: { entity: 'Software', actions: [] },
  Users: { entity: 'User', actions: [] },
};

function entityType(entity: string): string {
  const id = '<Key><PropertyRef Name="id" /></Key><Property Name="id" Type="Edm.String" Nullable="false" />';
  return `<EntityType Name="${entity}" OpenType="true">${id}</EntityType>`;
}

function boundAction(entity: string, action: string): string {
  const set = `<Parameter Name="bindingParameter" Type="Collection(${NAMESPACE}.${entity})" />`;
  return `<Action Name="${action}" IsBound="true">${set}</Action>`;
}

/**
 * The catalogue that the API has of itself, `GET /api/$metadata`: as an EDMX document, with the undocumented device
 * groups that were seen in it (docs/facts/defender.md#catalogue).
 */
export function apiMetadata(): string {
  const rows = Object.entries(SETS);
  const types = rows.map(([, { entity }]) => entityType(entity));
  const actions = rows.flatMap(([, { entity, actions }]) => actions.map((action) => boundAction(entity, action)));
  const sets = rows.map(([set, { entity }]) => `<EntitySet Name="${set}" EntityType="${NAMESPACE}.${entity}" />`);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>',
    `<Schema Namespace="${NAMESPACE}" xmlns="http://docs.oasis-open.org/odata/ns/edm">`,
    ...types,
    ...actions,
    `<EntityContainer Name="Container">${sets.join('')}</EntityContainer>`,
    '</Schema></edmx:DataServices></edmx:Edmx>',
  ].join('\n');
}
