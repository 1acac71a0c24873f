import { z } from 'zod';
import { AirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import { advancedFeatureChange } from '../advanced-features/advanced-feature-change.ts';
import type { ChangeKind } from '../change-kind.ts';
import { GROUP_KINDS } from '../device-group/kinds/group-kinds.ts';
import { approvalChannelChange } from '../own-settings/approval-channel-change.ts';
import { settledEmergencyChange } from '../own-settings/settled-emergency-change.ts';
import { severalChange } from '../several/several-change.ts';
import { API_KINDS } from '../supported/api-kinds.ts';
import type { Change, OwnChange, TenantChange } from './change.ts';

/** The system that stores the setting to change, as the subject of a sentence. */
export function systemName(change: Change): string {
  return isOwnChange(change) ? t`Airlock's own setting` : 'Defender';
}

const KINDS = {
  'advanced-feature': advancedFeatureChange,
  ...GROUP_KINDS,
  several: severalChange,
  'approval-channel': approvalChannelChange,
  'settled-emergency': settledEmergencyChange,
  ...API_KINDS,
} as const satisfies { [K in Change['kind']]: ChangeKind<Extract<Change, { kind: K }>> };

/** The rules for a change. The cast is sound: KINDS maps each kind to the rules of exactly that kind. */
export function kindOf<C extends Change>(change: C): ChangeKind<C> {
  return KINDS[change.kind] as unknown as ChangeKind<C>;
}

/** Whether a change is about one of Airlock's own settings, not about Defender. */
export function isOwnChange(change: Change): change is OwnChange {
  return kindOf(change).owner === 'airlock';
}

/** Whether it is one change that the connector writes, or a person where that cannot write. */
export function isTenantChange(change: Change): change is TenantChange {
  return kindOf(change).owner === 'tenant' && change.kind !== 'several';
}

/** The changes that a request asks for, in their order: those of a list, else the one. */
export function partsOf(change: Change): readonly Exclude<Change, { kind: 'several' }>[] {
  return change.kind === 'several' ? change.parts : [change];
}

const TAGGED = z.object({ kind: z.enum(Object.keys(KINDS) as [Change['kind'], ...Change['kind'][]]) });

/** @throws AirlockError input-invalid when `input` is not a change of any kind. */
export function parseChange(input: unknown): Change {
  const tagged = TAGGED.safeParse(input);
  if (!tagged.success) throw new AirlockError('input-invalid', 'This is not a change that Airlock knows.');
  return KINDS[tagged.data.kind].parse(input);
}
