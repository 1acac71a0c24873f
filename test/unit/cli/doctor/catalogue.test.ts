import assert from 'node:assert/strict';
import { tellingNames } from '../../../../src/cli/doctor/checks/check-catalogue.ts';
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

  it('names nothing where properties alone are called so, or where there is nothing', () => {
    const machine = '<EntityType Name="Machine"><Property Name="rbacMachineGroupId" Type="Edm.Int32" /></EntityType>';
    assert.deepEqual(tellingNames(edmx(machine)), []);
    assert.deepEqual(tellingNames('<Edmx Version="4.0"></Edmx>'), []);
  });

  it('is not taken from what is no catalogue', () => {
    for (const document of ['', '{}', '<html><EntitySet Name="DeviceGroups" /></html>'])
      assert.equal(tellingNames(document), null);
  });
});
