import assert from 'node:assert/strict';
import type { Base } from '../../../src/changes/base.ts';
import type { Change } from '../../../src/changes/registry/change.ts';
import { kindOf } from '../../../src/changes/registry/kind-of.ts';
import { createPortalTenant, memorySession } from '../../../src/defender/portal/create-portal-tenant.ts';
import type { WritingTenant } from '../../../src/requests/ports/tenant.ts';
import type { Fault, TenantKind, WireGroup } from '../../../src/sandbox/company/world.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { aFleet } from '../samples/a-fleet.ts';

/** The portal client in front of a sandbox, over HTTP on loopback; every call to the portal is counted. */
export class OpenPortal {
  calls = 0;
  /** Happens before the call with this number, counted from 1. */
  before: Readonly<Record<number, () => Promise<unknown> | unknown>> = {};
  readonly tenant: WritingTenant;
  #signedIn = true;

  private constructor(
    readonly sandbox: Sandbox,
    readonly clock: ManualClock,
  ) {
    const session = memorySession(sandbox.portalSession());
    this.tenant = createPortalTenant({
      baseUrl: `${sandbox.url}/apiproxy/mtp`,
      tenantId: sandbox.world.tenantId,
      clock,
      timeoutMs: 30_000,
      fleet: async () => aFleet(),
      session: {
        ...session,
        current: async () => {
          this.calls += 1;
          await this.before[this.calls]?.();
          return this.#signedIn ? session.current() : null;
        },
      },
    });
  }

  static async open(tenant: TenantKind = 'classic'): Promise<OpenPortal> {
    const clock = new ManualClock();
    const sandbox = await startSandbox({
      port: 0,
      botUrl: () => 'http://127.0.0.1:1/',
      tenant,
      now: () => clock.now(),
    });
    return new OpenPortal(sandbox, clock);
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  /** The operator's browser forgets its session. */
  signOut(): void {
    this.#signedIn = false;
  }

  /** The base of a change on the tenant as it is now. */
  async base(change: Change): Promise<Base> {
    const rules = kindOf(change);
    return rules.base(change, await this.tenant.read(rules.scopes));
  }

  /** Asks on the tenant as it is now, and writes at once; calls are counted from the write on. */
  async write(change: Change, meanwhile: () => Promise<unknown> | unknown = () => undefined) {
    const base = await this.base(change);
    await meanwhile();
    this.calls = 0;
    return this.tenant.write(change, base);
  }

  /** A change behind the client's back, by the sandbox's controls. */
  async edit(body: unknown): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.sandbox.url}/sandbox/edit`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    assert.equal(answer.status, 200, await answer.text());
  }

  /** Strikes once, unless `times` says more: a call that is made a second time would get through. */
  fault(fault: Omit<Fault, 'surface'>): void {
    this.sandbox.world.faults.push({ surface: 'portal', times: 1, ...fault });
  }

  /** Does this right after the next thing that is written. */
  afterWrite(then: () => void): void {
    const { changes } = this.sandbox.world;
    const had = this.written.length;
    const look = () => {
      if (this.written.length === had) return;
      changes.off('change', look);
      then();
    };
    changes.on('change', look);
  }

  /** What this client has written, one line each. */
  get written(): string[] {
    const own = this.sandbox.world.tenant.writes.filter(({ by }) => by !== 'portal user');
    return own.map(({ what }) => what);
  }

  get groups(): readonly WireGroup[] {
    return this.sandbox.world.tenant.deviceGroups;
  }

  group(name: string): WireGroup {
    const found = this.groups.find((group) => group.Name.trim() === name);
    assert(found, name);
    return found;
  }

  /** A group as a change names it. */
  ref(name: string): { id: number; name: string } {
    return { id: this.group(name).MachineGroupId, name };
  }

  /** Puts other groups in the place of those whose names are given, as if somebody had edited them. */
  exchange(fields: Readonly<Record<string, Partial<WireGroup> | null>>): void {
    this.sandbox.world.tenant.deviceGroups = this.groups.flatMap((group) => {
      const edit = fields[group.Name.trim()];
      return edit === null ? [] : [{ ...group, ...edit }];
    });
  }
}
