import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEntry } from '../../../src/requests/ports/audit-entry.ts';
import type { Services } from '../../../src/requests/ports/services.ts';
import { shortDigest } from '../../../src/requests/record/digest.ts';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { sandboxSession } from '../../../src/service/demo/sandbox-session.ts';
import { type App, createApp } from '../../../src/service/http-server.ts';
import type { PlayedName } from '../../../src/shared/played-tenants.ts';
import { auditPlace } from '../../../src/store/audit/audit-record.ts';
import type { StoreLocation } from '../../../src/store/databases/store-location.ts';
import type { Limits } from '../../../src/teams/bot/pace.ts';
import { migratedFile } from '../databases/migrated-file.ts';
import type { PostgresDatabase } from '../databases/postgres-database.ts';
import { quickFolder } from '../databases/quick-folder.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { TEST_KEYS } from '../runtime/record-keys.ts';
import { postJson } from '../wire/post-json.ts';
import { continueStore, sealAsOperator } from './continue-store.ts';
import { actionOf, type Card, cardText, type FakeTeams, startFakeTeams, type TeamsMessage } from './fake-teams.ts';
import { makeServices, type OutsideWorld, type PartsOptions } from './make-services.ts';

export type Name = keyof typeof PEOPLE_IDS;

export const SOC = '19:soc@thread.tacv2;messageid=1';

export interface CompanyOptions extends PartsOptions {
  readonly tenant?: PlayedName;
  /** A store file to go on with, from where and when it was left; a copy of it is used. */
  readonly stored?: string;
  /** How much the bot answers in a minute; no limits when absent. */
  readonly limits?: Limits;
  /** Whether cards that refresh by themselves go by what the directory said some seconds ago; they ask where absent. */
  readonly keepsLooks?: boolean;
  /** A PostgreSQL in place of the file. */
  readonly database?: PostgresDatabase | null;
}

/** The bot as in the demo, the sandbox around it and a Teams of its own; time and jobs move when the test says so. */
export class Company {
  /** Set by `tamper`. */
  tampered = false;

  private constructor(
    readonly clock: ManualClock,
    readonly sandbox: Sandbox,
    readonly teams: FakeTeams,
    readonly file: string,
    private readonly options: CompanyOptions,
    public apps: App[],
    public services: Services,
  ) {}

  static async open(options: CompanyOptions = {}): Promise<Company> {
    const clock = new ManualClock();
    const sandbox = await startSandbox({
      port: 0,
      botUrl: () => 'http://127.0.0.1:1/',
      now: () => clock.now(),
      tenant: options.tenant ?? 'classic',
    });
    const teams = await startFakeTeams();
    const file = join(await quickFolder('airlock-'), 'airlock.db');
    if (!options.stored && !options.database) await migratedFile(file);
    if (options.stored) clock.pass((await continueStore(options.stored, file, teams)) - clock.now());
    if (options.stored) await sealAsOperator(file, clock.now());
    const parts = { session: sandboxSession(sandbox), ...options };
    const services = await makeServices(worldOf(sandbox), placeOf(file, options), clock, parts);
    const company = new Company(clock, sandbox, teams, file, options, [], services);
    company.apps.push(await makeApp(services, options));
    return company;
  }

  /** One more instance on the same store, as a second replica would be. @param options in which it differs */
  async another(options: PartsOptions = {}): Promise<App> {
    const parts = { session: sandboxSession(this.sandbox), ...this.options, ...options };
    const app = await makeApp(await makeServices(worldOf(this.sandbox), this.place, this.clock, parts), parts);
    this.apps.push(app);
    return app;
  }

  async close(): Promise<void> {
    for (const app of this.apps) await app.close();
    await this.teams.close();
    await this.sandbox.close();
    await rm(join(this.file, '..'), { recursive: true, force: true });
    await this.options.database?.drop();
  }

  /** Where the store is, for one more process. */
  get place(): StoreLocation {
    return placeOf(this.file, this.options);
  }

  get app(): App {
    const [app] = this.apps;
    assert(app);
    return app;
  }

  /** Lets everything due happen. */
  settle(app = this.app): Promise<void> {
    return app.jobs.settle();
  }

  /** Lets some minutes pass, looks at the tenant and its audit log, and lets everything due happen. */
  async watch(app = this.app, minutes = 10): Promise<void> {
    this.clock.pass(minutes * 60_000);
    await app.jobs.look();
    await this.settle(app);
  }

  async post(body: unknown, app = this.app): Promise<{ status: number; body: unknown }> {
    const { status, text } = await postJson(`${app.url}/api/messages`, body);
    return { status, body: text === '' ? null : JSON.parse(text) };
  }

  envelope(who: Name, conversation: string): Record<string, unknown> {
    const tenantId = this.sandbox.world.tenantId;
    const personal = conversation.startsWith('a:');
    const { locale } = this.person(who);
    return {
      id: randomUUID(),
      ...(locale !== undefined && { locale }),
      channelId: 'msteams',
      serviceUrl: this.teams.url,
      timestamp: new Date(this.clock.now()).toISOString(),
      from: { id: `29:${who}`, name: this.person(who).name, aadObjectId: PEOPLE_IDS[who] },
      recipient: { id: '28:airlock', name: 'Airlock' },
      conversation: {
        id: conversation,
        tenantId,
        conversationType: personal ? 'personal' : 'channel',
        isGroup: !personal,
      },
      channelData: { tenant: { id: tenantId } },
    };
  }

  person(who: Name) {
    const found = this.sandbox.world.people.find(({ id }) => id === PEOPLE_IDS[who]);
    assert(found, who);
    return found;
  }

  async say(who: Name, text: string, conversation = SOC): Promise<void> {
    const answer = await this.post({
      ...this.envelope(who, conversation),
      type: 'message',
      text: `<at>Airlock</at> ${text}`,
      entities: [{ type: 'mention', text: '<at>Airlock</at>', mentioned: { id: '28:airlock', name: 'Airlock' } }],
    });
    assert.equal(answer.status, 200);
    await this.settle();
  }

  /** Types a decision with the digits of the digest that the request's card shows. */
  async decide(who: Name, verb: 'approve' | 'applied', number: number): Promise<void> {
    const request = await this.services.store.requestByNumber(this.services.tenantId, number);
    await this.say(who, `${verb} ${number} ${shortDigest(request?.digest ?? assert.fail(`#${number} has none`))}`);
  }

  /** An Action.Execute invoke; answers the invoke response's body. */
  async invoke(
    who: Name,
    message: TeamsMessage,
    action: { verb: string; data: unknown },
    extra: { trigger?: string; app?: App; id?: string } = {},
  ) {
    const value = { action: { type: 'Action.Execute', ...action }, trigger: extra.trigger ?? 'manual' };
    const body = {
      ...this.envelope(who, message.conversation),
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: message.id,
      value,
      ...(extra.id && { id: extra.id }),
    };
    const answer = await this.post(body, extra.app);
    assert.equal(answer.status, 200);
    return answer.body as { statusCode: number; type: string; value: Card | string };
  }

  /** This person's own view of a card, as an automatic refresh brings it. */
  async view(who: Name, message: TeamsMessage): Promise<Card> {
    const refresh = actionOf({ ...message.card }, 'view');
    assert(refresh, 'the card offers a view');
    const answer = await this.invoke(who, message, refresh, { trigger: 'automatic' });
    return answer.value as Card;
  }

  /** The newest message whose text contains this. */
  message(text: string): TeamsMessage {
    const found = this.teams.messages.findLast(({ card }) => cardText(card).includes(text));
    assert(found, `no message says "${text}": ${this.teams.messages.map(({ card }) => cardText(card)).join(' || ')}`);
    return found;
  }

  /**
   * Alice asks in the channel for what the text says and submits it with a reason; answers the pending card's message.
   */
  async pending(
    text = 'enable automated investigation',
    who: Name = 'alice',
    reason = 'Pilot finished, see CHG-1042',
  ): Promise<TeamsMessage> {
    await this.say(who, text);
    const message = this.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(message);
    const submit = actionOf(await this.view(who, message), 'submit');
    assert(submit, 'the requester can submit');
    await this.invoke(who, message, { ...submit, data: { ...submit.data, reason } });
    await this.settle();
    return message;
  }

  /** Presses approve on what this person sees; does not let jobs run. */
  async approve(who: Name, message: TeamsMessage, app = this.app) {
    const offered = actionOf(message.card, 'approve') ?? actionOf(await this.view(who, message), 'approve');
    const seen = offered ?? actionOf(message.card, 'view');
    assert(seen);
    return this.invoke(who, message, { verb: 'approve', data: seen.data }, { app });
  }

  features(): Record<string, unknown> {
    return this.sandbox.world.tenant.advancedFeatures;
  }

  get writes() {
    return this.sandbox.world.tenant.writes;
  }

  /** The entries about requests, oldest first. */
  async recorded(): Promise<readonly AuditEntry[]> {
    return (await this.services.store.audit(0, 1_000)).filter(({ requestId }) => requestId !== null);
  }

  /** The audit finds no fault, or finds one where the test itself edited the store. */
  async assertAuditHolds(): Promise<void> {
    const { faults } = await auditPlace(this.place, { keys: TEST_KEYS.known });
    if (this.tampered) assert.notEqual(faults.length, 0, 'the audit finds what was edited');
    else assert.deepEqual(faults, []);
  }
}

function placeOf(file: string, { database }: CompanyOptions): StoreLocation {
  return database ? { url: database.url } : { file };
}

function worldOf(sandbox: Sandbox): OutsideWorld {
  return { url: sandbox.url, tenantId: sandbox.world.tenantId, session: sandbox.portalSession() };
}

function makeApp(services: Services, { limits, keepsLooks = false }: CompanyOptions): Promise<App> {
  const place = { port: 0, host: '127.0.0.1', keepsLooks };
  return createApp({ services, identity: { demo: true }, ...place, jitter: () => 0, ...(limits && { limits }) });
}
