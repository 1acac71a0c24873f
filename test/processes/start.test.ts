import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { DEMO_APP } from '../../src/sandbox/oauth/demo-app.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { auditPlace } from '../../src/store/audit/audit-record.ts';
import { originOf, signedNote } from '../../src/store/record/checkpoint.ts';
import { postgresDatabase } from '../support/databases/postgres-database.ts';
import { bundled } from '../support/processes/bundled.ts';
import { TEST_KEYS } from '../support/runtime/record-keys.ts';
import { LOOPBACK } from '../unit/service/config/environment.ts';
import { FROM_SOURCE, StartedProcess } from './start-process.ts';

describe('the process', function () {
  this.timeout(120_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-start-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('does not start without its settings, and never starts the demo instead', async () => {
    const started = new StartedProcess(folder, {});
    assert.equal(await started.ended(), 1);
    assert.match(started.err, /^Airlock does not start:\n {2}TENANT_ID is not set/);
    assert.match(started.err, /BOT_APP_ID is not set.*\n.*BOT_APP_TYPE is not set/);
    assert.equal(started.out, '');
    assert.deepEqual(readdirSync(folder), [], 'nothing is made');
  });

  it('does not start with an empty app id from a .env file, nor with a word it does not know', async () => {
    writeFileSync(join(folder, '.env'), 'BOT_APP_ID=\n');
    const [empty, strange] = [
      new StartedProcess(folder, LOOPBACK_WITHOUT_APP),
      new StartedProcess(folder, {}, [...FROM_SOURCE, '--demo']),
    ];
    assert.equal(await empty.ended(), 1);
    assert.match(empty.err, /BOT_APP_ID is not a GUID/);
    assert.equal(await strange.ended(), 1);
    assert.match(strange.err, /nothing behind its name/);
  });

  describe('for a tenant', () => {
    let sandbox: Sandbox;
    before(async () => {
      sandbox = await startSandbox({ port: 0, botUrl: () => 'http://127.0.0.1:1/', now: () => Date.now() });
    });
    after(() => sandbox.close());

    const settings = () => ({
      ...LOOPBACK,
      TENANT_ID: sandbox.world.tenantId,
      BOT_APP_ID: DEMO_APP.clientId,
      GRAPH_CLIENT_ID: DEMO_APP.clientId,
      GRAPH_SECRET: DEMO_APP.clientSecret,
      LOGIN_BASE_URL: sandbox.url,
      GRAPH_BASE_URL: sandbox.url,
      MDE_BASE_URL: sandbox.url,
      PORTAL_BASE_URL: sandbox.url,
      ACTIVITY_BASE_URL: sandbox.url,
      PORT: '0',
      OPS_PORT: '0',
    });

    it('starts with the guided connector where nothing else is said, from a .env file, and counts', async () => {
      const lines = Object.entries(settings()).map(([name, value]) => `${name}=${value?.replaceAll('\n', '\\n')}\n`);
      writeFileSync(join(folder, '.env'), lines.join(''), { mode: 0o600 });
      const started = new StartedProcess(folder, {});
      const [, url] = await started.says(
        /on (http:\/\/127\.0\.0\.1:\d+)\. Connector: guided\. .*writes nothing to Defender/,
      );
      const [, opsUrl] = await started.says(/Health and metrics, for inside only: (http:\S+)/);
      assert(url && opsUrl);
      assert.match(await (await fetch(`${opsUrl}/metrics`)).text(), /^airlock_backlog\{queue="tasks"\} [01]$/m);
      for (const path of ['/metrics', '/healthz', '/readyz'])
        assert.equal((await fetch(`${url}${path}`)).status, 404, 'nothing of it is reached from outside');
      assert.equal((await fetch(`${opsUrl}/api/messages`, { method: 'POST' })).status, 404);
      assert.equal(await started.stop(), 0);
      assert.equal(sandbox.world.tenant.writes.length, 0);
    });

    it('does not start with secrets in files that others can use, and names each with what to do', async () => {
      const files = ['record-key.pem', 'bot.pem', 'graph.pem'].map((name) => join(folder, name));
      for (const file of files) writeFileSync(file, 'secret', { mode: 0o644 });
      const [key, bot, graph] = files;
      const started = new StartedProcess(folder, {
        ...settings(),
        ...{ RECORD_KEY: undefined, BOT_APP_SECRET: undefined, GRAPH_SECRET: undefined },
        ...{ RECORD_KEY_FILE: key, BOT_APP_CERTIFICATE_FILE: bot, GRAPH_CREDENTIAL: 'certificate' },
        GRAPH_CERTIFICATE_FILE: graph,
      });
      assert.equal(await started.ended(), 1);
      for (const name of ['RECORD_KEY_FILE', 'BOT_APP_CERTIFICATE_FILE', 'GRAPH_CERTIFICATE_FILE'])
        assert.match(started.err, new RegExp(`${name} names a file that others can use[^\n]*0600`));
      assert.match(started.err, new RegExp(`chmod 600 ${key}`));
      assert.deepEqual(readdirSync(folder).length, files.length, 'nothing is made');
    });

    it('starts on PostgreSQL with a role of its own, once `migrate` has made the tables with that of their owner', async () => {
      const database = await postgresDatabase();
      const name = `airlock_${randomUUID().replaceAll('-', '')}`;
      const [owner, service] = [`${name}_owner`, name].map((username) =>
        Object.assign(new URL(database.url), { username, password: name }),
      );
      const server = Object.assign(new URL(database.url), { pathname: '/postgres' }).href;
      try {
        for (const role of [name, `${name}_owner`])
          await inDatabase(server, `create role ${role} login password '${name}'`);
        await inDatabase(
          database.url,
          `alter database ${new URL(database.url).pathname.slice(1)} owner to ${name}_owner`,
        );
        const own = { ...settings(), DATABASE_URL: service?.href };
        const made = new StartedProcess(folder, { ...own, DATABASE_OWNER_URL: owner?.href }, [
          ...(await bundled('src/cli/airlock.ts')),
          'migrate',
        ]);
        assert.equal(await made.ended(), 0, made.err);
        const started = new StartedProcess(folder, own);
        const [, opsUrl] = await started.says(/Health and metrics, for inside only: (http:\S+)/);
        assert.equal((await fetch(`${opsUrl}/readyz`)).status, 200);
        assert.equal(await started.stop(), 0);
        const { faults, entries } = await auditPlace({ url: service?.href ?? '' }, { keys: TEST_KEYS.known });
        assert.deepEqual([faults, entries > 1], [[], true]);
        await assert.rejects(inDatabase(service?.href, 'delete from audit'), { code: '42501' });
      } finally {
        await database.drop();
        for (const role of [name, `${name}_owner`]) await inDatabase(server, `drop role if exists ${role}`);
      }
    });

    it('does not start on an empty store beside checkpoints, and names both', async () => {
      const witness = join(folder, 'checkpoints');
      const origin = originOf(sandbox.world.tenantId);
      writeFileSync(witness, signedNote(TEST_KEYS, { origin, count: 12, head: 'a'.repeat(64) }));
      const started = new StartedProcess(folder, { ...settings(), AUDIT_WITNESS_FILE: witness });
      assert.equal(await started.ended(), 1);
      assert.match(
        started.err,
        /airlock\.db is empty, and AUDIT_WITNESS_FILE \(\S+checkpoints\) tells of a record of 12 entries.*#an-empty-store/,
      );
    });

    it('starts, says what it will do, lets nobody in without a token, and stops cleanly on SIGTERM', async () => {
      const session = join(folder, 'session.json');
      writeFileSync(session, JSON.stringify(sandbox.portalSession()), { mode: 0o600 });
      const started = new StartedProcess(folder, {
        ...settings(),
        DEFENDER_CONNECTOR: 'portal',
        PORTAL_SESSION_FILE: session,
        PORTAL_ACKNOWLEDGEMENT: 'I understand that Microsoft does not support this API',
      });
      const [, url] = await started.says(
        /on (http:\/\/127\.0\.0\.1:\d+)\. Connector: portal\. .*which Microsoft does not support/,
      );
      const [, opsUrl] = await started.says(/Health and metrics, for inside only: (http:\S+)/);
      assert(url && opsUrl);
      assert.equal((await fetch(`${opsUrl}/readyz`)).status, 200);
      const activity = {
        type: 'message',
        text: 'status',
        channelId: 'msteams',
        serviceUrl: 'https://smba.trafficmanager.net/',
      };
      const answer = await fetch(`${url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(activity),
      });
      assert.deepEqual([answer.status, await answer.json()], [401, { error: 'The caller is not known.' }]);
      for (const [at, bytes] of [url, opsUrl].flatMap((one) => [[one, ''] as const, [one, 'GET / HT'] as const]))
        await silent(at, bytes);
      assert.equal(await started.stop(), 0);
      for (const line of started.out.trim().split('\n')) assert.equal(JSON.parse(line).service, 'airlock');
      assert(!`${started.out}${started.err}`.includes(DEMO_APP.clientSecret));
    });
  });
});

async function inDatabase(connectionString: string | undefined, statement: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A caller who keeps a connection open, and says no more than this. */
async function silent(at: string, bytes: string): Promise<void> {
  const socket = connect(Number(new URL(at).port), '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(bytes);
}

const { BOT_APP_ID: _left, ...LOOPBACK_WITHOUT_APP } = LOOPBACK;
