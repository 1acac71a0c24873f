import type { SettledEmergencyChange } from '../../../changes/own-settings/settled-emergency-change.ts';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import type { TenantSnapshot } from '../../../changes/tenant-snapshot.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { inEnglish, msg } from '../../../shared/language/worded.ts';
import type { Services } from '../../ports/services.ts';
import type { WriteLimits, WriteOutcome } from '../../ports/tenant.ts';
import { fullName } from '../../record/actor-names.ts';
import { knownIn } from '../../record/fact.ts';
import { debtsOf, settledFact } from './debts.ts';

type OwnServices = Pick<Services, 'store' | 'tenantId' | 'clock'>;
type EmergenciesNow = Pick<TenantSnapshot, 'untoldEmergencies' | 'toldEmergencies'>;

/** Emergencies of which nobody can tell whether they are owed, as a change that settles one names them; and others. */
export async function emergenciesNow(services: OwnServices): Promise<EmergenciesNow> {
  const { untold, told } = await debtsOf(services);
  return {
    untoldEmergencies: untold.map(({ request, number, acted, change }) => ({
      ...{ request, number, by: acted && fullName(acted.by) },
      what: change && inEnglish(() => kindOf(change).title(change)),
    })),
    toldEmergencies: told,
  };
}

/** How often it is tried while others start emergencies. */
const MOST_ATTEMPTS = 5;

/**
 * From now on it is told of none that it is owed: two people said so. The record has it in an entry of its own, beside
 * those of their request.
 * @param read what is known now, where its row is as recorded again: then its own card tells what is owed
 * @throws AirlockError the store's
 */
export async function settleEmergency(
  services: OwnServices,
  { number }: SettledEmergencyChange,
  limits: WriteLimits | undefined,
  read: () => Promise<TenantSnapshot>,
): Promise<WriteOutcome> {
  const { store, tenantId, clock } = services;
  if ((await limits?.begin?.()) === false) return { kind: 'held' };
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const { untold, told, turn } = await debtsOf(services);
    const one = untold.find((other) => other.number === number);
    if (!one) return told.includes(number) ? { kind: 'drifted', now: await read() } : { kind: 'in-place' };
    const at = clock.now();
    const changes = [settledFact(one, at, turn)];
    const data = { number, known: knownIn(changes) };
    const entry = { tenantId, at, event: 'emergency.settled', actor: 'service', requestId: null, data };
    try {
      await store.send({ messages: [], tasks: [], facts: { tenantId, changes }, audit: [entry] });
      return { kind: 'written' };
    } catch (error) {
      if (!isAirlockError(error)) throw error;
      if (error.code !== 'rev-conflict') return { kind: 'unknown', why: error.message };
    }
  }
  return { kind: 'unknown', why: msg`Others started emergencies at this very moment.` };
}
