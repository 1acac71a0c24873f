import { FEATURE_NAMES } from '../../../src/changes/features.ts';
import { featureKey } from '../../../src/changes/knowledge.ts';
import { type FactChange, knownIn } from '../../../src/requests/record/fact.ts';
import type { Request } from '../../../src/requests/record/request.ts';
import type { TenantId } from '../../../src/shared/ids.ts';
import type { Ground } from './walk-life.ts';

/** What is known of a switch from then on. */
export function remembered({ change, number: request }: Request, now: number): readonly FactChange[] {
  if (change.kind !== 'advanced-feature') return [];
  const source = { kind: 'attested', at: now, by: 'Bob', request } as const;
  return [{ fact: { key: featureKey(change.feature), value: change.to, source, changedAt: now } }];
}

/** Somebody says what they see in the portal. */
export async function saySomething({ stores, random, now }: Ground, tenantId: TenantId): Promise<void> {
  const source = { kind: 'attested', at: now, by: 'Bob', request: null } as const;
  const fact = { key: featureKey(random.pick(FEATURE_NAMES)), value: 'on', source, changedAt: now };
  const data = { known: knownIn([{ fact }]) };
  await random.pick(stores).send({
    messages: [],
    tasks: [],
    facts: { tenantId, changes: [{ fact }] },
    audit: [{ tenantId, at: now, event: 'tenant.attested', actor: 'service', requestId: null, data }],
  });
}
