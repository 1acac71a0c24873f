import { z } from 'zod';
import type { Base } from '../../changes/base.ts';
import type { DeleteGroup, UpdateGroup } from '../../changes/device-group/model/group-change.ts';
import { FEATURE_STATE_WORDS, feature } from '../../changes/features.ts';
import type { Change, TenantChange } from '../../changes/registry/change.ts';
import type { Verification } from '../../requests/ports/tenant.ts';
import type { Instructions } from '../../requests/record/instructions.ts';
import { tenantChange } from '../tenant-change.ts';
import {
  createdFindings,
  deletedFindings,
  type Finding,
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
      return updatedFindings(change, descriptionIn(base), isListedPart(change) ? await scopes() : NOTHING_LISTED);
    },
    canShow: isListedPart,
  },
  'device-group.delete': { instructions: deleteGroupInstructions, findings: deleted, canShow: () => true },
  'device-group.rank': {
    instructions: rankGroupInstructions,
    findings: async (change) => rankedFindings(change),
    canShow: () => false,
  },
  'ungrouped-devices': {
    instructions: changeUngroupedInstructions,
    findings: async (change) => ungroupedFindings(change),
    canShow: () => false,
  },
};

/** The instructions for a person to apply a change. */
export function instructionsFor(change: Change): Instructions {
  return guideOf(change).instructions(change);
}

/**
 * Checks a change, part by part, against Microsoft Graph: which device groups exist, their names and descriptions. No
 * supported API shows the rest (docs/facts/defender.md#supported-or-not), so no call is made for it.
 * @throws the AirlockErrors of reading the tenant
 */
export async function verifyChange(readers: Readers, change: Change, base: Base): Promise<Verification> {
  const findings = await guideOf(change).findings(change, readers, base);
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

/** Whether a supported API can show any part of this change. */
export function canShowChange(change: Change): boolean {
  return guideOf(change).canShow(change);
}

/** Whether it changes what the list of device groups shows of each. */
function isListedPart({ set }: UpdateGroup): boolean {
  return set.name !== undefined || set.description !== undefined;
}

const described = z.object({ group: z.object({ description: z.string() }) });

/** The description that the group had when the change was asked for; null where that is not known. */
function descriptionIn({ objects }: Base): string | null {
  return described.safeParse(objects).data?.group.description ?? null;
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
