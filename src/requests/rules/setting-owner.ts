import { z } from 'zod';
import type { Base } from '../../changes/base.ts';
import type { GroupInput } from '../../changes/device-group/input/group-input.ts';
import type { Change } from '../../changes/registry/change.ts';
import { isOwnChange, kindOf, partsOf } from '../../changes/registry/kind-of.ts';
import { joinedReadings } from '../../changes/several/join-parts.ts';
import type { ApiChange } from '../../changes/supported/api-kinds.ts';
import { isApiChange } from '../../changes/supported/api-kinds.ts';
import { type SupportedKindName, switchedOff } from '../../changes/supported/supported-kinds.ts';
import {
  type ApprovalChannel,
  isSupportedScope,
  type Scope,
  type TenantSnapshot,
} from '../../changes/tenant-snapshot.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { type ConversationKey, conversationKey } from '../../shared/ids.ts';
import { asJson } from '../../shared/json.ts';
import { inEnglish, msg, t } from '../../shared/language/worded.ts';
import { emergenciesNow, settleEmergency } from '../knowing/owed/settle-emergency.ts';
import type { Services } from '../ports/services.ts';
import type { OutboxBatch } from '../ports/store.ts';
import type { Freshness, ItemWriting, Tenant, WriteLimits, WriteOutcome, WritingTenant } from '../ports/tenant.ts';
import type { Request } from '../record/request.ts';

export type ConnectorServices = OwnServices & Pick<Services, 'tenant' | 'supported'>;

/**
 * What reads and writes the setting of a change: the connector of the Defender tenant, Microsoft's supported API, or
 * Airlock itself.
 */
export function connectorFor(services: ConnectorServices, change: Change): Tenant {
  if (isOwnChange(change)) return ownSettings(services);
  if (change.kind === 'several' && change.parts.some(isApiChange)) return togetherTenant(services, change);
  return isApiChange(change) ? services.supported : services.tenant;
}

/**
 * What reads and writes several changes of which a supported API writes some: the connector reads its own parts, and
 * the supported API those that only its changes are about. Where it writes all of them, the connector writes none.
 */
function togetherTenant(services: ConnectorServices, change: Change): Tenant {
  const writes = partsOf(change).every(isApiChange) ? services.supported : services.tenant;
  return {
    ...writes,
    read: (scopes, devices, about = change) => readTogether(services, scopes, devices, partsOf(about)),
  };
}

/** Reads what all of these changes are about as one snapshot. @throws AirlockError as `read` of a tenant */
export async function readTogether(
  { tenant, supported }: Pick<Services, 'tenant' | 'supported'>,
  scopes: readonly Scope[],
  devices: Freshness | undefined,
  changes: readonly Change[],
): Promise<TenantSnapshot> {
  const others = scopes.filter((scope) => !isSupportedScope(scope));
  const [read, ...readings] = await Promise.all([
    tenant.read(others, devices),
    ...changes.filter(isApiChange).map((change) => {
      const own = draftScopes({ change }).filter(isSupportedScope);
      return supported.read(
        own.filter((scope) => scopes.includes(scope)),
        devices,
        change,
      );
    }),
  ]);
  let all = read;
  for (const one of readings) all = { ...all, ...joinedReadings(all, one) };
  return all;
}

/** What is written for a request, with the mark by which a reading finds it again. */
export function writingOf({
  change,
  base,
  number,
  digest,
  reason,
}: Pick<Request, 'change' | 'base' | 'number' | 'digest' | 'reason'>): ItemWriting {
  return { change: apiChange(change), base, reason, mark: markOf({ number, digest }) };
}

/** By what a reading finds again what was written for a request: "Airlock #12 1be985ad". */
export function markOf({ number, digest }: Pick<Request, 'number' | 'digest'>): string {
  return `Airlock #${number} ${(digest ?? '').slice(0, 8)}`;
}

/** @throws AirlockError internal */
function apiChange(change: Change): ApiChange {
  if (isApiChange(change)) return change;
  throw new AirlockError('internal', 'This is not a change that is written item by item.');
}

/**
 * What must be read to draft a change or to compare it before it is applied; for an input, to resolve it to a change.
 * Includes devices only where they would move.
 */
export function draftScopes(asked: { readonly change: Change } | { readonly input: GroupInput }): readonly Scope[] {
  if ('input' in asked) return ['groups', 'devices', 'access'];
  const parts = partsOf(asked.change).map((part) => kindOf(part));
  return [...new Set([...parts.flatMap(({ scopes }) => scopes), ...parts.flatMap((part) => part.previewScopes)])];
}

type OwnServices = Pick<Services, 'tenantId' | 'store' | 'clock'>;
type UsingServices = Pick<Services, 'tenantId' | 'store' | 'log' | 'meter'>;

const NAME = 'approval-channel';
const channelSchema = z.object({ conversation: conversationKey, label: z.string() }).nullable();

type KnownChannel = ApprovalChannel & { readonly conversation: ConversationKey };

/**
 * The channel in which requests are posted for approval; null where none is set, and where its row is not what the
 * record leads to: somebody wrote it into the database.
 * @throws AirlockError store-corrupt
 */
export async function approvalChannel(services: UsingServices): Promise<KnownChannel | null> {
  return (await channelTold(services)).channel;
}

/** As it is stored, whoever wrote it: what two people see and replace. @throws AirlockError store-corrupt */
export async function storedChannel({
  store,
  tenantId,
}: Pick<Services, 'store' | 'tenantId'>): Promise<KnownChannel | null> {
  return asChannel(await store.setting(tenantId, NAME));
}

/** How often it is read, since another instance may choose one between the row and its entries. */
const LOOKS = 3;

/** The same, and whether another one is stored than the record leads to. @throws AirlockError store-corrupt */
export async function channelTold({
  store,
  tenantId,
  log,
  meter,
}: UsingServices): Promise<{ readonly channel: KnownChannel | null; readonly isOther: boolean }> {
  for (let look = 0; look < LOOKS; look += 1) {
    const stored = await storedChannel({ store, tenantId });
    if (await store.isChannelTold(asJson(stored))) return { channel: stored, isOther: false };
  }
  log.error({}, 'approval channel not used: what is stored is not what the record leads to');
  meter.count('recordFaults', { kind: 'mismatch' });
  return { channel: null, isOther: true };
}

const SHARED = 'shared-channels';
const sharedSchema = z.array(conversationKey).catch([]);

/** How many channels are noted; the newest. */
const NOTED = 100;

/** Notes whether people of another tenant are in a channel, for whoever is about to use it. */
export async function noteSharing(
  { store, tenantId }: OwnServices,
  channel: ConversationKey,
  isShared: boolean,
): Promise<void> {
  const stored = await store.setting(tenantId, SHARED);
  const others = sharedSchema.parse(stored).filter((one) => one !== channel);
  if (!isShared && others.length === sharedSchema.parse(stored).length) return;
  const noted = isShared ? [...others, channel].slice(-NOTED) : others;
  await store.replaceSetting(tenantId, SHARED, { from: stored, to: asJson(noted) });
}

/** Whether people of another tenant were noted in this channel, and nothing else since. */
export async function isNotedShared({ store, tenantId }: OwnServices, conversation: string): Promise<boolean> {
  return sharedSchema.parse(await store.setting(tenantId, SHARED)).some((one) => one === conversation);
}

/** What stops the use of a channel for approvals, to be stored with an entry that says so; null if it is not used. */
export async function givingUp(
  services: OwnServices,
  channel: ConversationKey,
): Promise<{ readonly used: KnownChannel; readonly setting: NonNullable<OutboxBatch['setting']> } | null> {
  const used = await storedChannel(services);
  if (used?.conversation !== channel) return null;
  return { used, setting: { tenantId: services.tenantId, name: NAME, from: asJson(used), to: null } };
}

/**
 * Airlock's own settings, guarded like Defender's: compared, written and read back. No person's session is needed. A
 * change to them is never handed to a person, whatever the connector.
 */
export function ownSettings(services: OwnServices): WritingTenant {
  const { tenantId, clock } = services;
  const read = async (): Promise<TenantSnapshot> => {
    const readAt = clock.now();
    return { tenantId, readAt, product: 'unknown', ...(await ownNow(services)) };
  };
  return {
    description: 'Airlock itself',
    reads: { access: false },
    applies: 'automatically',
    actsAs: async () => null,
    identify: async () => undefined,
    read,
    write: (change, base, limits) => write(services, read, { change, base, ...(limits && { limits }) }),
  };
}

async function ownNow(services: OwnServices) {
  const [approvalChannel, emergencies] = await Promise.all([storedChannel(services), emergenciesNow(services)]);
  return { approvalChannel, ...emergencies };
}

interface Writing {
  readonly change: Change;
  readonly base: Base;
  readonly limits?: WriteLimits;
}

async function write(
  { tenantId, store, clock }: OwnServices,
  read: () => Promise<TenantSnapshot>,
  { change, base, limits }: Writing,
): Promise<WriteOutcome> {
  if (!isOwnChange(change)) throw new AirlockError('internal', 'This is not a setting of Airlock itself.');
  if (limits && (clock.now() >= limits.sendBefore || (await limits.hold?.isStillMine()) === false)) {
    const why = msg`The store answered too slowly to write safely.`;
    return { kind: 'refused', code: 'store-unavailable', why, retryAt: clock.now() };
  }
  if (change.kind === 'settled-emergency') return settleEmergency({ tenantId, store, clock }, change, limits, read);
  const { conversation, label, to } = change;
  if (to === 'on' && (await isNotedShared({ tenantId, store, clock }, conversation))) {
    const why = msg`People of another organisation are in this channel now, so it is not used for approvals.`;
    return { kind: 'refused', code: 'not-allowed', why, retryAt: null };
  }
  const from = baseChannel(base);
  if ((await limits?.begin?.()) === false) return { kind: 'held' };
  try {
    const replaced = await store.replaceSetting(tenantId, NAME, {
      from: asJson(from),
      to: to === 'on' ? { conversation, label } : null,
    });
    const now = await read();
    if (kindOf(change).reached(change, now)) return { kind: replaced ? 'written' : 'in-place' };
    return replaced
      ? { kind: 'unknown', why: msg`It was written, but somebody has changed it again since.` }
      : { kind: 'drifted', now };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return { kind: 'unknown', why: error.message };
  }
}

const withChannel = z.object({ channel: channelSchema });

function baseChannel({ objects }: Base): ApprovalChannel | null {
  const parsed = withChannel.safeParse(objects);
  if (!parsed.success)
    throw new AirlockError('store-corrupt', t`The stored base state of this request cannot be read.`);
  return parsed.data.channel;
}

function asChannel(stored: unknown): KnownChannel | null {
  const parsed = channelSchema.safeParse(stored);
  if (!parsed.success) throw new AirlockError('store-corrupt', t`The stored approval channel cannot be read.`);
  return parsed.data;
}
/**
 * The channel or chat of a conversation: its key without the thread, which begins at the first semicolon
 * (docs/facts/teams.md#sending-messages).
 */
export function channelOf(conversation: ConversationKey): ConversationKey {
  return conversationKey.parse(conversation.split(';', 1)[0] ?? conversation);
}

/** The kind by a supported API that a change is of, where it is switched off; else null. */
export function kindOff(
  { supported }: { readonly supported: Pick<Services['supported'], 'kinds'> },
  change: Change,
): SupportedKindName | null {
  return isApiChange(change) && !supported.kinds.includes(change.kind) ? change.kind : null;
}

/** Why nothing of these changes is sent: one of their kinds is switched off. Null where none is. */
export function whyNotSent(services: Pick<Services, 'supported'>, changes: readonly Change[]): string | null {
  const off = changes.map((change) => kindOff(services, change)).find((kind) => kind !== null);
  return off ? inEnglish(() => switchedOff(off)) : null;
}
