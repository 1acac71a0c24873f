import { z } from 'zod';
import type { Item } from '../../../changes/change-kind.ts';
import type { DeviceTagsChange } from '../../../changes/supported/tags/device-tags-change.ts';
import type { BatchOutcome, ItemOutcome, SentItem } from '../../../requests/ports/tenant.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { inKnownForm } from '../../public-api/bearer-call.ts';
import { MACHINES } from '../../public-api/machine-pages.ts';
import { allOf } from '../batch-outcome.ts';
import type { KindContext, SupportedKind, WritingOf } from '../supported-kind.ts';

const PERMISSION = 'Machine.ReadWrite.All';

/** How many devices one bulk call takes (learn: add-or-remove-multiple-machine-tags). */
const BULK = 500;

const record = z.object({ id: z.string(), machineTags: z.array(z.unknown()).nullish() });

/** Tags of devices: POST of one device, or of up to 500 at once. */
export const deviceTagsKind: SupportedKind<DeviceTagsChange> = {
  kind: 'device-tags',
  permissions: [{ resource: 'mde', name: PERMISSION, why: 'sets and removes tags of devices' }],
  batchOf: () => BULK,
  write,
  settle,
};

async function write(
  { call }: KindContext,
  { change }: WritingOf<DeviceTagsChange>,
  items: readonly Item[],
): Promise<BatchOutcome> {
  const Action = change.action === 'add' ? 'Add' : 'Remove';
  const [first] = items;
  if (items.length === 1 && first) {
    const path = `/api/machines/${encodeURIComponent(first.key)}/tags`;
    const { none } = await call(PERMISSION)(path, { Value: change.tag, Action });
    if (none) throw none;
    return { outcomes: allOf(items, { state: 'done' }), retryAt: null };
  }
  const MachineIds = items.map(({ key }) => key);
  const { none } = await call(PERMISSION)('/api/machines/AddOrRemoveTagForMultipleMachines', {
    Value: change.tag,
    Action,
    MachineIds,
  });
  if (none) throw none;
  return { outcomes: allOf(items, { state: 'done' }), retryAt: null };
}

/** Reads each device: one that is as asked is done. One that is not may still follow, so it stays as it is. */
async function settle(
  { call }: KindContext,
  { change }: WritingOf<DeviceTagsChange>,
  items: readonly SentItem[],
): Promise<BatchOutcome> {
  const outcomes: ItemOutcome[] = [];
  for (const { key } of items) {
    try {
      const { body, none } = await call(PERMISSION)(`/api/machines/${encodeURIComponent(key)}`);
      if (none) continue;
      const { machineTags } = inKnownForm(MACHINES, record.safeParse(body));
      const has = (machineTags ?? []).some((tag) => typeof tag === 'string' && isTag(tag, change.tag));
      if (has === (change.action === 'add')) outcomes.push({ key, state: 'done' });
    } catch (error) {
      if (!isAirlockError(error)) throw error;
      const { retryAt } = error.details;
      return { outcomes, retryAt: typeof retryAt === 'number' ? retryAt : null };
    }
  }
  return { outcomes, retryAt: null };
}

function isTag(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
