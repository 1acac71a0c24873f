import { z } from 'zod';
import { isAirlockError } from '../../../shared/errors.ts';
import { entraObjectId } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import type { NoticeData } from '../../messages/answers.ts';
import type { Services } from '../../ports/services.ts';
import type { FactChange } from '../../record/fact.ts';
import type { Actor, Request } from '../../record/request.ts';
import { needsNoApproval } from './going-alone.ts';
import { type TellServices, tellFrom } from './tell-acted.ts';

/** Under which it is remembered who had devices scanned on their word alone: whoever does so next replaces it. */
const KEY = 'scans-alone';

/** For how long scans on one person's word count together, in ms. */
const TOGETHER = 24 * 3_600_000;

const scansSchema = z
  .array(z.object({ oid: entraObjectId, at: z.number(), number: z.int(), devices: z.int() }).readonly())
  .readonly();

/** The scans that went ahead on anybody's word alone in the last 24 hours. */
type Scans = z.infer<typeof scansSchema>;

/** Whether a scan may go ahead on one person's word, with what they had scanned so in the last 24 hours. */
export interface ScanRoom {
  readonly isEnough: boolean;
  /** How many devices this person had scanned so, by every account that is known to be theirs. */
  readonly before: number;
  readonly recent: Scans;
  /** `changedAt` of what is remembered; null for nothing. */
  readonly expected: number | null;
}

/**
 * Counts what somebody had scanned on their word alone in the last 24 hours, by every account that is known to be
 * theirs. Null for a change that needs an approval whoever asks. What is remembered and cannot be read leaves no room.
 * @throws AirlockError directory-unavailable
 */
export async function scanRoom(
  services: TellServices & Pick<Services, 'policy'>,
  by: Actor,
  change: Request['change'],
): Promise<ScanRoom | null> {
  const { deviceActs } = services.policy;
  if (!needsNoApproval(deviceActs, change) || change.kind !== 'antivirus-scan') return null;
  const { store, tenantId, clock } = services;
  const fact = (await store.facts(tenantId, KEY)).find(({ key }) => key === KEY) ?? null;
  const expected = fact?.changedAt ?? null;
  const scans = fact ? scansSchema.safeParse(fact.value).data : [];
  if (!scans) return { isEnough: false, before: deviceActs.scansAlone, recent: [], expected };
  const recent = scans.filter(({ at }) => at > clock.now() - TOGETHER);
  const own = await accountsOf(services, by, recent);
  const before = recent.filter(({ oid }) => own.has(oid)).reduce((sum, { devices }) => sum + devices, 0);
  return { isEnough: before + change.devices.length <= deviceActs.scansAlone, before, recent, expected };
}

async function accountsOf(services: TellServices, by: Actor, scans: Scans): Promise<ReadonlySet<string>> {
  const others = [...new Set(scans.map(({ oid }) => oid))].filter((oid) => oid !== by.oid);
  if (others.length === 0) return new Set([by.oid]);
  const told = await tellFrom(
    services,
    { by },
    others.map((oid) => ({ by: { oid, name: '' } })),
  );
  return new Set([by.oid, ...others.filter((_, at) => told[at]?.answer === 'same')]);
}

/** What is remembered once a scan goes ahead. Of two at the same moment, by whomever, the second counts anew. */
export function scanFact(
  { number, change }: Pick<Request, 'number' | 'change'>,
  { oid, name }: Actor,
  at: number,
  { recent, expected }: ScanRoom,
): FactChange {
  const devices = change.kind === 'antivirus-scan' ? change.devices.length : 0;
  const source = { kind: 'attested', at, by: name, request: number, oid } as const;
  const value = [...recent, { oid, at, number, devices }];
  return { fact: { key: KEY, value, source, changedAt: Math.max(at, (expected ?? 0) + 1) }, expected };
}

/**
 * Why a draft of few devices would wait for another admin all the same, as its requester reads on its card; null where
 * it would go ahead, and where the directory does not say whose the accounts are: the press asks once more.
 */
export async function whyNotScanned(
  services: Parameters<typeof scanRoom>[0],
  { state, requester, change }: Pick<Request, 'state' | 'requester' | 'change'>,
): Promise<string | null> {
  if (state !== 'draft') return null;
  const room = await scanRoom(services, requester, change).catch((error: unknown) => {
    if (isAirlockError(error)) return null;
    throw error;
  });
  return room === null || room.isEnough ? null : noRoomWords(room, services.policy.deviceActs.scansAlone);
}

/** Scans that were cancelled count, too: what counts is what was ordered. */
function noRoomWords({ before }: ScanRoom, limit: number): string {
  return before === 1
    ? t`In the last 24 hours a scan of 1 device was ordered on your word alone; it counts where it was cancelled, too. With these it would be more than ${limit} (SCAN_APPROVAL), so another admin approves them.`
    : t`In the last 24 hours scans of ${before} devices were ordered on your word alone, cancelled ones included. With these it would be more than ${limit} (SCAN_APPROVAL), so another admin approves them.`;
}

/** Told where a scan of few devices waits for another admin all the same. */
export function noRoomNotice({ number }: Pick<Request, 'number'>, room: ScanRoom, limit: number): NoticeData {
  return {
    tone: 'info',
    title: t`#${number} waits for another admin`,
    text: noRoomWords(room, limit),
    suggestions: [`show ${number}`],
  };
}
