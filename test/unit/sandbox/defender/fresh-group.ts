/** A row: the tag equals this. */
export const tagRule = (PropertyValue: string) => ({ OperatorType: 2, Property: 2, PropertyValue });

/** A group as a client sends it to have it created; fields given replace those of the sample. */
export const freshGroup = (fields: object = {}) => ({
  MachineGroupId: -1,
  Name: 'Sales',
  Description: '',
  AutoRemediationLevel: 3,
  Priority: 6,
  LastUpdated: '2024-11-01T00:00:00.000Z',
  IsUnassignedMachineGroup: false,
  MachineCount: 0,
  GroupRules: [tagRule('sales')],
  MachineGroupAssignments: [],
  OldMachineGroupId: null,
  ...fields,
});
