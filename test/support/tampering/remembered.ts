import { FEATURE_NAMES } from '../../../src/changes/features.ts';
import { featureKey } from '../../../src/changes/knowledge/knowledge.ts';
import { type FactChange, knownIn } from '../../../src/requests/record/fact.ts';
import { USUAL_PEOPLE } from '../../../src/requests/record/people-policy.ts';
import type { Request } from '../../../src/requests/record/request.ts';
import { remember } from '../../../src/requests/rules/seen-accounts.ts';
import type { TenantId } from '../../../src/shared/ids.ts';
import { entraObjectId } from '../../../src/shared/ids.ts';
import { aPerson } from '../people/a-person.ts';
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

const SEEN = ['1', '2', '3'].map((digit) => entraObjectId.parse(`${digit.repeat(8)}-0000-4000-8000-000000000001`));

/** Somebody looks at everybody, some of whom carry another employee id than before; now and then they look twice. */
export async function lookAtEverybody({ stores, random, now }: Ground, tenantId: TenantId): Promise<void> {
  for (const store of stores) {
    const looks = SEEN.map((oid) => aPerson(oid, { employeeId: `${random.chance(0.5) ? 1 : 7}00${oid.slice(0, 1)}` }));
    await store.noteAccounts({ tenantId, oids: null, at: now }, ({ accounts, censusAt }) => {
      const when = { at: now, isFirst: censusAt === null };
      const changed = looks.flatMap((person) => {
        const before = accounts.find(({ oid }) => oid === person.oid);
        const account = remember(before, { person, isApprover: true }, when, USUAL_PEOPLE);
        return account === before ? [] : [account];
      });
      return { accounts: changed, census: { at: now, looked: looks.length } };
    });
  }
}
