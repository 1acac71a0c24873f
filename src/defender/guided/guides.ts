import { z } from 'zod';
import type { Base } from '../../changes/base.ts';
import type { DeleteGroup, UpdateGroup } from '../../changes/device-group/model/group-change.ts';
import { FEATURE_STATE_WORDS, feature } from '../../changes/features.ts';
import type { Change, TenantChange } from '../../changes/registry/change.ts';
import { isTenantChange } from '../../changes/registry/kind-of.ts';
import { basedParts } from '../../changes/several/several-change.ts';
import type { Verification } from '../../requests/ports/tenant.ts';
import type { Instructions } from '../../requests/record/instructions.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { DeviceGroupList } from '../public-api/scope-reader.ts';
import { tenantChange } from '../tenant-change.ts';
import {
  createdFindings,
  deletedFindings,
  type Finding,
  goneFindings,
  isListed,
  NOTHING_LISTED,
  rankedFindings,
  ungroupedFindings,
  updatedFindings,
} from './findings.ts';
import type { GuidedOptions } from './guided-options.ts';
import {
  changeUngroupedInstructions,
  createGroupInstructions,
  deleteGroupInstructions,
  featureInstructions,
  rankGroupInstructions,
  updateGroupInstructions,
} from './portal-instructions.ts';

type Readers = Pick<GuidedOptions, 'scopes' | 'fleet'>;

/** How a person applies one kind of change, and what can be read of it afterwards. */
interface Guide<C> {
  /** The instructions, in the portal's own words (learn: machine-groups, advanced-features). */
  instructions(change: C): Instructions;
  /**
   * Each part of the change, and what the supported APIs say about it.
   * @throws the AirlockErrors of reading the tenant
   */
  findings(change: C, readers: Readers, base: Base): Promise<readonly Finding[]>;
  /** Whether a reading can find any part of it other than unreadable. */
  canShow(change: C): boolean;
}

const GUIDES: { readonly [K in TenantChange['kind']]: Guide<Extract<TenantChange, { kind: K }>> } = {
  'advanced-feature': {
    instructions: featureInstructions,
    findings: async ({ feature: name, to }) => [
      { kind: 'unreadable', what: `${feature(name).title}: ${FEATURE_STATE_WORDS[to]}` },
    ],
    canShow: () => false,
  },
  'device-group.create': {
    instructions: createGroupInstructions,
    findings: async (change, { scopes }) => createdFindings(change, await scopes()),
    canShow: () => true,
  },
  'device-group.update': {
    instructions: updateGroupInstructions,
    async findings(change, { scopes }, base) {
      const listed = await listedSurely(scopes, [change.group.id], isListedPart(change));
      return updatedFindings(change, descriptionIn(base), listed);
    },
    canShow: isListedPart,
  },
  'device-group.delete': { instructions: deleteGroupInstructions, findings: deleted, canShow: () => true },
  'device-group.rank': {
    instructions: rankGroupInstructions,
    async findings(change, { scopes }, base) {
      const listed = await listedSurely(scopes, [change.group.id], false);
      return [...(descriptionIn(base) === null ? [] : goneFindings(change.group, listed)), ...rankedFindings(change)];
    },
    canShow: () => false,
  },
  'ungrouped-devices': {
    instructions: changeUngroupedInstructions,
    findings: async (change) => ungroupedFindings(change),
    canShow: () => false,
  },
};

/** The instructions for a person to apply a change; for several, those of each in their order. */
export function instructionsFor(change: Change): Instructions {
  if (change.kind === 'several') return joined(change.parts.filter(isTenantChange).map(instructionsFor));
  return guideOf(change).instructions(change);
}

/**
 * Checks a change, part by part, against Microsoft Graph: which device groups exist, their names and descriptions. No
 * supported API shows the rest (docs/facts/defender.md#supported-or-not), so no call is made for it.
 * @throws the AirlockErrors of reading the tenant
 */
export async function verifyChange(readers: Readers, change: Change, base: Base): Promise<Verification> {
  const findings = await findingsOf(readers, change, base);
  const found = (kind: 'unseen' | 'contradicted') =>
    findings.flatMap((one) => (one.kind === kind ? [{ what: one.what, found: one.found }] : []));
  return {
    verified: findings.flatMap((one) =>
      one.kind === 'verified' ? [{ what: one.what, ...(one.byAbsence && { byAbsence: true as const }) }] : [],
    ),
    unseen: found('unseen'),
    contradicted: found('contradicted'),
    unreadable: findings.filter(({ kind }) => kind === 'unreadable').map(({ what }) => ({ what })),
  };
}

async function findingsOf(readers: Readers, change: Change, base: Base): Promise<readonly Finding[]> {
  if (change.kind !== 'several') return guideOf(change).findings(change, readers, base);
  const found: Finding[] = [];
  for (const { part, base: own } of basedParts(change, base))
    if (isTenantChange(part)) found.push(...(await findingsOf(readers, part, own)));
  return found;
}

/** The steps of each one after the other: what the portal saves is saved before the next begins. */
function joined(all: readonly Instructions[]): Instructions {
  return { link: all[0]?.link ?? '', steps: all.flatMap(({ steps }) => steps) };
}

/** Whether a supported API can show any part of this change. */
export function canShowChange(change: Change): boolean {
  if (change.kind === 'several') return change.parts.filter(isTenantChange).some(canShowChange);
  return guideOf(change).canShow(change);
}

/** Whether it changes what the list of device groups shows of each. */
function isListedPart({ set }: UpdateGroup): boolean {
  return set.name !== undefined || set.description !== undefined;
}

const described = z.object({
  group: z.object({ description: z.string(), unread: z.array(z.string()).optional() }),
});

/**
 * The description that the group had when the change was asked for; null where that is not known, since Microsoft Graph
 * did not list the group.
 */
function descriptionIn({ objects }: Base): string | null {
  const { description = null, unread = [] } = described.safeParse(objects).data?.group ?? {};
  return unread.includes('description') ? null : description;
}

/**
 * The groups that are listed; read twice where these are not, since a list may lack something once.
 * @param isNeeded whether a part of the change can be read of it; else nothing is listed where it cannot be read
 */
async function listedSurely(
  scopes: Readers['scopes'],
  ids: readonly number[],
  isNeeded: boolean,
): Promise<DeviceGroupList> {
  try {
    const first = await scopes();
    return ids.every((id) => isListed(id, first)) ? first : await scopes();
  } catch (error) {
    if (isNeeded || !isAirlockError(error)) throw error;
    return NOTHING_LISTED;
  }
}

/** The cast is sound: the table maps each kind to the guide of exactly that kind. */
function guideOf(asked: Change): Guide<Change> {
  return GUIDES[tenantChange(asked).kind] as unknown as Guide<Change>;
}

/** Verifies a deletion. It reads the devices only if the list of groups leaves the question open. */
async function deleted(change: DeleteGroup, { scopes, fleet }: Readers): Promise<readonly Finding[]> {
  const listed = await scopes();
  return deletedFindings(change, listed, isListed(change.group.id, listed) ? null : await fleet());
}
