import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import { type Demo, startDemo } from '../../../src/service/demo/start-demo.ts';

type Json = ReturnType<typeof JSON.parse>;
type Name = keyof typeof PEOPLE_IDS;

const AUTO = 'AutoResolveInvestigatedAlerts';

describe('the demo', () => {
  let folder: string;
  let running: Demo;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-demo-'));
  });
  afterEach(async () => {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(env: Record<string, string> = {}): Promise<string> {
    let said = '';
    const out = {
      write(text: unknown) {
        said += text;
        return true;
      },
    };
    const settings = { DATA_DIR: folder, PORT: '0', SANDBOX_PORT: '0', LOG_LEVEL: 'silent', ...env };
    running = await startDemo(out, { env: settings, faults: [] });
    return said;
  }

  async function call(path: string, body?: unknown): Promise<Json> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return (await fetch(running.url + path, body === undefined ? {} : init)).json();
  }

  const say = (as: Name, text: string) =>
    call('/chat/messages', { as: PEOPLE_IDS[as], conversationId: `a:${as}`, text, wait: true });

  /** Everything in this person's chat with the bot, as text. */
  async function chatOf(as: Name): Promise<string> {
    const id = encodeURIComponent(`a:${as}`);
    return JSON.stringify(await call(`/chat/conversations/${id}/messages?as=${PEOPLE_IDS[as]}`));
  }

  /** Waits for words in this person's chat. */
  async function told(as: Name, words: RegExp): Promise<string> {
    for (;;) {
      const chat = await chatOf(as);
      if (words.test(chat)) return chat;
      await setTimeout(50);
    }
  }

  it('says where to open it once everybody in it knows Airlock', async () => {
    await start();
    const [people, { activities }] = await Promise.all([call('/sandbox/people'), call('/chat/activities')]);
    const installed = activities.filter(({ type }: Json) => type === 'installationUpdate');
    assert.deepEqual(
      new Set(installed.map(({ from }: Json) => from.aadObjectId)),
      new Set(people.map(({ id }: Json) => id)),
    );
  });

  it('starts with the connector of production, and with the other where that is asked for', async () => {
    assert.match(await start(), /with the connector guided/);
    const { connector } = await call('/sandbox/status');
    assert.deepEqual([connector.kind, Object.keys(connector.kinds)], ['guided', ['guided', 'portal']]);
    await running.close();
    assert.match(await start({ DEFENDER_CONNECTOR: 'portal' }), /with the connector portal/);
    await assert.rejects(
      startDemo({ write: () => true }, { env: { DEFENDER_CONNECTOR: 'magic' }, faults: [] }),
      /magic|none of/,
    );
  });

  it('has every kind of change on, and emergencies, so that they can be tried', async () => {
    await start();
    await say('alice', 'help');
    const help = await told('alice', /emergency isolate/);
    for (const command of [/tag LAP-HR/, /block domain/, /scan LAP-HR/, /classify alert/, /isolate LAP-HR/])
      assert.match(help, command);
    await say('alice', 'emergency isolate LAP-HR-0001');
    await told('alice', /Emergency: do it now/);
  });

  it('has no emergencies where EMERGENCY_ACTIONS names none, or only those that it names', async () => {
    await start({ EMERGENCY_ACTIONS: 'restrict' });
    await say('alice', 'emergency isolate LAP-HR-0001');
    assert.match(await told('alice', /EMERGENCY_ACTIONS|another admin must approve/), /LAP-HR-0001/);
    assert.doesNotMatch(await chatOf('alice'), /Emergency: do it now/);
    await say('alice', 'emergency restrict LAP-HR-0002');
    await told('alice', /Emergency: do it now/);
  });

  it('goes on with the other connector, on the same store and with the same chat', async () => {
    await start();
    await say('alice', 'requests');
    const before = await told('alice', /No open requests|no request/i);
    assert.equal((await call('/sandbox/connector', { kind: 'portal' })).kind, 'portal');
    await say('alice', 'status');
    const after = await told('alice', /Automatically resolve alerts[\s\S]{0,300}?"Off"/);
    assert(after.length > before.length, 'what was said before is still there');
    assert.doesNotMatch(
      after,
      /was set to|is no longer listed|appeared/,
      'what another connector reads in another way is no change',
    );
    const both = await Promise.all([
      call('/sandbox/connector', { kind: 'guided' }),
      call('/sandbox/connector', { kind: 'portal' }),
      call('/sandbox/connector', { kind: 'guided' }),
    ]);
    assert.equal(both.length, 3);
    assert.equal((await call('/sandbox/status')).connector.kind, 'guided', 'one after the other');
    await say('alice', 'help');
    await told('alice', /what you can write|Show open requests|help/i);
    assert.match((await call('/sandbox/connector', { kind: 'magic' })).error, /There is no connector/);
  });

  it('tells who changed a switch in the portal, once the audit log shows it', async () => {
    await start();
    await call('/sandbox/audit-log', { delayMs: 0 });
    await say('alice', 'use this channel for approvals');
    await call('/sandbox/edit', { as: 'grace@harbourline.example', features: { [AUTO]: true } });
    const { records } = await call('/sandbox/audit-log');
    assert.deepEqual(
      records.map(({ by, setting, value }: Json) => [by, setting, value]),
      [['grace@harbourline.example', 'Automatically resolve alerts', true]],
    );
  });
});
