import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import { startDemo } from '../../../src/service/demo/start-demo.ts';

const PUPPET = 'dead0000-0000-4000-8000-000000000001';
type Json = ReturnType<typeof JSON.parse>;

describe('the demo, kept from one start to the next', () => {
  let folder: string;
  let said: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-demo-'));
    said = '';
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a demo as long as the work lasts. */
  async function demo<T>(keep: string, work: (call: (path: string, body?: unknown) => Promise<Json>) => Promise<T>) {
    const env = { DATA_DIR: folder, PORT: '0', SANDBOX_PORT: '0', DEMO_KEEP: keep, LOG_LEVEL: 'silent' };
    const out = {
      write: (text: unknown) => {
        said += text;
        return true;
      },
    };
    const running = await startDemo(out, { env, faults: [] });
    const call = async (path: string, body?: unknown): Promise<Json> => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      return (await fetch(running.url + path, body === undefined ? {} : init)).json();
    };
    try {
      return await work(call);
    } finally {
      await running.close();
    }
  }

  /** Asks for a change as Alice, waiting until the bot has taken it. */
  const ask = (call: (path: string, body?: unknown) => Promise<Json>) =>
    call('/chat/messages', { as: PEOPLE_IDS.alice, conversationId: 'a:alice', text: 'requests', wait: true });
  const ids = async (call: (path: string) => Promise<Json>) =>
    (await call('/sandbox/people')).map(({ id }: Json) => id);
  const folders = () => readdirSync(folder).filter((name) => name.startsWith('before-'));

  it('goes on with people and messages, beside the store and its key', async () => {
    const messages = async (call: (path: string) => Promise<Json>): Promise<Json[]> => {
      const path = `/chat/conversations/${encodeURIComponent('a:alice')}/messages?as=${PEOPLE_IDS.alice}`;
      return (await call(path)).messages.map(({ asOf: _asOf, ...shown }: Json) => shown);
    };
    const storeAndKey = () => [
      readFileSync(join(folder, 'demo-record-key.pem'), 'utf8'),
      statSync(join(folder, 'demo.db')).ino,
    ];
    const [before, first] = await demo('1', async (call) => {
      await call('/sandbox/people', { id: PUPPET });
      await ask(call);
      return [await messages(call), storeAndKey()];
    });
    await demo('1', async (call) => {
      assert((await ids(call)).includes(PUPPET));
      assert.deepEqual((await messages(call)).slice(0, before.length), before);
      assert.deepEqual(storeAndKey(), first, 'the store and its key are those of before');
    });
    assert.deepEqual(folders(), []);
  });

  it('begins anew each time without the setting, and moves away what was kept before', async () => {
    await demo('0', (call) => call('/sandbox/people', { id: PUPPET }));
    await demo('0', async (call) => assert(!(await ids(call)).includes(PUPPET)));
    assert.deepEqual(folders(), []);
    await demo('1', (call) => call('/sandbox/people', { id: PUPPET }));
    assert.equal(folders().length, 1, 'a store from before is not deleted');
    await demo('0', async (call) => assert(!(await ids(call)).includes(PUPPET)));
    assert.equal(folders().length, 2);
    assert.match(said, /The demo before this one was moved to .*before-.* move its files back to .* DEMO_KEEP=1/);
    const kept = join(folder, folders()[1] ?? '');
    for (const name of ['demo.db', 'demo-world.json', 'demo-record-key.pem'])
      assert(existsSync(join(kept, name)), name);
  });

  it('does not start on a file that cannot be read, changes nothing, and begins anew when told to', async () => {
    await demo('1', (call) => call('/sandbox/people', { id: PUPPET }));
    writeFileSync(join(folder, 'demo-world.json'), '{"v":1');
    const before = readdirSync(folder);
    await assert.rejects(demo('1', ids), {
      code: 'config-invalid',
      message: /cannot go on: .*is no JSON\. Nothing was changed\. Start once with DEMO_KEEP=fresh/,
    });
    assert.deepEqual(readdirSync(folder), before);
    await demo('fresh', async (call) => assert(!(await ids(call)).includes(PUPPET)));
    const [kept = ''] = folders();
    assert.equal(readFileSync(join(folder, kept, 'demo-world.json'), 'utf8'), '{"v":1');
    await demo('1', async (call) => assert(!(await ids(call)).includes(PUPPET)));
    assert.equal(folders().length, 1, 'what "fresh" began is kept');
  });
});
