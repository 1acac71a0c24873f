import { AirlockError, isAirlockError, TELL_THE_OPERATOR } from '../../shared/errors.ts';
import { asJson, type Json } from '../../shared/json.ts';
import type { AuditFacts } from '../ports/audit-entry.ts';
import type { Services } from '../ports/services.ts';
import { policyVersion, policyVersionIn } from '../record/digest.ts';
import { endOutdated } from '../rules/expiry.ts';
import { endRestored } from './end-restored.ts';
import { checkpointTask, noteBetween, noteOutside } from './note-checkpoint.ts';

/**
 * Records that this instance starts, with its policy in full, and whether the policy has changed since the last start;
 * files the first checkpoint. Ends what was asked for under a policy that is in force no more.
 * @param version of Airlock
 * @returns a function that records the stop of this instance; it never throws
 * @throws AirlockError record-broken when the record is empty beside requests, is not signed, was cut or was
 * replaced: then nothing may start
 */
export async function recordStart(services: Services, version: string): Promise<() => Promise<void>> {
  const { store, tenant, policy, clock, ids, log } = services;
  await assertNotEmptied(services);
  await assertSigned(services);
  await assertWhole(services);
  const lost = await lostCheckpoint(services);
  await endRestored(services);
  const instance = ids.next();
  const inForce = policyVersion(policy);
  const before = (await store.latestEntry('service.start'))?.data ?? null;
  // `sealsWords`: from now on, a message whose words bear no seal is not this service's. `notesHead`: from now on, the
  // end of the record is noted beside it with each entry.
  const started = {
    instance,
    version,
    sealsWords: true,
    notesHead: true,
    connector: tenant.description,
    policyVersion: inForce,
    policy: asJson(policy),
  };
  const audit = [...policyChange(services, before, inForce), serviceEntry(services, 'service.start', started)];
  await store.send({ messages: [], tasks: [checkpointTask(services, clock.now())], audit }).catch((error: unknown) => {
    throw toldToTheOperator(error);
  });
  // The very first start has nothing before it, and its task makes the first checkpoint.
  if (before !== null) await noteBetween(services, audit.length);
  await endOutdated(services);
  if (lost !== null) log.error({ seq: lost }, LOST);
  await noteOutside(services);
  return () => recordStop(services, instance);
}

async function recordStop(services: Services, instance: string): Promise<void> {
  const { store, log, tenantId } = services;
  const stopped = serviceEntry(services, 'service.stop', { instance });
  try {
    await store.send({ messages: [], tasks: [], audit: [stopped] });
  } catch (error) {
    return log.error({ err: error, tenantId }, 'stop not recorded');
  }
  await noteBetween(services, 0);
}

const LOST =
  'the witness file held no checkpoint, though the record tells of one: expected once, after AUDIT_WITNESS_FILE was set or moved away; otherwise somebody removed it';

/** The entry of the last checkpoint where the witness holds none any more; null where all is well. */
async function lostCheckpoint({ store, witness }: Services): Promise<number | null> {
  if (witness.isBlank !== true) return null;
  return (await store.latestEntry('record.checkpoint'))?.seq ?? null;
}

/** Who starts Airlock is who would be told. */
function toldToTheOperator(error: unknown): unknown {
  if (!isAirlockError(error, 'record-broken')) return error;
  const message = error.message.replace(
    TELL_THE_OPERATOR,
    'Airlock does not start on it, however often you start it. If you restored a backup, say so with `npm run airlock -- restored`: see docs/operate.md#restore-a-backup; else keep the database as it is, find out who could write to it, and see docs/operate.md#a-record-that-was-found-broken.',
  );
  return new AirlockError('record-broken', message, { cause: error, details: error.details });
}

async function assertNotEmptied({ store, tenantId }: Services): Promise<void> {
  if ((await store.audit(0, 1)).length > 0) return;
  if ((await store.requests(tenantId, { open: false, isAll: true, limit: 1 }, () => {})).length === 0) return;
  throw new AirlockError(
    'record-broken',
    'Airlock does not start: the record is empty, though there are requests. Somebody removed its entries: keep the database as it is, and compare it with a backup.',
  );
}

/** Nothing in the database tells a record of a release that did not sign from one whose signatures were taken away. */
async function assertSigned({ store }: Services): Promise<void> {
  const fault = await store.beginningFault();
  if (fault !== null) throw new AirlockError('record-broken', `Airlock does not start. ${fault}`);
}

/** Nothing is signed on top of a record that does not hold together since its last checkpoint, or was found broken. */
async function assertWhole({ store, tenantId }: Services): Promise<void> {
  await store.checkpoint(tenantId).catch((error: unknown) => {
    throw toldToTheOperator(error);
  });
}

function policyChange(services: Services, before: Json, inForce: string): AuditFacts[] {
  const from = policyVersionIn(before);
  if (from === null || from === inForce) return [];
  return [serviceEntry(services, 'policy.changed', { from, to: inForce, policy: asJson(services.policy) })];
}

function serviceEntry({ tenantId, clock }: Services, event: string, data: Json): AuditFacts {
  return { tenantId, at: clock.now(), event, actor: 'service', requestId: null, data };
}
