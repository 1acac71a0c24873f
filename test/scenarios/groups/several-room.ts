import assert from 'node:assert/strict';
import type { Services } from '../../../src/requests/ports/services.ts';
import type { WritingTenant } from '../../../src/requests/ports/tenant.ts';
import { doSteps } from '../../../src/sandbox/controls/do-steps.ts';
import { editFeatures, editorOf } from '../../../src/sandbox/controls/edit-routes.ts';
import { createApp } from '../../../src/service/http-server.ts';
import { Company, type CompanyOptions, type Name } from '../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { type TenantApi, tenantApi } from '../../support/company/tenant-api.ts';

/** Both switches as one request. */
export const BOTH = 'as one request: enable automated investigation; enable automatically resolve alerts';

/** Three changes: a switch, a level, a rank. */
export const THREE =
  'as one request: enable automated investigation; edit device group Lab level full; rank device group Executives last';

/** The company, with what a test of several changes asks and looks at. */
export class SeveralRoom {
  readonly api: TenantApi;

  private constructor(readonly company: Company) {
    this.api = tenantApi(company);
  }

  static async open(options: CompanyOptions = {}): Promise<SeveralRoom> {
    return new SeveralRoom(await Company.open({ connector: 'portal', ...options }));
  }

  async close(): Promise<void> {
    await this.company.assertAuditHolds();
    await this.company.close();
  }

  /** Asks and approves; nothing is written yet. */
  async approved(text: string): Promise<TeamsMessage> {
    const card = await this.company.pending(text);
    await this.company.approve('bob', card);
    return card;
  }

  /** Asks, approves, and lets everything due happen. */
  async applied(text: string): Promise<TeamsMessage> {
    const card = await this.approved(text);
    await this.company.settle();
    return card;
  }

  /** Somebody follows the steps of a request in the portal, word by word. */
  async follows(who: Name, number: number): Promise<void> {
    const { world } = this.company.sandbox;
    const steps = (await this.request(number))?.handover?.steps.steps ?? assert.fail('nothing was handed over');
    const editor = editorOf(world, this.company.person(who).userPrincipalName);
    assert(typeof editor !== 'string');
    const setFeatures = (features: Readonly<Record<string, boolean>>) => editFeatures(world, features, editor);
    assert.equal(doSteps(world, steps, { by: editor.by, setFeatures }), undefined);
  }

  async pass(seconds: number, steps = 1): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      this.company.clock.pass(seconds * 1_000);
      await this.company.settle();
    }
  }

  get last(): string {
    return cardText(this.company.teams.messages.at(-1)?.card);
  }

  /** What all messages say, the newest last. */
  get said(): string {
    return this.company.teams.messages.map(({ card }) => cardText(card)).join('\n');
  }

  request(number = 1) {
    return this.company.services.store.requestByNumber(this.company.services.tenantId, number);
  }

  async items(number = 1) {
    const request = await this.request(number);
    return this.company.services.store.items(request?.id ?? assert.fail(), { limit: 20 });
  }

  async states(): Promise<string> {
    return (await this.items()).map(({ state }) => state).join();
  }

  /** Does something right before the write of this part, counted from 1. */
  async before(part: number, act: () => Promise<void>): Promise<void> {
    let writes = 0;
    await this.with((tenant) => ({
      ...tenant,
      write: async (...args) => {
        writes += 1;
        if (writes === part) await act();
        return tenant.write(...args);
      },
    }));
  }

  /** Works on one more instance whose process dies at its `step`th call to the store or to Defender. */
  async diesAt(step: number): Promise<boolean> {
    let calls = 0;
    const dying = <A extends unknown[], T>(work: (...args: A) => Promise<T>) => {
      return async (...args: A): Promise<T> => {
        calls += 1;
        if (calls > step || (calls === step && step % 2 === 1)) throw new TypeError('killed');
        const done = await work(...args);
        if (calls === step) calls += 1;
        if (calls > step) throw new TypeError('killed');
        return done;
      };
    };
    const { store } = this.company.services;
    const dead = {
      commit: dying(store.commit) as Services['store']['commit'],
      moveItems: dying(store.moveItems),
      postponeTask: dying(store.postponeTask),
    };
    await this.with((tenant) => ({ ...tenant, write: dying(tenant.write) }), { ...store, ...dead });
    return calls > step;
  }

  private async with(
    tenantOf: (tenant: WritingTenant) => WritingTenant,
    store: Services['store'] = this.company.services.store,
  ): Promise<void> {
    const { services } = this.company;
    const { tenant: whole } = services;
    assert(whole.applies === 'automatically');
    const app = await createApp({
      services: { ...services, store, tenant: tenantOf(whole) },
      identity: { demo: true },
      port: 0,
      host: '127.0.0.1',
      jitter: () => 0,
    });
    this.company.apps.push(app);
    await app.jobs.settle().catch(() => undefined);
  }
}
