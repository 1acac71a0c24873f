import type { Change } from '../../changes/change.ts';
import type { DeleteGroup } from '../../changes/device-group/model/group-change.ts';
import { FEATURE_STATE_WORDS, feature } from '../../changes/features.ts';
import type { Verification } from '../../requests/ports/tenant.ts';
import { type TenantChange, tenantChange } from '../tenant-change.ts';
import {
  createdFindings,
  deletedFindings,
  type Finding,
  isListed,
  rankedFindings,
  ungroupedFindings,
  updatedFindings,
} from './findings.ts';
import type { GuidedOptions } from './guided-options.ts';

type Readers = Pick<GuidedOptions, 'scopes' | 'fleet'>;

/**
 * Checks a change, part by part, against what Microsoft Graph tells: which device groups there are, their names and descriptions. The rest
 * stands in no supported API (docs/facts/defender.md#supported-or-not), and nothing is asked for it.
 * @throws AirlockError as a reading of the tenant
 */
export async function verifyChange(readers: Readers, change: Change): Promise<Verification> {
  const findings = await findingsOf(readers, tenantChange(change));
  return {
    verified: findings.filter(({ kind }) => kind === 'verified').map(({ what }) => ({ what })),
    contradicted: findings.flatMap((one) =>
      one.kind === 'contradicted' ? [{ what: one.what, found: one.found }] : [],
    ),
    unreadable: findings.filter(({ kind }) => kind === 'unreadable').map(({ what }) => ({ what })),
  };
}

async function findingsOf(readers: Readers, change: TenantChange): Promise<readonly Finding[]> {
  switch (change.kind) {
    case 'advanced-feature':
      return [{ kind: 'unreadable', what: `${feature(change.feature).title}: ${FEATURE_STATE_WORDS[change.to]}` }];
    case 'device-group.create':
      return createdFindings(change, await readers.scopes());
    case 'device-group.update': {
      const { name, description } = change.set;
      return updatedFindings(change, name === undefined && description === undefined ? [] : await readers.scopes());
    }
    case 'device-group.delete':
      return deleted(readers, change);
    case 'device-group.rank':
      return rankedFindings(change);
    case 'ungrouped-devices':
      return ungroupedFindings(change);
  }
}

/** The devices are read only where they can make a difference. */
async function deleted({ scopes, fleet }: Readers, change: DeleteGroup): Promise<readonly Finding[]> {
  const { id } = change.group;
  const listed = await scopes();
  const devices = isListed(id, listed) ? [] : (await fleet()).devices;
  return deletedFindings(change, listed, devices.filter(({ groupId }) => groupId === id).length);
}
