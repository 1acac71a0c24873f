import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONNECTORS } from '../../../../src/defender/registry/connectors.ts';
import { DEMO_APP } from '../../../../src/sandbox/oauth/demo-app.ts';
import { readServiceConfig } from '../../../../src/service/config/read-config.ts';
import { LOOPBACK, MANAGED, SECRET, withSecret } from './environment.ts';
import { faultsOf } from './faults-of.ts';

type Env = Record<string, string | undefined>;

const read = (env: Env) => readServiceConfig({ env, faults: [] });

const named = (env: Env) => faultsOf(() => read(env)).faults.map(({ variable, problem }) => `${variable} ${problem}`);

describe('the settings of the service', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-config-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function file(name: string, content: string, mode = 0o600): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    chmodSync(path, mode);
    return path;
  }

  it('start it with two managed identities and nothing else', () => {
    const config = read(MANAGED);
    assert.deepEqual(config.connector, { kind: 'guided', settings: {} });
    assert.deepEqual(config.graph, { kind: 'managed-identity', clientId: MANAGED.GRAPH_CLIENT_ID });
    assert.deepEqual(config.bot, {
      appId: MANAGED.BOT_APP_ID,
      tenantId: MANAGED.TENANT_ID,
      cloud: 'public',
      appType: 'UserAssignedMSI',
    });
    assert.deepEqual([config.host, config.port, config.sandbox], ['0.0.0.0', 3978, false]);
    assert.equal(config.endpoints.graph, 'https://graph.microsoft.com');
    assert('file' in config.database && config.database.file.endsWith('.airlock/airlock.db'));
  });

  it('start it with secrets from files, without the line break behind them', () => {
    const path = file('secret', `${SECRET}\n`);
    const config = read({ ...withSecret(), BOT_APP_SECRET: undefined, BOT_APP_SECRET_FILE: path });
    assert('secret' in config.bot && config.bot.secret === SECRET);
  });

  it('start it against the sandbox as the documentation says, which asks for its audit log there, too', () => {
    const page = readFileSync('docs/architecture.md', 'utf8');
    const shown = /```\n(SANDBOX=loopback\n[^`]*)```/.exec(page)?.[1] ?? assert.fail();
    const env = Object.fromEntries(
      shown
        .trim()
        .split('\n')
        .map((line) => line.split('=', 2)),
    );
    const { bot, endpoints } = read({ ...env, RECORD_KEY_FILE: undefined, RECORD_KEY: MANAGED.RECORD_KEY });
    assert('secret' in bot && bot.secret === DEMO_APP.clientSecret && bot.appId === DEMO_APP.clientId);
    assert.equal(endpoints.activity, 'http://127.0.0.1:3979');
  });

  it('know the hosts of the government cloud', () => {
    const { endpoints } = read({
      ...MANAGED,
      CLOUD: 'us-government',
      GRAPH_BASE_URL: 'https://dod-graph.microsoft.us',
    });
    assert.deepEqual(endpoints, {
      login: 'https://login.microsoftonline.us',
      graph: 'https://dod-graph.microsoft.us',
      mde: 'https://api-gov.securitycenter.microsoft.us',
      portal: 'https://security.microsoft.us',
      activity: 'https://manage.office365.us',
    });
  });

  it('name the word that is no kind, or no act, among others that are', () => {
    assert.match(
      named({ CHANGE_KINDS: 'device-tags,scan' }).join('\n'),
      /CHANGE_KINDS names "scan", which is none of device-tags, /,
    );
    assert.match(
      named({ EMERGENCY_ACTIONS: 'isolate, free, lock' }).join('\n'),
      /names "free", "lock", which are none of isolate, /,
    );
  });

  it('are all asked for at once when there is none, each with an example', () => {
    const { faults, message } = faultsOf(() => read({}));
    assert.deepEqual(
      faults.map(({ variable }) => variable),
      ['TENANT_ID', 'BOT_APP_ID', 'BOT_APP_TYPE', 'GRAPH_CREDENTIAL', 'GRAPH_CLIENT_ID', 'RECORD_KEY_FILE'],
    );
    for (const { variable } of faults)
      assert.match(message, new RegExp(`^  ${variable} .*Example: ${variable}=\\S`, 'm'));
  });

  const portal = { DEFENDER_CONNECTOR: 'portal', PORTAL_SESSION_FILE: '/run/session.json' };
  const acknowledged = { ...portal, PORTAL_ACKNOWLEDGEMENT: 'I understand that Microsoft does not support this API' };

  it('start the portal connector only with a session file and the sentence', () => {
    assert.deepEqual(read({ ...MANAGED, ...acknowledged }).connector, {
      kind: 'portal',
      settings: {
        portalSessionFile: '/run/session.json',
        portalAcknowledgement: acknowledged.PORTAL_ACKNOWLEDGEMENT,
      },
    });
  });

  const wrong: Record<string, { env: () => Env; says: RegExp[] }> = {
    'an empty app id': { env: () => ({ ...MANAGED, BOT_APP_ID: '' }), says: [/^BOT_APP_ID is not a GUID/] },
    'the GUID of nothing as app id': {
      env: () => ({ ...MANAGED, BOT_APP_ID: '00000000-0000-0000-0000-000000000000' }),
      says: [/^BOT_APP_ID is the empty GUID/],
    },
    'a multi-tenant bot': {
      env: () => ({ ...MANAGED, BOT_APP_TYPE: 'MultiTenant' }),
      says: [/^BOT_APP_TYPE is multi-tenant/],
    },
    'a bot of no kind': { env: () => ({ ...MANAGED, BOT_APP_TYPE: 'Both' }), says: [/^BOT_APP_TYPE is neither/] },
    'a managed identity with a secret': {
      env: () => ({ ...MANAGED, BOT_APP_SECRET: SECRET }),
      says: [/^BOT_APP_SECRET is set, though BOT_APP_TYPE is UserAssignedMSI/],
    },
    'a single-tenant bot without a proof': {
      env: () => ({ ...MANAGED, BOT_APP_TYPE: 'SingleTenant' }),
      says: [/^BOT_APP_SECRET_FILE is not set, though BOT_APP_TYPE is SingleTenant/],
    },
    'two proofs of one bot': {
      env: () => ({ ...withSecret(), BOT_APP_SECRET_FILE: file('second', SECRET) }),
      says: [/^BOT_APP_SECRET_FILE is set beside BOT_APP_SECRET/],
    },
    'a secret file that is not there': {
      env: () => ({ ...withSecret(), BOT_APP_SECRET: undefined, BOT_APP_SECRET_FILE: join(folder, 'none') }),
      says: [/^BOT_APP_SECRET_FILE names a file that cannot be read \(ENOENT\)/],
    },
    'a secret file with a sentence in it': {
      env: () => ({ ...withSecret(), BOT_APP_SECRET: undefined, BOT_APP_SECRET_FILE: file('prose', 'my secret is 1') }),
      says: [/^BOT_APP_SECRET_FILE names a file that does not contain exactly one client secret/],
    },
    'a secret file that others can read': {
      env: () => ({ ...withSecret(), BOT_APP_SECRET: undefined, BOT_APP_SECRET_FILE: file('loose', SECRET, 0o644) }),
      says: [/^BOT_APP_SECRET_FILE names a file that others can use: its mode must be 0600 or 0400/],
    },
    'certificate files that a group can read': {
      env: () => ({
        ...withSecret(),
        BOT_APP_SECRET: undefined,
        BOT_APP_CERTIFICATE_FILE: file('bot.pem', 'nothing', 0o640),
        GRAPH_SECRET: undefined,
        GRAPH_CREDENTIAL: 'certificate',
        GRAPH_CERTIFICATE_FILE: file('graph.pem', 'nothing', 0o640),
      }),
      says: [
        /^BOT_APP_CERTIFICATE_FILE names a file that others can use/,
        /^GRAPH_CERTIFICATE_FILE names a file that others can use/,
      ],
    },
    'a certificate file without a key': {
      env: () => ({ ...MANAGED, BOT_APP_TYPE: 'SingleTenant', BOT_APP_CERTIFICATE_FILE: file('pem', 'nothing') }),
      says: [/^BOT_APP_CERTIFICATE_FILE names a PEM file without an unencrypted private key/],
    },
    'no way to sign in to Graph': {
      env: () => ({ ...MANAGED, GRAPH_CREDENTIAL: undefined }),
      says: [/^GRAPH_CREDENTIAL is not set/],
    },
    'a Graph secret that is missing': {
      env: () => ({ ...MANAGED, GRAPH_CREDENTIAL: 'secret' }),
      says: [/^GRAPH_SECRET_FILE is not set, though GRAPH_CREDENTIAL is secret/],
    },
    'a Graph secret beside a managed identity': {
      env: () => ({ ...MANAGED, GRAPH_SECRET: SECRET }),
      says: [/^GRAPH_SECRET is set, though GRAPH_CREDENTIAL is managed-identity/],
    },
    'a credential that a library could pick up': {
      env: () => ({ ...MANAGED, AZURE_CLIENT_ID: 'x', AZURE_CLIENT_SECRET: SECRET }),
      says: [/^AZURE_CLIENT_ID is set beside a managed identity/, /^AZURE_CLIENT_SECRET is set beside/],
    },
    'the portal without its sentence and file': {
      env: () => ({ ...MANAGED, DEFENDER_CONNECTOR: 'portal' }),
      says: [/^PORTAL_SESSION_FILE is not set, though/, /^PORTAL_ACKNOWLEDGEMENT is not set, though/],
    },
    'a connector that there is not': {
      env: () => ({ ...MANAGED, DEFENDER_CONNECTOR: 'graph' }),
      says: [new RegExp(`^DEFENDER_CONNECTOR is none of ${CONNECTORS.map(({ kind }) => kind).join(', ')}$`)],
    },
    'a port beyond the last': {
      env: () => ({ ...MANAGED, PORT: '65536' }),
      says: [/^PORT must be a whole number from 0 to 65535$/],
    },
    'health and metrics on the port of the bot': {
      env: () => ({ ...MANAGED, PORT: '8080', OPS_PORT: '8080' }),
      says: [/^OPS_PORT is the port of the bot, which is reached from outside$/],
    },
    'a count of nobody': {
      env: () => ({ ...MANAGED, APPROVALS_REQUIRED: '0', OPEN_PER_PERSON: '1000' }),
      says: [
        /^APPROVALS_REQUIRED must be a whole number from 1 to 20$/,
        /^OPEN_PER_PERSON must be a whole number from 1 to 100$/,
      ],
    },
    'a time without its unit': {
      env: () => ({ ...MANAGED, DECISION_WINDOW: '90' }),
      says: [/^DECISION_WINDOW must be a time from 1s to 365d, as a whole number followed by s, m, h or d: 30m, /],
    },
    'the portal with other words': {
      env: () => ({ ...MANAGED, ...portal, PORTAL_ACKNOWLEDGEMENT: 'yes' }),
      says: [/^PORTAL_ACKNOWLEDGEMENT is not the sentence, word for word/],
    },
    'Graph at a stranger’s': {
      env: () => ({ ...MANAGED, GRAPH_BASE_URL: 'https://graph.microsoft.com.evil.example' }),
      says: [/^GRAPH_BASE_URL is not an https address of Microsoft's public cloud/],
    },
    'Graph of another cloud': {
      env: () => ({ ...MANAGED, GRAPH_BASE_URL: 'https://graph.microsoft.us' }),
      says: [/^GRAPH_BASE_URL is not an https address/],
    },
    'Defender without https': {
      env: () => ({ ...MANAGED, MDE_BASE_URL: 'http://api.security.microsoft.com' }),
      says: [/^MDE_BASE_URL is not an https address/],
    },
    'Defender on another port': {
      env: () => ({ ...MANAGED, MDE_BASE_URL: 'https://api.security.microsoft.com:8443' }),
      says: [/^MDE_BASE_URL is not an https address/],
    },
    'a portal with a path': {
      env: () => ({ ...MANAGED, PORTAL_BASE_URL: 'https://security.microsoft.com/apiproxy' }),
      says: [/^PORTAL_BASE_URL is not an address such as/],
    },
    'this machine without the sandbox': {
      env: () => ({ ...MANAGED, GRAPH_BASE_URL: 'http://127.0.0.1:3979' }),
      says: [/^GRAPH_BASE_URL is not an https address/],
    },
    'the sandbox with an address of Microsoft’s': {
      env: () => ({ ...LOOPBACK, GRAPH_BASE_URL: undefined, MDE_BASE_URL: 'https://api.security.microsoft.com' }),
      says: [/^GRAPH_BASE_URL must be this machine/, /^MDE_BASE_URL must be this machine/],
    },
    'the sandbox for other machines': {
      env: () => ({ ...LOOPBACK, HOST: '0.0.0.0', OPS_HOST: '0.0.0.0' }),
      says: [/^HOST must be this machine/, /^OPS_HOST must be this machine/],
    },
    'the sandbox with managed identities': {
      env: () => ({ ...LOOPBACK, ...MANAGED, BOT_APP_SECRET: undefined, GRAPH_SECRET: undefined }),
      says: [/^GRAPH_CREDENTIAL must be secret/, /^BOT_APP_TYPE must be SingleTenant with a secret/],
    },
    'a sandbox of another kind': { env: () => ({ ...LOOPBACK, SANDBOX: 'yes' }), says: [/^SANDBOX is not loopback/] },
    'a database that is none': {
      env: () => ({ ...MANAGED, DATABASE_URL: 'mysql://root:root@db/x' }),
      says: [/^DATABASE_URL cannot be used: .* begins with neither postgres/],
    },
    'a database without TLS': {
      env: () => ({ ...MANAGED, DATABASE_URL: 'postgres://airlock@db.example/airlock' }),
      says: [/^DATABASE_URL cannot be used: .* does not say whether to use TLS/],
    },
    'an approver that is no id': {
      env: () => ({ ...MANAGED, APPROVER_IDS: 'Security Administrator' }),
      says: [/^APPROVER_IDS names the role Security Administrator by its display name; its template id is 194ae4cb-/],
    },
    'a requester that is no id': {
      env: () => ({ ...MANAGED, REQUESTER_IDS: 'SOC leads' }),
      says: [/^REQUESTER_IDS names something that is not a GUID/],
    },
  };
  for (const [title, { env, says }] of Object.entries(wrong)) {
    it(`stop it for ${title}`, () => {
      const found = named(env());
      assert.equal(found.length, says.length, found.join('\n'));
      for (const say of says)
        assert(
          found.some((one) => say.test(one)),
          `${say} is not among:\n${found.join('\n')}`,
        );
    });
  }

  it('never say what a secret was, whatever is wrong with it', () => {
    const spaced = 'hunter two';
    const { message } = faultsOf(() =>
      read({
        ...MANAGED,
        BOT_APP_SECRET: spaced,
        GRAPH_SECRET: SECRET,
        DATABASE_URL: `ftp://u:${SECRET}@h/d`,
        AZURE_PASSWORD: SECRET,
      }),
    );
    for (const told of [spaced, SECRET]) assert(!message.includes(told), message);
  });

  it('cannot be changed once read', () => {
    assert.throws(() => Object.assign(read(MANAGED), { sandbox: true }), TypeError);
  });
});
