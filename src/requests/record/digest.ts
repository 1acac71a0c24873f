import { createHash } from 'node:crypto';
import type { Base } from '../../changes/base.ts';
import type { Change } from '../../changes/registry/change.ts';
import { parseChange } from '../../changes/registry/kind-of.ts';
import type { ActName } from '../../changes/supported/actions/response-acts.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { asJson, canonical, type Json } from '../../shared/json.ts';
import { type PeoplePolicy, unusualPeople } from './people-policy.ts';
import type { Request } from './request.ts';

/** The version of `digestOf` that requests are submitted with now. */
export const DIGEST_VERSION = 2;

/** Longest reason in characters: what fits a phone's screen and a card's size budget. */
export const REASON_MAX = 500;

export interface DigestParts {
  readonly id: string;
  readonly tenantId: string;
  readonly requester: { readonly oid: string };
  readonly reason: string;
  readonly change: Change;
  readonly base: Base;
  readonly policyVersion: string;
  /** Absent: version 1, which binds neither request, requester nor reason. */
  readonly digestVersion?: typeof DIGEST_VERSION;
}

/** SHA-256 (64 hex digits) of exactly what an approver approves: docs/architecture.md#approve-a-digest. */
export function digestOf(parts: DigestParts): string {
  const { id, tenantId, requester, reason, change, base, policyVersion, digestVersion: v = 1 } = parts;
  const whole: Json = {
    v,
    tenantId,
    policyVersion,
    change: asJson(change),
    base: { objects: base.objects, preview: base.preview, ...(base.shown !== null && { shown: base.shown }) },
    ...(v > 1 && { requestId: id, requester: requester.oid, reason }),
  };
  return createHash('sha256').update(canonical(whole)).digest('hex');
}

/**
 * The digest of a request as it is. What was read from the store is frozen, and steps hand on its change and base as
 * they are: for the same two, and the same of the rest, it is made once.
 */
export function ownDigest(request: Request): string {
  const parts: DigestParts = request;
  const { id, tenantId, requester, reason, change, base, policyVersion, digestVersion = 1 } = parts;
  const rest = [digestVersion, id, tenantId, requester.oid, policyVersion, reason].join('\n');
  const known = MADE.get(base);
  if (known?.change === change && known.rest === rest) return known.digest;
  const digest = digestOf(parts);
  if (Object.isFrozen(base) && Object.isFrozen(change)) MADE.set(base, { change, rest, digest });
  return digest;
}

interface Made {
  readonly change: Change;
  /** Everything else that the digest binds; only the reason, which stands last, may have several lines. */
  readonly rest: string;
  readonly digest: string;
}

const MADE = new WeakMap<Base, Made>();

/** SHA-256 (hex) of the canonical text. */
export function hashOfJson(value: Json): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** Makes one text of change and base, in whatever version they were written. */
export function askedHash(change: Json | undefined, base: Json | undefined): string {
  return hashOfJson({ change: changeAsRead(change ?? null), base: base ?? null });
}

function changeAsRead(change: Json): Json {
  try {
    return asJson(parseChange(change));
  } catch (error) {
    if (!isAirlockError(error, 'input-invalid')) throw error;
    return change;
  }
}

/** What is read of an entry of the record here. */
interface Entry {
  readonly event: string;
  readonly requestId: string | null;
  readonly data: Json;
}

const TELLING: readonly string[] = ['request.drafted', 'request.revise'];

/**
 * What requests asked for when they were drafted. The entry of a submission holds no change: it refers by `asked`, the
 * `askedHash`, to the one that the draft's last entry told.
 */
export class AskedBefore<E extends Entry> {
  readonly #drafts = new Map<string, E>();

  /**
   * Takes each entry of the record, oldest first.
   * @returns the entry with the `change` and `base` that it refers to, and the entry that told them; the entry as it is
   * where it refers to none, or to what was not told
   */
  read(entry: E): { readonly entry: E; readonly toldBy: E | null } {
    const { event, requestId, data } = entry;
    if (requestId === null || !isFields(data)) return { entry, toldBy: null };
    const toldBy = this.#drafts.get(requestId) ?? null;
    if (TELLING.includes(event)) this.#drafts.set(requestId, entry);
    else if (data.to !== 'draft') this.#drafts.delete(requestId);
    if (typeof data.asked !== 'string' || 'change' in data || !isFields(toldBy?.data)) return { entry, toldBy: null };
    const { change = null, base = null } = toldBy.data;
    if (askedHash(change, base) !== data.asked) return { entry, toldBy: null };
    return { entry: { ...entry, data: { ...data, change, base } }, toldBy };
  }
}

function isFields(data: Json | undefined): data is { readonly [key: string]: Json } {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/**
 * The digest that every button of a request's card carries: made anew of what the card shows, never taken as it is
 * stored. That of a draft is made without a reason.
 */
export function cardDigest(request: Request): string {
  if (request.digest !== null) return ownDigest(request);
  return digestOf({ ...request, reason: '', digestVersion: DIGEST_VERSION });
}

/** How many digits of a digest are shown on cards: enough to compare by eye. */
export const DIGEST_SHOWN = 8;

/** How a digest is shown on cards: two groups of four. */
export function shortDigest(digest: string): string {
  return `${digest.slice(0, DIGEST_SHOWN / 2)} ${digest.slice(DIGEST_SHOWN / 2, DIGEST_SHOWN)}`;
}

/** The approval policy from the configuration: who decides, how many, how long. */
export interface Policy {
  /** Directory role template ids and Entra group ids that make an approver; empty means nobody. */
  readonly approvers: readonly string[];
  /** The same for asking. */
  readonly requesters: readonly string[];
  /** How many different approvers it takes; at least 1. */
  readonly quorum: number;
  /** Milliseconds from submit until an undecided request expires. */
  readonly decisionWindow: number;
  /** Milliseconds from approval until an approved request that could not be applied expires. */
  readonly executionWindow: number;
  /** Milliseconds until a draft nobody submits is discarded. */
  readonly draftWindow: number;
  /** How many requests one person may have open at a time. */
  readonly openPerPerson: number;
  /** How people are told apart, and how old an approver's account must be. */
  readonly people: PeoplePolicy;
  /** Whether a typed message may approve or attest: with the digest that a card shows, never, or by a bare number. */
  readonly typedDecisions: 'with-digest' | 'off' | 'on';
  /** Whether approvers must say why. */
  readonly approvalReason: 'optional' | 'required';
  /** What may go ahead on one person's word, and on how many devices something may be done at once. */
  readonly deviceActs: DeviceActPolicy;
  /** Who may say that they applied a change by hand: nobody who approved it, where two others can; or anybody. */
  readonly implementer: 'other-than-approver' | 'anyone';
}

export interface DeviceActPolicy {
  /** A scan of so many devices or fewer needs no approval; 0: every scan needs one. */
  readonly scansAlone: number;
  /** The most devices that one request scans, and that one request isolates, releases, restricts or lifts. */
  readonly mostScanned: number;
  readonly mostActed: number;
  /** What runs at once on one admin's word, and leaves a debt; none by default. In the order of ACT_NAMES. */
  readonly emergency: readonly ActName[];
  /** Milliseconds in which another admin approves or undoes it. */
  readonly debtWindow: number;
}

export const USUAL_DEVICE_ACTS: DeviceActPolicy = {
  scansAlone: 10,
  mostScanned: 200,
  mostActed: 10,
  emergency: [],
  debtWindow: 4 * 3_600_000,
};

/** Left out of the policy's version while they are so: requests that were pending before they existed go on. */
const USUAL: Partial<Policy> = {
  typedDecisions: 'with-digest',
  approvalReason: 'optional',
  implementer: 'other-than-approver',
};

/** Twelve hexadecimal digits that change whenever the policy does; part of every digest. */
export function policyVersion(policy: Policy): string {
  const known = VERSIONS.get(policy) ?? versionOf(policy);
  VERSIONS.set(policy, known);
  return known;
}

/** The policy in force is one object that nobody changes: each click asks for its version several times. */
const VERSIONS = new WeakMap<Policy, string>();

function versionOf(policy: Policy): string {
  const { people, deviceActs, ...others } = policy;
  const told = Object.entries(others).filter(([name, value]) => USUAL[name as keyof Policy] !== value);
  const lists = { approvers: [...policy.approvers].sort(), requesters: [...policy.requesters].sort() };
  const acts =
    canonical(asJson(deviceActs)) === canonical(asJson(USUAL_DEVICE_ACTS)) ? {} : { deviceActs: asJson(deviceActs) };
  const ordered = { ...Object.fromEntries(told), ...lists, ...unusualPeople(people), ...acts };
  return createHash('sha256').update(canonical(ordered)).digest('hex').slice(0, 12);
}

/** The version that an entry `service.start` tells; null where it tells none. */
export function policyVersionIn(data: Json): string | null {
  const version = typeof data === 'object' && data !== null && 'policyVersion' in data ? data.policyVersion : null;
  return typeof version === 'string' ? version : null;
}

const [ADMINISTRATOR, GLOBAL_ADMINISTRATOR, OPERATOR] = [
  '194ae4cb-b126-40b2-bd5b-6091b380977d',
  '62e90394-69f5-4237-9190-012177145e10',
  '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f',
] as const;

/**
 * Whether a request of this version goes on under the policy in force: it is the same, or the same but for analysts,
 * who may ask by default since. That touches neither what was asked for nor who approves it.
 */
export function isInForce(policy: Policy, version: string): boolean {
  if (version === policyVersion(policy)) return true;
  const usual = [ADMINISTRATOR, OPERATOR, GLOBAL_ADMINISTRATOR].join();
  if ([...policy.requesters].sort().join() !== usual) return false;
  return version === policyVersion({ ...policy, requesters: [ADMINISTRATOR, GLOBAL_ADMINISTRATOR] });
}
