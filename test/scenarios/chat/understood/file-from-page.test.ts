import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { type App, createApp } from '../../../../src/service/http-server.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { makeServices } from '../../../support/company/make-services.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';

const CHAT = 'a:alice';
const CSV = 'indicator,action\nbad.example,block\nworse.example,block\n';

interface Shown {
  readonly text: string;
  readonly card: unknown;
  readonly files: readonly string[];
}

describe('a file that somebody attaches in the page of the demo', () => {
  let app: App;
  let sandbox: Sandbox;
  let folder: string;
  before(async () => {
    const clock = { now: () => Date.now() };
    sandbox = await startSandbox({ port: 0, botUrl: () => `${app.url}/api/messages`, now: clock.now });
    folder = await quickFolder('airlock-file-');
    const world = { url: sandbox.url, tenantId: sandbox.world.tenantId, session: sandbox.portalSession() };
    const environment = { CHANGE_KINDS: 'indicators' };
    const services = await makeServices(world, { file: join(folder, 'airlock.db') }, clock, {
      connector: 'guided',
      environment,
    });
    app = await createApp({ services, identity: { demo: true }, port: 0, host: '127.0.0.1', jitter: () => 0 });
  });
  after(async () => {
    await app.close();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function send(conversationId: string, file?: object): Promise<number> {
    const body = { as: PEOPLE_IDS.alice, conversationId, text: '', wait: true, file };
    const headers = { 'content-type': 'application/json' };
    const sent = await fetch(`${sandbox.url}/chat/messages`, { method: 'POST', headers, body: JSON.stringify(body) });
    return sent.status;
  }

  async function shown(): Promise<readonly Shown[]> {
    const path = `chat/conversations/${encodeURIComponent(CHAT)}/messages?as=${PEOPLE_IDS.alice}`;
    const answer = await fetch(`${sandbox.url}/${path}`);
    return ((await answer.json()) as { messages: Shown[] }).messages;
  }

  it('becomes a draft of what stands in it, as with Teams', async () => {
    assert.equal(await send(CHAT, { name: 'iocs.csv', text: CSV }), 201);
    await app.jobs.settle();
    const messages = await shown();
    assert.deepEqual(
      messages.flatMap(({ files }) => files),
      ['iocs.csv'],
    );
    const text = messages.map(({ card }) => cardText(card)).join('\n');
    assert.match(text, /bad\.example/);
    assert.match(text, /Request approval/);
  });

  it('is taken in own chats alone, and a message says something or brings a file', async () => {
    const answer = await fetch(`${sandbox.url}/chat/conversations?as=${PEOPLE_IDS.alice}`);
    const { conversations } = (await answer.json()) as { conversations: { id: string }[] };
    const channel = conversations.find(({ id }) => id.startsWith('19:soc'))?.id ?? assert.fail();
    assert.equal(await send(channel, { name: 'iocs.csv', text: CSV }), 400);
    assert.equal(await send(CHAT), 400);
  });
});
