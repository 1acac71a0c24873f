import assert from 'node:assert/strict';
import type { ApiChange } from '../../../../src/changes/supported/api-kinds.ts';
import type { World } from '../../../../src/sandbox/company/world.ts';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { alertState, updateAlert } from '../../../../src/sandbox/mde/alerts/alert-states.ts';
import { activeIndicators, submitIndicator } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { investigationsOf } from '../../../../src/sandbox/mde/investigations.ts';
import { tagHabits } from '../../../../src/sandbox/mde/tags/tag-habits.ts';

/** One kind of change that a supported API writes, as the contract of all of them needs it. */
export interface KindCase {
  /** What Alice writes: it is about two items. */
  ask(world: World): string;
  /** Part of the path that is written to. */
  readonly path: string;
  /** How many items one call writes. */
  readonly inOneCall: 1 | 2;
  /** How often each item was written by Airlock, the first first. */
  written(world: World): readonly number[];
  /** What the card says once this many of two are written. */
  told(done: 0 | 1 | 2): RegExp;
  /** Somebody else does something in Defender meanwhile, to the first of the two. */
  drift(world: World): void;
  /** How many are written all the same: what stands otherwise than was asked is left alone, or all of it. */
  readonly afterDrift: 0 | 1;
  /** The inverse, as it is asked for; null where there is none. */
  readonly undo: RegExp | null;
}

const NAMES = ['LAP-HR-0001', 'LAP-HR-0002'] as const;
const VALUES = ['a.example', 'b.example'] as const;
const SAM = { id: 'sam', name: 'sam@harbourline.example', kind: 'User' } as const;

function machine(world: World, name: string) {
  return world.machines.find((one) => one.computerDnsName.startsWith(`${name}.`)) ?? assert.fail(name);
}

function alerts(world: World) {
  const found = investigationsOf(world).filter(({ alert }) => alert.status === 'new');
  return found.slice(0, 2);
}

/** @param type as Defender names the action */
function onDevices(
  type: 'RunAntiVirusScan' | 'Isolate',
): Pick<KindCase, 'inOneCall' | 'written' | 'told' | 'drift' | 'afterDrift'> {
  const ordered = (world: World) =>
    machineActionsOf(world).filter((one) => one.source === 'PublicApi' && one.type === type);
  return {
    inOneCall: 1,
    written: (world) =>
      NAMES.map((name) => ordered(world).filter(({ machineId }) => machineId === machine(world, name).id).length),
    told: (done) => new RegExp(`${done} of 2 ordered`),
    drift(world) {
      const [like] = machineActionsOf(world);
      assert(like);
      const now = world.now();
      const own = { id: 'by-portal', machineId: machine(world, NAMES[0]).id, createdAt: now, listedAt: now };
      machineActionsOf(world).unshift({ ...like, ...own, type, source: 'Portal', scope: 'Full', waits: null });
    },
    afterDrift: 1,
  };
}

export const KIND_CASES: Readonly<Record<ApiChange['kind'], KindCase>> = {
  'device-tags': {
    ask: () => `tag ${NAMES.join(', ')} with Lab`,
    path: 'AddOrRemoveTag',
    inOneCall: 2,
    written: (world) =>
      NAMES.map((name) => tagHabits(world).taken.filter(({ id }) => id === machine(world, name).id).length),
    told: (done) => new RegExp(`${done} of 2 tagged`),
    drift(world) {
      const first = machine(world, NAMES[0]);
      world.machines[world.machines.indexOf(first)] = { ...first, machineTags: ['Lab'] };
    },
    afterDrift: 0,
    undo: /from 2 devices/,
  },
  indicators: {
    ask: () => `block domains ${VALUES.join(', ')}`,
    path: '/import',
    inOneCall: 2,
    written: (world) =>
      VALUES.map((value) => activeIndicators(world).filter((one) => one.indicatorValue === value).length),
    told: (done) => new RegExp(`${done} of 2 written`),
    drift(world) {
      const said = { title: 'By hand', description: 'Feed 7', severity: 'High', generateAlert: true } as const;
      const one = { indicatorValue: VALUES[0], indicatorType: 'DomainName', action: 'Audit', ...said } as const;
      submitIndicator(world, { ...one, recommendedActions: 'Call me' }, SAM);
    },
    afterDrift: 0,
    undo: /a\.example/,
  },
  alerts: {
    ask: (world) =>
      `resolve alerts ${alerts(world).map(({ investigation }) => investigation.triggeringAlertId)} as false positive`,
    path: '/batchUpdate',
    inOneCall: 2,
    written: (world) => alerts(world).map((one) => alertState(world, one).comments.length),
    told: (done) => new RegExp(`${done} of 2 updated`),
    drift(world) {
      const [first] = alerts(world);
      assert(first);
      updateAlert(world, first, { classification: 'TruePositive', determination: 'Malware' }, 'sam');
    },
    afterDrift: 0,
    undo: /New|new/,
  },
  'antivirus-scan': {
    ...onDevices('RunAntiVirusScan'),
    ask: () => `quick scan ${NAMES.join(', ')}`,
    path: '/runAntiVirusScan',
    undo: null,
  },
  'response-actions': {
    ...onDevices('Isolate'),
    ask: () => `isolate ${NAMES.join(', ')}`,
    path: '/isolate',
    undo: /Release/,
  },
};
