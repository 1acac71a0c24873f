import express from 'express';
import type { Machine, World } from '../company/world.ts';
import { groupOf } from '../defender/group-of.ts';
import type { FilterFields } from '../wire/odata-filter.ts';
import { refusal } from '../wire/wire-refusal.ts';
import { needs } from './mde-guard.ts';
import { contextOf, mdeList } from './mde-list.ts';

/**
 * The API's name for the group of devices that match no group. In a tenant without groups, devices have group id 0 and
 * no name.
 */
export const UNGROUPED_NAME = 'UnassignedGroup';
const comparisons = ['eq', 'ne', 'in', 'startswith', 'endswith', 'contains'] as const;
const choice = ['eq', 'ne', 'in'] as const;

const HEALTH = [
  'Active',
  'Inactive',
  'ImpairedCommunication',
  'NoSensorData',
  'NoSensorDataImpairedCommunication',
  'Unknown',
];

const moments = ['eq', 'gt', 'ge', 'lt', 'le'] as const;

/** Serves `/machines` and `/machines/{id or DNS name}`. */
export function machineRoutes(world: World): express.Router {
  const router = express.Router();
  const readMachines = needs('Machine.Read.All', 'Machine.ReadWrite.All');
  const filter = machineFilter(world);
  router.get('/machines', readMachines, (req, res) => {
    if (world.machines.length === 0) throw refusal(404, 'NotFound', 'No recent machines were found.');
    res.json(mdeList(req, 'Machines', world.machines, filter, (machine) => machineRecord(world, machine)));
  });
  router.get('/machines/:id', readMachines, (req, res) => {
    const machine = machineOf(world, String(req.params.id));
    res.json({ '@odata.context': contextOf('Machines/$entity'), ...machineRecord(world, machine) });
  });
  return router;
}

/**
 * Finds the machine with this id or DNS name.
 * @throws refusal 404 ResourceNotFound
 */
export function machineOf(world: World, id: string): Machine {
  const wanted = id.toLowerCase();
  const machine = world.machines.find((one) => one.id === wanted || one.computerDnsName.toLowerCase() === wanted);
  if (machine) return machine;
  throw refusal(404, 'ResourceNotFound', `Machine ${id} was not found.`);
}

function rbacOf(world: World, machine: Machine): { readonly id: number; readonly name: string | null } {
  const group = groupOf(world).get(machine.id);
  if (!group) return { id: 0, name: null };
  return { id: group.MachineGroupId, name: group.IsUnassignedMachineGroup ? UNGROUPED_NAME : group.Name };
}

function machineFilter(world: World): FilterFields<Machine> {
  return {
    id: { kind: 'text', takes: ['eq', 'in'], read: (machine) => machine.id },
    computerDnsName: { kind: 'text', takes: comparisons, read: (machine) => machine.computerDnsName },
    version: { kind: 'text', takes: choice, read: (machine) => machine.version },
    osPlatform: { kind: 'text', takes: choice, read: (machine) => machine.osPlatform },
    aadDeviceId: { kind: 'text', takes: choice, read: (machine) => machine.aadDeviceId },
    lastIpAddress: { kind: 'text', takes: choice, read: (machine) => machine.lastIpAddress },
    lastSeen: { kind: 'date', takes: moments, read: (machine) => machine.lastSeen },
    rbacGroupId: { kind: 'number', takes: choice, read: (machine) => rbacOf(world, machine).id },
    healthStatus: {
      kind: 'text',
      takes: choice,
      read: (machine) => machine.healthStatus,
      values: HEALTH,
    },
    onboardingStatus: {
      kind: 'text',
      takes: choice,
      read: (machine) => machine.onboardingStatus,
      values: ['Onboarded', 'CanBeOnboarded', 'Unsupported', 'InsufficientInfo'],
    },
    riskScore: {
      kind: 'text',
      takes: choice,
      read: (machine) => machine.riskScore,
      values: ['None', 'Informational', 'Low', 'Medium', 'High'],
    },
    exposureLevel: {
      kind: 'text',
      takes: choice,
      read: (machine) => machine.exposureLevel,
      values: ['None', 'Low', 'Medium', 'High'],
    },
  };
}

/** A device as `/api/machines` lists it. */
export function machineRecord(world: World, machine: Machine): object {
  const group = rbacOf(world, machine);
  return {
    id: machine.id,
    mergedIntoMachineId: machine.mergedIntoMachineId ?? null,
    isPotentialDuplication: machine.isPotentialDuplication ?? false,
    isExcluded: false,
    exclusionReason: null,
    computerDnsName: machine.computerDnsName,
    firstSeen: new Date(Date.parse(machine.lastSeen) - 200 * 86_400_000).toISOString(),
    lastSeen: machine.lastSeen,
    osPlatform: machine.osPlatform,
    osVersion: null,
    osProcessor: 'x64',
    version: machine.version,
    lastIpAddress: machine.lastIpAddress,
    lastExternalIpAddress: '198.51.100.17',
    agentVersion: '10.8760.26100.4061',
    osBuild: null,
    healthStatus: machine.healthStatus,
    deviceValue: 'Normal',
    rbacGroupId: group.id,
    rbacGroupName: group.name,
    riskScore: machine.riskScore,
    exposureLevel: machine.exposureLevel,
    isAadJoined: machine.aadDeviceId !== null,
    aadDeviceId: machine.aadDeviceId,
    machineTags: machine.machineTags,
    onboardingStatus: machine.onboardingStatus,
    osArchitecture: '64-bit',
    managedBy: 'Unknown',
    ipAddresses: [],
    vmMetadata: null,
  };
}
