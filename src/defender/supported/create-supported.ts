import type { Item } from '../../changes/change-kind.ts';
import type { Change } from '../../changes/registry/change.ts';
import type { ApiChange } from '../../changes/supported/api-kinds.ts';
import { isApiChange } from '../../changes/supported/api-kinds.ts';
import { type SupportedKindName, switchedOff } from '../../changes/supported/supported-kinds.ts';
import { isSupportedScope, type Scope, type TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import type {
  BatchOutcome,
  Freshness,
  ItemWriting,
  SentItem,
  SupportedTenant,
  Tenant,
  WriteHold,
} from '../../requests/ports/tenant.ts';
import { AirlockError } from '../../shared/errors.ts';
import { inEnglish, msg, t } from '../../shared/language/worded.ts';
import type { Clock, Log } from '../../shared/runtime.ts';
import type { Service } from '../public-api/answer-fault.ts';
import { type BearerCall, bearerCall } from '../public-api/bearer-call.ts';
import { type CallBudget, createCallBudget } from '../public-api/call-budget.ts';
import { outcomeOfFault, unsettled } from './batch-outcome.ts';
import { supportedKindOf } from './registry.ts';
import { routeBudgets, WRITING_LIMITS } from './route-budgets.ts';
import type { KindContext, SupportedKind, WritingOf } from './supported-kind.ts';

/** An API that is called, and the tokens for it. */
interface ApiAccess {
  /** Origin: `https://api.security.microsoft.com`. */
  readonly baseUrl: string;
  readonly getToken: () => Promise<string>;
}

export interface SupportedOptions {
  /** What is switched on. */
  readonly kinds: readonly SupportedKindName[];
  /** Both APIs by the identity that writes; null where no kind is switched on. */
  readonly write: { readonly mde: ApiAccess; readonly graph: ApiAccess } | null;
  /** Microsoft Graph by the identity that only reads. */
  readonly read: ApiAccess;
  /** The connector, which reads groups and devices. */
  readonly tenant: Pick<Tenant, 'read'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
}

/** Creates what Microsoft's supported APIs write, without calling them. */
export function createSupported(options: SupportedOptions): SupportedTenant {
  const { kinds, clock } = options;
  const graph = createCallBudget([], clock);
  const budgets = { mde: routeBudgets(createCallBudget(WRITING_LIMITS, clock), clock), graph: () => graph };
  const contextFor: ContextFor = ({ kind }, hold) =>
    contextOf(options, graph, callsWithin(options, budgets, { isUrgent: isUrgent(kind), hold }));
  const rowOf = <C extends ApiChange>(change: C): SupportedKind<C> => {
    if (kinds.includes(change.kind)) return supportedKindOf(change);
    throw new AirlockError('tenant-unsupported', switchedOff(change.kind));
  };
  return {
    description: msg`Microsoft's supported API`,
    reads: { access: false },
    applies: 'automatically',
    kinds,
    actsAs: async () => null,
    identify: async () => undefined,
    read: (scopes, devices, about) => readParts(options, contextFor, { scopes, devices, about, rowOf }),
    write: () => {
      throw new AirlockError('internal', 'A change by the supported API is written item by item.');
    },
    batchOf: (change) => rowOf(change).batchOf(change),
    ...itemWork(contextFor, rowOf, clock),
  };
}

/** What is done item by item, each by its kind. What was sent is read also where its kind is switched off by now. */
function itemWork(
  contextFor: ContextFor,
  rowOf: Reading['rowOf'],
  clock: Clock,
): Pick<SupportedTenant, 'writeItems' | 'settleItems' | 'cancel' | 'follow'> {
  const write = ({ change, ...writing }: ItemWriting, items: readonly Item[], hold?: WriteHold) =>
    rowOf(change).write(contextFor(change, hold), ofItsKind({ ...writing, change }), items);
  const settle = (writing: ItemWriting, items: readonly SentItem[]) =>
    supportedKindOf(writing.change).settle(contextFor(writing.change), ofItsKind(writing), items);
  return {
    writeItems: (writing, items, hold) =>
      attempted(
        () => inEnglish(() => write(writing, items, hold)),
        (error) => outcomeOfFault(error, items, clock.now()),
      ),
    settleItems: (writing, items) =>
      attempted(
        () => inEnglish(() => settle(writing, items)),
        (error) => unsettled(error, clock.now()),
      ),
    cancel: async (writing, items) =>
      (await inEnglish(() => rowOf(writing.change).cancel?.(contextFor(writing.change), ofItsKind(writing), items))) ??
      [],
    follow: async (writing, items, later) =>
      (await inEnglish(() =>
        supportedKindOf(writing.change).follow?.(contextFor(writing.change), ofItsKind(writing), items, later),
      )) ?? null,
  };
}

/** What a kind works with: with what is kept for it, where it is urgent. */
type ContextFor = (change: Pick<ApiChange, 'kind'>, hold?: WriteHold) => KindContext;

/** What contains a device, or lets it go, waits for no scan or tag of others. */
function isUrgent(kind: ApiChange['kind']): boolean {
  return kind === 'response-actions';
}

function ofItsKind(writing: ItemWriting): WritingOf<ApiChange> {
  return writing;
}

async function attempted(
  work: () => Promise<BatchOutcome>,
  failed: (error: unknown) => BatchOutcome,
): Promise<BatchOutcome> {
  try {
    return await work();
  } catch (error) {
    return failed(error);
  }
}

interface Reading {
  readonly scopes: readonly Scope[];
  readonly devices: Freshness | undefined;
  readonly about: Change | undefined;
  rowOf<C extends ApiChange>(change: C): SupportedKind<C>;
}

async function readParts(
  { tenant }: SupportedOptions,
  contextFor: ContextFor,
  { scopes, devices, about, rowOf }: Reading,
): Promise<TenantSnapshot> {
  if (!about || !isApiChange(about)) throw new AirlockError('internal', 'Nothing says what this reading is about.');
  const row = rowOf(about);
  const own = scopes.filter(isSupportedScope);
  const others = scopes.filter((scope) => !isSupportedScope(scope));
  const [read, parts] = await Promise.all([
    tenant.read(others, devices),
    own.length > 0 && row.read ? row.read(contextFor(about), own, about) : {},
  ]);
  return { ...read, ...parts };
}

type Calls = Pick<KindContext, 'call' | 'graph'>;

/** Calls as the identity that writes. */
function callsWithin(
  { write, clock, timeoutMs }: SupportedOptions,
  budgets: Readonly<Record<'mde' | 'graph', (path: string, isUrgent: boolean) => CallBudget>>,
  { isUrgent: urgent, hold }: { readonly isUrgent: boolean; readonly hold: WriteHold | undefined },
): Calls {
  const written = (api: 'mde' | 'graph', service: Service): BearerCall => {
    if (write === null) throw new AirlockError('tenant-unsupported', t`No kind of change by the supported API is on.`);
    const options = { clock, timeoutMs, ...write[api], service, ...(hold && { hold }) };
    return (path, post) => bearerCall({ ...options, budget: budgets[api](path, urgent) })(path, post);
  };
  return {
    call: (permission) => written('mde', { name: 'Defender', api: 'WindowsDefenderATP', permission }),
    graph: (permission) => written('graph', { name: 'Microsoft Graph', api: 'Microsoft Graph', permission }),
  };
}

function contextOf(
  { read, tenant, clock, log, timeoutMs }: SupportedOptions,
  budget: CallBudget,
  calls: Calls,
): KindContext {
  return {
    ...calls,
    hunt: bearerCall({ clock, timeoutMs, ...read, budget, service: HUNTING, onlyAsks: true }),
    read: (scopes) => tenant.read(scopes),
    clock,
    log,
  };
}

const HUNTING: Service = {
  name: 'Microsoft Graph',
  api: 'Microsoft Graph',
  permission: 'ThreatHunting.Read.All',
};
