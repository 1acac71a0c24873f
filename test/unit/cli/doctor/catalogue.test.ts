import assert from 'node:assert/strict';
import { catalogue, tellingNames } from '../../../../src/cli/doctor/checks/check-catalogue.ts';
import type { ServiceContext } from '../../../../src/cli/doctor/context.ts';
import { apiMetadata } from '../../../../src/sandbox/mde/api-metadata.ts';

const edmx = (inner: string) =>
  `<edmx:Edmx Version="4.0" xmlns:edmx="x"><Schema Namespace="a">${inner}</Schema></edmx:Edmx>`;

describe('the catalogue of the Defender API', () => {
  it('is searched for what only the portal can do, by the names of what can be called', () => {
    assert.deepEqual(tellingNames(apiMetadata()), [
      'AddDeviceGroups',
      'DeleteDeviceGroups',
      'DeviceGroup',
      'DeviceGroups',
      'PostDeviceGroups',
    ]);
    const later = '<EntitySet EntityType="a.Machine" Name="Machines"/><Singleton Name="AdvancedFeatures" Type="a.B" />';
    assert.deepEqual(tellingNames(edmx(later)), ['AdvancedFeatures']);
  });

  const spellings: readonly (readonly [string, string])[] = [
    ["<EntitySet Name='DeviceGroups' EntityType='a.B'/>", 'DeviceGroups'],
    ['<EntitySet Name = "DeviceGroups" />', 'DeviceGroups'],
    ['<EntitySet\n EntityType="a.>B"\n Name="DeviceGroups" />', 'DeviceGroups'],
    ['<ComplexType Name="DeviceGroupRule"/>', 'DeviceGroupRule'],
    ['<EnumType Name="MachineGroupLevel"/>', 'MachineGroupLevel'],
    ['<NavigationProperty Name="deviceGroups" Type="x"/>', 'deviceGroups'],
    ['<Property Name="advancedFeatures" Type="x"/>', 'advancedFeatures'],
    ['<edm:Action Name="SetSettings"/>', 'SetSettings'],
    ['<Action Name="Move"><Parameter Name="deviceGroupId" Type="Edm.String"/></Action>', 'deviceGroupId'],
    ['<EnumType Name="K"><Member Name="DeviceGroup" Value="1"/></EnumType>', 'DeviceGroup'],
    ['<TypeDefinition Name="DeviceGroupId" UnderlyingType="Edm.String"/>', 'DeviceGroupId'],
    ['<Term Name="Setting"/>', 'Setting'],
  ];
  for (const [element, name] of spellings) {
    it(`is read however it is spelled: ${element.replace(/\s+/g, ' ')}`, () => {
      assert.deepEqual(tellingNames(edmx(element)), [name]);
    });
  }

  it('names nothing where a machine only names its group, or where there is nothing', () => {
    const machine = '<EntityType Name="Machine"><Property Name="rbacMachineGroupId" Type="Edm.Int32" /></EntityType>';
    assert.deepEqual(tellingNames(edmx(machine)), []);
    assert.deepEqual(tellingNames('<Edmx Version="4.0"></Edmx>'), []);
  });

  it('is not taken from what is no catalogue', () => {
    for (const document of ['', '{}', '<html><EntitySet Name="DeviceGroups" /></html>'])
      assert.equal(tellingNames(document), null);
  });

  it('says nothing of what it does not name where it broke off', async () => {
    const saysOf = async (text: string) => {
      const context = { document: async () => ({ status: 200, text }) } as unknown as ServiceContext;
      return (await catalogue.run(context)).map(({ what }) => what).join();
    };
    const whole = edmx('<EntityType Name="Machine"/>');
    assert.match(await saysOf(whole), /no sign of an API/);
    assert.match(await saysOf(whole.slice(0, -9)), /broke off before its end/);
    assert.match(await saysOf(edmx('<EntitySet Name="DeviceGroups"/>').slice(0, -9)), /names DeviceGroups/);
  });
});
