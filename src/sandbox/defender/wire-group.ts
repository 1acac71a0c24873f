import { z } from 'zod';

const Rule = z.looseObject({ OperatorType: z.int(), Property: z.int(), PropertyValue: z.string() });

const Assignment = z.looseObject({
  WcdAadGroup: z.looseObject({ ObjectId: z.string(), DisplayName: z.string().nullish() }),
});

/** One device group as a client sends it. Known keys must have their type; unknown keys are kept. */
export const SentGroup = z.looseObject({
  MachineGroupId: z.int().min(-1),
  Name: z.string(),
  Description: z.string().nullish(),
  AutoRemediationLevel: z.int(),
  Priority: z.int().min(0),
  LastUpdated: z.string().nullish(),
  IsUnassignedMachineGroup: z.boolean(),
  MachineCount: z.int().nullish(),
  GroupRules: z.array(Rule).nullish(),
  MachineGroupAssignments: z.array(Assignment).nullish(),
  OldMachineGroupId: z.int().nullish(),
});

export type SentGroup = z.infer<typeof SentGroup>;

/** The body of PUT machine_groups: the list of all groups, without a wrapper. */
export const SentGroups = z.array(SentGroup);
