import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { credentialFiles } from '../../../src/cli/doctor/checks/credential-files.ts';
import { ROLES } from '../../../src/sandbox/company/roles.ts';
import { DEMO_APP } from '../../../src/sandbox/oauth/demo-app.ts';
import { selfSigned } from '../../http/self-signed.ts';
import { Examined } from './examined.ts';

/** `UPDATE_DOCTOR=1` writes it anew. */
const UPDATE = process.env.UPDATE_DOCTOR === '1';
const SHOWN = 'docs/doctor.txt';

/** Nothing on this machine any more; nothing is called either. */
const IN_AZURE = {
  SANDBOX: undefined,
  LOGIN_BASE_URL: undefined,
  GRAPH_BASE_URL: undefined,
  MDE_BASE_URL: undefined,
  PORTAL_BASE_URL: undefined,
};
const NOBODY = '77777777-7777-4777-8777-777777777777';
const MINUTE = 60_000;

describe('airlock doctor', () => {
  let service: Examined;
  beforeEach(async () => {
    service = await Examined.open();
  });
  afterEach(() => service.close());

  it('finds everything well in a service that is, as the documentation shows it', async () => {
    const { code, text } = await service.examine();
    assert.equal(code, 0, text);
    assert.doesNotMatch(text, /^(warning|failure)/m);
    const shown = text.replaceAll(service.env.DATA_DIR ?? '', '/var/lib/airlock');
    if (UPDATE) writeFileSync(SHOWN, shown);
    assert.equal(shown, readFileSync(SHOWN, 'utf8'));
  });

  it('finds the portal well, but for its being unsupported', async () => {
    service.signIn('omar');
    const { code, text } = await service.examine();
    assert.equal(code, 0, text);
    assert.deepEqual(text.match(/^(warning|failure).*/gm), [
      'warning  Connector: portal: approved changes are written by an API that Microsoft does not support',
    ]);
    assert.match(text, /3 people beside the owner of the portal session can approve/);
  });

  it('finds a service well that was not granted what is optional, and says what is not told then', async () => {
    service.permissions.graph.delete('SecurityAlert.Read.All');
    service.permissions.mde.delete('Score.Read.All');
    const { code, text } = await service.examine();
    assert.equal(code, 0, text);
    assert.match(text, /^ok {7}Microsoft Graph: SecurityAlert\.Read\.All is not granted, and is not told: .*alerts/m);
    assert.match(text, /^ok {7}Defender API: Score\.Read\.All is not granted/m);
    assert.match(text, / 0 warnings, 0 failures/);
  });

  /** Each spoils one thing; the doctor names it, and says how to mend it. */
  const failures: Record<string, { spoil: () => unknown; says: RegExp }> = {
    'an old Node.js': {
      spoil: () => {
        service.node = 'v20.18.3';
      },
      says: /^failure {2}Node\.js: is v20\.18\.3$/m,
    },
    'an app id that is empty': {
      spoil: () => Object.assign(service.env, { BOT_APP_ID: '' }),
      says: /^failure {2}Settings: BOT_APP_ID is not a GUID$/m,
    },
    'a multi-tenant bot': {
      spoil: () => Object.assign(service.env, { BOT_APP_TYPE: 'MultiTenant' }),
      says: /^failure {2}Settings: BOT_APP_TYPE is multi-tenant/m,
    },
    'loopback without the word for it': {
      spoil: () => Object.assign(service.env, { SANDBOX: undefined }),
      says: /^failure {2}Settings: GRAPH_BASE_URL is no https address of Microsoft's/m,
    },
    'a secret that is wrong': {
      spoil: () => {
        chmodSync(String(service.env.GRAPH_SECRET_FILE), 0o600);
        service.file('graph-secret', 'another~secret', 0o400);
      },
      says: /^failure {2}Microsoft Graph: could not be checked\n.*AADSTS7000215\)\n.*The client secret is wrong/m,
    },
    'a secret of the bot that is wrong': {
      spoil: () => Object.assign(service.env, { BOT_APP_SECRET: 'another~secret' }),
      says: /^failure {2}Bot: could not be checked\n.*AADSTS7000215/m,
    },
    'a tenant that is not there': {
      spoil: () => Object.assign(service.env, { TENANT_ID: NOBODY }),
      says: /^failure {2}Microsoft Graph: could not be checked\n.*AADSTS90002\)\n.*compare TENANT_ID/m,
    },
    'an app that is not there': {
      spoil: () => Object.assign(service.env, { GRAPH_CLIENT_ID: NOBODY }),
      says: /^failure {2}Defender API: could not be checked\n.*AADSTS700016/m,
    },
    'people that may not be read': {
      spoil: () => service.permissions.graph.delete('User.Read.All'),
      says: /^failure {2}Microsoft Graph: User\.Read\.All is not granted\n.*\n.*Grant User\.Read\.All/m,
    },
    'roles that may not be read': {
      spoil: () => service.permissions.graph.delete('RoleManagement.Read.Directory'),
      says: /^failure {2}Microsoft Graph: RoleManagement\.Read\.Directory is not granted$/m,
    },
    'device groups that may not be read': {
      spoil: () => service.permissions.graph.delete('RoleManagement.Read.Defender'),
      says: /^failure {2}Microsoft Graph: RoleManagement\.Read\.Defender is not granted$/m,
    },
    'devices that may not be read': {
      spoil: () => service.permissions.mde.delete('Machine.Read.All'),
      says: /^failure {2}Defender API: Machine\.Read\.All is not granted$/m,
    },
    'an optional permission that the API denies': {
      spoil: () =>
        service.sandbox.world.faults.push({ surface: 'mde', kind: 'status', status: 403, path: '/exposureScore' }),
      says: /^failure {2}Defender API: Score\.Read\.All does not work \(HTTP 403\)$/m,
    },
    'a permission that the token names and the API denies': {
      spoil: () =>
        service.sandbox.world.faults.push({ surface: 'mde', kind: 'status', status: 403, path: '/machines' }),
      says: /^failure {2}Defender API: Machine\.Read\.All does not work \(HTTP 403\)$/m,
    },
    'Graph out of reach': {
      spoil: () => Object.assign(service.env, { GRAPH_BASE_URL: 'http://127.0.0.1:1' }),
      says: /^failure {2}Microsoft Graph: gives no answer\n.*127\.0\.0\.1:1 did not answer/m,
    },
    'nobody to approve': {
      spoil: () => Object.assign(service.env, { APPROVER_IDS: '' }),
      says: /^failure {2}Approvers and requesters: APPROVER_IDS is empty$/m,
    },
    'too few to approve': {
      spoil: () => Object.assign(service.env, { APPROVALS_REQUIRED: '4' }),
      says: /^failure {2}Approvers and requesters: 4 people can approve, and it takes 5$/m,
    },
    'one admin left beside the owner of the session': {
      spoil: () => {
        service.signIn('omar');
        for (const person of service.sandbox.world.people)
          if (/^(grace|bob)@/.test(person.userPrincipalName))
            for (const role of Object.values(ROLES)) person.roles.delete(role);
      },
      says: /^failure {2}Approvers and requesters: 1 person beside the owner of the portal session can approve, and it takes 2$/m,
    },
    'nobody to ask': {
      spoil: () => Object.assign(service.env, { REQUESTER_IDS: NOBODY }),
      says: /^failure {2}Approvers and requesters: nobody can ask for changes$/m,
    },
    'no session': {
      spoil: () => {
        service.signIn('omar');
        rmSync(String(service.env.PORTAL_SESSION_FILE));
      },
      says: /^failure {2}Connector: the session file does not exist$/m,
    },
    'a session that others can read': {
      spoil: () => service.signIn('omar', {}, 0o644),
      says: /^failure {2}Connector: the session file can be read by others/m,
    },
    'a session that has ended': {
      spoil: () => {
        service.signIn('omar');
        service.sandbox.world.faults.push({ surface: 'portal', kind: 'status', status: 440 });
      },
      says: /^failure {2}Connector: Defender cannot be read\n.*session with the Defender portal has ended.*\n.*PORTAL_SESSION_FILE/m,
    },
    'a session of nobody': {
      spoil: () => service.signIn('omar', { owner: 'nobody@harbourline.example' }),
      says: /^failure {2}Connector: nobody@harbourline\.example, whose session it is said to be, is not in the directory$/m,
    },
    'the portal without its sentence': {
      spoil: () => Object.assign(service.env, { DEFENDER_CONNECTOR: 'portal', PORTAL_SESSION_FILE: '/run/session' }),
      says: /^failure {2}Settings: PORTAL_ACKNOWLEDGEMENT is not set, though DEFENDER_CONNECTOR is portal$/m,
    },
    'a clock that is ahead': {
      spoil: () => {
        service.ahead = 6 * MINUTE;
      },
      says: /^failure {2}Clock: is 6 minutes ahead$/m,
    },
    'a clock that is behind': {
      spoil: () => {
        service.ahead = -20 * MINUTE;
      },
      says: /^failure {2}Clock: is 20 minutes behind$/m,
    },
    'a folder that is none': {
      spoil: () => Object.assign(service.env, { DATA_DIR: service.file('a-file', '') }),
      says: /^failure {2}Store: .*airlock\.db cannot be made: .*a-file is not a folder$/m,
    },
    'a database that is none': {
      spoil: () => {
        for (const suffix of ['-wal', '-shm']) rmSync(`${service.database}${suffix}`, { force: true });
        writeFileSync(service.database, 'nothing of the kind, and long enough to be looked at');
      },
      says: /^failure {2}Store: could not be checked\n.*The file is no database of Airlock/m,
    },
    'a database of a newer version': {
      spoil: () => sql("insert into kysely_migration (name, timestamp) values ('9999-later', '2030')"),
      says: /^failure {2}Store: .* was made by a newer version\n.*9999-later/m,
    },
    'a record that was edited': {
      spoil: () =>
        sql(
          `insert into audit values (1, '${'0'.repeat(64)}', '${'1'.repeat(64)}', 't', 1, 'request.x', 'service', null, '{}')`,
        ),
      says: /^failure {2}Store: the record is broken at entry 1: entry 1 was changed/m,
    },
    'a package for another bot': {
      spoil: () => {
        const path = join(service.packageFolder, 'manifest.json');
        writeFileSync(path, readFileSync(path, 'utf8').replace(/\$\{\{BOT_APP_ID\}\}/, NOBODY));
      },
      says: /^failure {2}App package: the manifest names the bot 77777777-.*, not BOT_APP_ID$/m,
    },
    'a package without a manifest': {
      spoil: () => rmSync(join(service.packageFolder, 'manifest.json')),
      says: /^failure {2}App package: appPackage\/manifest\.json is missing/m,
    },
  };
  for (const [title, { spoil, says }] of Object.entries(failures)) {
    it(`names ${title}, and exits with 1`, async () => {
      await spoil();
      const { code, text } = await service.examine();
      assert.match(text, says);
      assert.equal(code, 1, text);
      assert.equal(text.match(/^(failure|warning) /gm)?.length, text.match(/^ {9}Mend: ./gm)?.length);
      assert(!text.includes(DEMO_APP.clientSecret) && !text.includes('another~secret'));
    });
  }

  const warnings: Record<string, { spoil: () => unknown; says: RegExp; fileMode?: number }> = {
    'a clock three minutes ahead': {
      spoil: () => {
        service.ahead = 3 * MINUTE;
      },
      says: /^warning {2}Clock: is 3 minutes ahead$/m,
    },
    'a variable that is nearly one': {
      spoil: () => Object.assign(service.env, { APPROVALS_REQUIERD: '2' }),
      says: /^warning {2}Settings: APPROVALS_REQUIERD is no variable of Airlock\n.*\n.*Did you mean APPROVALS_REQUIRED\?$/m,
    },
    'a .env file that others can read': {
      spoil: () => undefined,
      says: /^warning {2}Settings: \.env can be read by other users/m,
      fileMode: 0o644,
    },
    'a secret that others can read': {
      spoil: () => chmodSync(String(service.env.GRAPH_SECRET_FILE), 0o444),
      says: /^warning {2}Credential files: GRAPH_SECRET_FILE can be read by other users/m,
    },
    'a group that nobody is in': {
      spoil: () => Object.assign(service.env, { APPROVER_IDS: `${ROLES['Security Administrator']},${NOBODY}` }),
      says: /^warning {2}Approvers and requesters: nobody holds 77777777-/m,
    },
    'a right to write that is not needed': {
      spoil: () => service.permissions.graph.add('User.ReadWrite.All'),
      says: /^warning {2}Microsoft Graph: it also grants User\.ReadWrite\.All$/m,
    },
    'a session that grows old': {
      spoil: () => {
        service.signIn('omar');
        service.age(60 * MINUTE);
      },
      says: /^warning {2}Connector: the session is 60 minutes old$/m,
    },
  };
  for (const [title, { spoil, says, fileMode = null }] of Object.entries(warnings)) {
    it(`warns of ${title}, and exits with 0`, async () => {
      spoil();
      const { code, text } = await service.examine([], fileMode);
      assert.match(text, says);
      assert.equal(code, 0, text);
    });
  }

  it('looks at a database that a later version will change without changing it', async () => {
    sql("delete from kysely_migration where name = '0002-forms'");
    const { code, text } = await service.examine();
    assert.match(text, /^ok {7}Store: .* gets 0002-forms at the next start/m);
    assert.equal(code, 0);
    assert.match((await service.examine()).text, /gets 0002-forms/, 'still');
  });

  it('makes no database where there is none yet', async () => {
    rmSync(join(service.folder, 'data'), { recursive: true });
    assert.match((await service.examine()).text, /^ok {7}Store: .* is made at the first start$/m);
    assert.match((await service.examine()).text, /is made at the first start/, 'still');
  });

  for (const [title, days, level, says] of [
    ['in force', 400, 'ok', /^GRAPH_CERTIFICATE_FILE is kept well$/],
    ['about to end', 12, 'warning', /^GRAPH_CERTIFICATE_FILE: the certificate ends in 1[12] days$/],
    ['that has ended', -2, 'failure', /^GRAPH_CERTIFICATE_FILE: the certificate has ended$/],
  ] as const) {
    it(`reads of a certificate when it ends: one ${title}`, async () => {
      const { key, cert } = selfSigned(Date.now() + days * 24 * 60 * MINUTE);
      const pem = service.file('graph.pem', `${key}${cert}`, 0o400);
      const identity = { GRAPH_SECRET_FILE: undefined, GRAPH_CREDENTIAL: 'certificate', GRAPH_CERTIFICATE_FILE: pem };
      Object.assign(service.env, IN_AZURE, identity);
      const findings = await credentialFiles.run(service.context());
      assert.deepEqual(
        findings.map((finding) => finding.level),
        [level],
      );
      assert.match(findings[0]?.what ?? '', says);
    });
  }

  it('is a command, whose exit code tells', async () => {
    const { PATH } = process.env;
    const ended = await new Promise<{ code: number; out: string }>((resolve) => {
      const args = ['--import', 'tsx', 'src/cli/airlock.ts', 'doctor'];
      execFile(process.execPath, args, { env: { PATH, ...service.env } }, (error, out) =>
        resolve({ code: Number(error?.code ?? 0), out }),
      );
    });
    assert.match(ended.out, /^\d+ ok, 0 warnings, 0 failures\.$/m);
    assert.equal(ended.code, 0);
  });

  function sql(statement: string): void {
    const db = new Database(service.database);
    db.exec(statement);
    db.close();
  }
});
