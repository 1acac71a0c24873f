import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import type { EntraGroupRef } from '../../../src/changes/device-group.ts';
import { submitRequest } from '../../../src/requests/deciding/submit.ts';
import type { Directory, Standing } from '../../../src/requests/ports/directory.ts';
import type { OutboxMessage } from '../../../src/requests/ports/outbox.ts';
import type { Services } from '../../../src/requests/ports/services.ts';
import type { SessionWriter, Tenant, WritingTenant } from '../../../src/requests/ports/tenant.ts';
import { policyVersion } from '../../../src/requests/record/digest.ts';
import type { Request } from '../../../src/requests/record/request.ts';
import { composeServices } from '../../../src/service/compose.ts';
import { readDemoConfig } from '../../../src/service/config/read-config.ts';
import { loopbackConfig } from '../../../src/service/demo/loopback-config.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import type { ChannelTrust } from '../../../src/teams/bot/bot-adapter.ts';
import type { BotIdentity } from '../../../src/teams/bot/credentials.ts';
import { createTeams, type Teams } from '../../../src/teams/create-teams.ts';
import type { Datasets } from '../../../src/teams/routes/search.ts';
import { type FakeTeams, startFakeTeams } from '../../support/company/fake-teams.ts';
import { pressOf } from '../../support/company/press-of.ts';
import { aPerson } from '../../support/people/a-person.ts';
import { type Logged, logTo } from '../../support/runtime/log-to.ts';
import { ManualClock } from '../../support/runtime/manual-clock.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';
import { unmetered } from '../../support/runtime/unmetered.ts';
import { buildRequest, entryOf, type RequestFields } from '../../support/samples/build-request.ts';
import { anOid, TENANT } from '../../support/samples/ids.ts';
import { postText } from '../../support/wire/post-json.ts';

export { TENANT };
export const SOC = '19:soc@thread.tacv2;messageid=1';
export const ALICE = {
  oid: anOid('aaaaaaaa-0000-4000-8000-000000000001'),
  name: 'Alice',
  mri: '29:alice',
  home: 'a:alice',
};
export const BOB = { oid: anOid('bbbbbbbb-0000-4000-8000-000000000002'), name: 'Bob', mri: '29:bob', home: 'a:bob' };
export const RITA = {
  oid: anOid('cccccccc-0000-4000-8000-000000000003'),
  name: 'Rita',
  mri: '29:rita',
  home: 'a:rita',
};

const ADMINS = '194ae4cb-b126-40b2-bd5b-6091b380977d';

export type Person = typeof ALICE;

/** Somebody who acts, as the directory of the room names them. */
export function actorFor({ oid, name, mri }: Person) {
  return { oid, name, principalName: `${mri.slice(3)}@contoso.example` };
}

export interface RoomOptions {
  readonly identity?: BotIdentity;
  readonly trust?: ChannelTrust;
  readonly datasets?: Datasets;
  /** Stands before the door. */
  readonly before?: RequestHandler;
}

/** Everything outside is stood in for, so nothing is called at these. */
const NOWHERE = {
  url: 'http://127.0.0.1:1',
  tenantId: TENANT,
  app: { clientId: 'nobody', clientSecret: 'nothing' },
};

/** What else the policy says is as usual. */
const POLICY = {
  approvers: [ADMINS],
  requesters: [ADMINS],
  decisionWindow: 3_600_000,
  executionWindow: 3_600_000,
  draftWindow: 3_600_000,
  openPerPerson: 5,
};

/**
 * The Teams room alone, behind its own HTTP door: a real store, a directory that is told what to say, a tenant that may
 * not be asked.
 */
export class TeamsRoom {
  readonly clock = new ManualClock();
  readonly logged: Logged[] = [];
  readonly holders = new Set([ALICE.oid, BOB.oid]);
  /** Who may look and do nothing else. */
  readonly readers = new Set([RITA.oid]);
  /** How often the directory was asked about somebody. */
  asked = 0;
  entraGroups: EntraGroupRef[] = [];
  directoryDown = false;
  /** Whose session would write. */
  sessionWriter: SessionWriter | null = null;
  holdersAsked = 0;

  private constructor(
    readonly services: Services,
    readonly teams: Teams,
    readonly connector: FakeTeams,
    private readonly server: Server,
  ) {}

  static async open({
    identity = { demo: true },
    before = (_req, _res, next) => next(),
    ...options
  }: RoomOptions = {}): Promise<TeamsRoom> {
    const ids = { next: () => randomUUID() };
    let room: TeamsRoom | null = null;
    const here = (): TeamsRoom => room ?? assert.fail('the room is not open yet');
    const demo = loopbackConfig(NOWHERE, readDemoConfig({ env: {}, faults: [] }), TEST_KEYS);
    // Nobody takes a census here.
    const people = { ...demo.policy.people, minAge: 0 };
    const { services: composed } = await composeServices(
      { ...demo, database: { file: ':memory:' }, policy: { ...demo.policy, ...POLICY, people } },
      { clock: { now: () => here().clock.now() }, ids, log: logTo((entry) => here().logged.push(entry)) },
    );
    const services: Services = {
      ...composed,
      directory: directoryOf(here),
      tenant: silentTenant(here),
      activity: () => assert.fail('the activity was read'),
      meter: unmetered,
    };
    const teams = createTeams({ services, identity, ...options });
    const server = createServer(express().use(before, teams.router)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    room = new TeamsRoom(services, teams, await startFakeTeams(), server);
    return room;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await this.connector.close();
    await this.services.store.close();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/messages`;
  }

  async raw(body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) {
    const { status, text } = await postText(this.url, body, headers);
    return { status, text, body: text === '' ? null : JSON.parse(text) };
  }

  post(activity: unknown, headers: Record<string, string> = {}) {
    return this.raw(JSON.stringify(activity), { 'content-type': 'application/json', ...headers });
  }

  activity(who: Person, fields: Record<string, unknown>, conversation = SOC): Record<string, unknown> {
    return {
      id: randomUUID(),
      channelId: 'msteams',
      serviceUrl: this.connector.url,
      from: { id: who.mri, name: who.name, aadObjectId: who.oid },
      recipient: { id: '28:airlock', name: 'Airlock' },
      conversation: {
        id: conversation,
        tenantId: TENANT,
        conversationType: conversation.startsWith('a:') ? 'personal' : 'channel',
      },
      channelData: { tenant: { id: TENANT } },
      ...fields,
    };
  }

  say(who: Person, text: string, conversation = SOC) {
    return this.post(this.activity(who, { type: 'message', text }, conversation));
  }

  invoke(who: Person, value: unknown, fields: Record<string, unknown> = {}, conversation = SOC) {
    const invoke = { type: 'invoke', name: 'adaptiveCard/action', value, ...fields };
    return this.post(this.activity(who, invoke, conversation));
  }

  press(who: Person, verb: string, data: unknown, trigger: unknown = 'manual', fields: Record<string, unknown> = {}) {
    return this.invoke(who, { action: { type: 'Action.Execute', verb, data }, trigger }, fields);
  }

  /** A draft of Alice's, asked for in the channel. */
  async draft(overrides: RequestFields = {}): Promise<Request> {
    const request = buildRequest({
      id: randomUUID(),
      number: 0,
      origin: SOC,
      requester: { oid: ALICE.oid, name: ALICE.name },
      policyVersion: policyVersion(this.services.policy),
      deadline: this.clock.now() + 3_600_000,
      ...overrides,
    });
    const audit = [entryOf(request)];
    return this.services.store.commit({ request, expectedRev: null, audit, messages: [], tasks: [] });
  }

  async pending(): Promise<Request> {
    const draft = await this.draft();
    return submitRequest(this.services, { ...pressOf(draft), reason: 'A pilot' });
  }

  async state(request: Request): Promise<Request> {
    return (await this.services.store.request(TENANT, request.id)) ?? assert.fail('the request is gone');
  }

  /** Takes everything that waits to be said. */
  async due(): Promise<OutboxMessage[]> {
    const messages: OutboxMessage[] = [];
    for (;;) {
      const taken = await this.services.store.takeMessages('test', this.clock.now(), 60_000, 100);
      if (taken.length === 0) return messages;
      messages.push(...taken);
      for (const post of taken) {
        await this.services.store.messageShown(post, {
          activityId: randomUUID(),
          rev: post.wantedRev,
          at: this.clock.now(),
        });
      }
    }
  }

  /** The one answer that waits to be said. */
  async answer(): Promise<{ view: string; text: string }> {
    const messages = await this.due();
    assert.equal(messages.length, 1);
    const content = messages[0]?.content;
    assert(content?.kind === 'answer');
    return { view: content.view, text: JSON.stringify(content.data) };
  }

  task(kinds: Parameters<Services['store']['takeTask']>[0] = ['draft', 'status', 'announce', 'apply', 'reconcile']) {
    return this.services.store.takeTask(kinds, 'test', this.clock.now(), 60_000);
  }
}

/** Whose session it is may be looked up in a turn; everything else of a tenant would wait on Defender. */
function silentTenant(here: () => TeamsRoom): Tenant {
  const known: Partial<WritingTenant> = { applies: 'automatically', actsAs: async () => here().sessionWriter };
  return new Proxy(known as WritingTenant, {
    get: (target, name, self) =>
      name in target ? Reflect.get(target, name, self) : assert.fail(`a turn asked Defender: ${String(name)}`),
  });
}

function directoryOf(here: () => TeamsRoom): Directory {
  const down = () => new AirlockError('directory-unavailable', 'The directory gave no answer, so nothing was decided.');
  return {
    async standing(oid, ids): Promise<Standing> {
      here().asked += 1;
      if (here().directoryDown) throw down();
      const known = [ALICE, BOB, RITA].find((one) => one.oid === oid);
      return {
        person: aPerson(oid, {
          name: known?.name ?? oid.slice(0, 1),
          userPrincipalName: `${known?.mri.slice(3) ?? oid}@contoso.example`,
        }),
        holds: ids.filter((id) => here().holders.has(oid) || (here().readers.has(oid) && id !== ADMINS)),
        mayActivate: [],
      };
    },
    async roleDates() {
      if (here().directoryDown) throw down();
      return {};
    },
    carriers: async () => [],
    async byName(name) {
      const known = [ALICE, BOB, RITA].find(({ mri }) => `${mri.slice(3)}@contoso.example` === name);
      return known ? ((await this.standing(anOid(known.oid), []))?.person ?? null) : null;
    },
    eligible: async () => [],
    async holders() {
      here().holdersAsked += 1;
      if (here().directoryDown) throw down();
      return [...here().holders];
    },
    goneGroups: async () => [],
    whatIs: async () => ({ kind: 'nothing' }),
    async findGroups() {
      return here().entraGroups;
    },
    async searchGroups(text, top) {
      if (here().directoryDown) throw down();
      const words = text.toLowerCase();
      return here()
        .entraGroups.filter(({ name }) => name.toLowerCase().includes(words))
        .slice(0, top);
    },
  };
}
