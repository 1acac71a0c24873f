import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import { readWorldFile } from '../../../../src/sandbox/keep/world-file.ts';
import { alertState, updateAlert } from '../../../../src/sandbox/mde/alerts/alert-states.ts';
import {
  activeIndicators,
  CLOUD_APPS,
  submitIndicator,
} from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { investigationsOf } from '../../../../src/sandbox/mde/investigations.ts';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { type Json, send } from '../defender/portal-browser.ts';

const PUPPET = 'dead0000-0000-4000-8000-000000000001';
const DOMAIN = { indicatorValue: 'saas.example', indicatorType: 'DomainName' } as const;
const CHANNEL = '19:soc@thread.tacv2';
const fail = (error: unknown): void => assert.fail(String(error));

describe('a sandbox that is kept', () => {
  let folder: string;
  let file: string;
  let sandbox: Sandbox;
  const open = async () =>
    startSandbox({ port: 0, botUrl: () => 'http://127.0.0.1:1/', now: () => now, kept: readWorldFile(file) });
  const get = async (path: string): Promise<Json> => (await send(sandbox.url + path)).body;
  const post = (path: string, body: unknown) => send(sandbox.url + path, { method: 'POST', body });
  const say = (text: string, conversationId = CHANNEL) =>
    post('/chat/messages', { as: PEOPLE_IDS.alice, conversationId, text, mentionBot: false });
  let now: number;

  beforeEach(async () => {
    now = Date.parse('2026-11-24T03:00:00Z');
    folder = mkdtempSync(join(tmpdir(), 'airlock-kept-'));
    file = join(folder, 'world.json');
    sandbox = await open();
    sandbox.keepIn(file, fail);
  });
  afterEach(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function seen(): Promise<Json> {
    const channel = `/chat/conversations/${encodeURIComponent(CHANNEL)}/messages?as=${PUPPET}`;
    return {
      people: await get('/sandbox/people'),
      tenant: await get('/sandbox/tenant'),
      kind: (await get('/sandbox/status')).kind,
      messages: (await get(channel)).messages.map(({ asOf: _asOf, ...shown }: Json) => shown),
      indicators: activeIndicators(sandbox.world),
      alerts: investigationsOf(sandbox.world).map((one) => alertState(sandbox.world, one).comments),
      conversations: await get(`/chat/conversations?as=${PEOPLE_IDS.bob}`),
    };
  }

  it('goes on where it ended: people, tenant, messages, threads, what was read', async () => {
    await post('/sandbox/people', { id: PUPPET, roles: ['Security Administrator'], otherMails: null });
    await post('/sandbox/people', { id: PEOPLE_IDS.rita, status: 404 });
    await post('/sandbox/tenant', { kind: 'current' });
    await post('/sandbox/edit', { features: { EnableEndpointDlp: false } });
    await post('/sandbox/edit', { group: 'Lab', set: { Colour: 'red' } });
    const first = (await say('hello')).body.message;
    await say('there', `${CHANNEL};messageid=${first.id}`);
    await post(`/chat/conversations/${encodeURIComponent(CHANNEL)}/read`, { as: PEOPLE_IDS.bob });
    await post('/sandbox/faults', { surface: 'graph', kind: 'hang' });
    submitIndicator(sandbox.world, { ...DOMAIN, action: 'Block', title: 't', description: 'd' }, CLOUD_APPS);
    const [alert] = investigationsOf(sandbox.world);
    assert(alert);
    updateAlert(sandbox.world, alert, { status: 'InProgress', comment: 'Mine' }, 'sam');
    const before = await seen();
    await sandbox.close();
    now -= 1_000;
    sandbox = await open();
    assert.deepEqual(await seen(), before);
    assert.deepEqual(await get('/sandbox/faults'), []);
    const next = (await say('again', `${CHANNEL};messageid=${first.id}`)).body.message;
    assert(Number(next.id) > Number(before.messages.at(-1).id), 'ids go on');
  });

  it('has a change in its file before it is answered, whatever happens next, for its owner alone', async () => {
    await post('/sandbox/people', { id: PEOPLE_IDS.bob, employeeId: null });
    const kept = readWorldFile(file);
    assert.equal(kept?.people.find(({ id }) => id === PEOPLE_IDS.bob)?.employeeId, null);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(folder), ['world.json']);
  });

  it('leaves the file whole when it cannot write, and says so', async () => {
    await sandbox.close();
    const before = readFileSync(file, 'utf8');
    mkdirSync(`${file}.new`);
    const failed: unknown[] = [];
    sandbox = await open();
    sandbox.keepIn(file, (error) => failed.push(error));
    await post('/sandbox/people', { id: PUPPET });
    assert.equal(failed.length, 2);
    assert.equal(readFileSync(file, 'utf8'), before);
  });

  it('keeps the habit of the tenant with its devices; a file without one goes on as assumed', async () => {
    await post('/sandbox/tenant', { habit: 'duplicates' });
    await sandbox.close();
    sandbox = await open();
    assert.equal((await get('/sandbox/status')).habit, 'duplicates');
    assert.equal((await get('/sandbox/devices')).total, 403);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"habit":"duplicates",', ''));
    assert.equal(readWorldFile(file)?.tenant.habit, 'as-assumed');
  });

  it('is fresh where there is no file', () => {
    assert.equal(readWorldFile(join(folder, 'nothing.json')), null);
  });

  for (const [what, spoil, words] of [
    ['was cut', (text: string) => text.slice(0, 200), /world\.json is no JSON\.$/],
    ['is of another version', (text: string) => text.replace('"v":1', '"v":2'), /what this version keeps \(v: /],
    ['lacks something', (text: string) => text.replace('"employeeId"', '"number"'), /\(people\.0/],
    ['is empty', () => '', /is no JSON/],
  ] as const) {
    it(`does not guess at a file that ${what}`, () => {
      writeFileSync(file, spoil(readFileSync(file, 'utf8')));
      assert.throws(() => readWorldFile(file), { code: 'config-invalid', message: words });
    });
  }
});
