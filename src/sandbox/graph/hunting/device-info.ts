import type { Machine, World } from '../../company/world.ts';
import { groupOf } from '../../defender/group-of.ts';
import type { HuntingTable, Row } from './kql-query.ts';

/** The devices as advanced hunting lists them: the only place that tells where a tag comes from. */
export function deviceInfo(world: World): HuntingTable {
  return {
    columns: {
      Timestamp: 'DateTime',
      DeviceId: 'String',
      DeviceName: 'String',
      MachineGroup: 'String',
      OnboardingStatus: 'String',
      DeviceManualTags: 'String',
      DeviceDynamicTags: 'String',
      RegistryDeviceTag: 'String',
    },
    rows: () => world.machines.map((machine) => rowOf(world, machine)),
  };
}

function rowOf(world: World, machine: Machine): Row {
  const { machineTags, dynamicTags = [], registryTag = '' } = machine;
  const manual = machineTags.filter((tag) => tag !== registryTag && !dynamicTags.includes(tag));
  return {
    Timestamp: new Date(world.now()).toISOString(),
    DeviceId: machine.id,
    DeviceName: machine.computerDnsName,
    MachineGroup: groupOf(world).get(machine.id)?.Name ?? '',
    OnboardingStatus: machine.onboardingStatus,
    DeviceManualTags: JSON.stringify(manual),
    DeviceDynamicTags: JSON.stringify(dynamicTags),
    RegistryDeviceTag: registryTag,
  };
}
