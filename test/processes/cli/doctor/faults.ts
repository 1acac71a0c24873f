import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { ROLES } from '../../../../src/sandbox/company/roles.ts';
import { tenantId } from '../../../../src/shared/ids.ts';
import { originOf, signedNote } from '../../../../src/store/record/checkpoint.ts';
import { recordKeys } from '../../../../src/store/record/record-keys.ts';
import { publicPem, TEST_KEYS, testKeyPem } from '../../../support/runtime/record-keys.ts';
import type { Examined } from './examined.ts';

interface Fault {
  readonly spoil: (service: Examined) => unknown;
  /** What the doctor says then, and how to mend it. */
  readonly says: RegExp;
}

export const NOBODY = '77777777-7777-4777-8777-777777777777';
export const MINUTE = 60_000;

/** A checkpoint of a record that this service does not have. */
function noteOf({ env }: Examined): string {
  return signedNote(TEST_KEYS, { origin: originOf(String(env.TENANT_ID)), count: 9, head: 'a'.repeat(64) });
}

/** Lets a service that has a newer key sign the record, after this one did. */
async function rotate(service: Examined): Promise<void> {
  for (const keys of [TEST_KEYS, recordKeys(testKeyPem('b'), publicPem('a'))]) {
    const store = await service.store(keys);
    const own = { tenantId: tenantId.parse(service.env.TENANT_ID), at: 0, actor: 'service', requestId: null };
    await store.send({ messages: [], tasks: [], audit: [{ ...own, event: 'service.start', data: {} }] });
    await store.close();
  }
  Object.assign(service.env, { RECORD_OLD_KEYS_FILE: service.file('old-keys', publicPem('b')) });
}

/** Each spoils one thing. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'checkpoints that cannot be written': {
    spoil: (service) => Object.assign(service.env, { AUDIT_WITNESS_FILE: join(service.folder, 'nodir', 'w') }),
    says: /^failure {2}Checkpoints: the file that AUDIT_WITNESS_FILE names cannot be written \(ENOENT\)\n.*\n.*Make its folder/m,
  },
  'checkpoints that cannot be read': {
    spoil: (service) => Object.assign(service.env, { AUDIT_WITNESS_FILE: service.file('w', 'garbage') }),
    says: /^failure {2}Checkpoints: AUDIT_WITNESS_FILE names a file that holds no checkpoint that can be read/m,
  },
  'a record that is behind its checkpoints': {
    spoil: (service) => Object.assign(service.env, { AUDIT_WITNESS_FILE: service.file('w', noteOf(service)) }),
    says: /^failure {2}Store: the store is empty: the record: it has 0 entries, and a checkpoint says that it had 9/m,
  },
  'a key of the record that had given way to another': {
    spoil: rotate,
    says: /^failure {2}Store: RECORD_KEY_FILE \(or RECORD_KEY\) holds an old key of the record \([0-9a-f]{16}\).*\n.*\n.*newer key/m,
  },
  'a database that is gone': {
    spoil: (service) => {
      Object.assign(service.env, { AUDIT_WITNESS_FILE: service.file('w', noteOf(service)) });
      for (const end of ['', '-wal', '-shm']) rmSync(`${service.database}${end}`, { force: true });
    },
    says: /^failure {2}Store: \S+ is not there, and a checkpoint says that its record had 9 entries/m,
  },
  'an old Node.js': {
    spoil: (service) => {
      service.node = 'v20.18.3';
    },
    says: /^failure {2}Node\.js: is v20\.18\.3$/m,
  },
  'an app id that is empty': {
    spoil: (service) => Object.assign(service.env, { BOT_APP_ID: '' }),
    says: /^failure {2}Settings: BOT_APP_ID is not a GUID$/m,
  },
  'a multi-tenant bot': {
    spoil: (service) => Object.assign(service.env, { BOT_APP_TYPE: 'MultiTenant' }),
    says: /^failure {2}Settings: BOT_APP_TYPE is multi-tenant/m,
  },
  'loopback without the word for it': {
    spoil: (service) => Object.assign(service.env, { SANDBOX: undefined }),
    says: /^failure {2}Settings: GRAPH_BASE_URL is not an https address of Microsoft's/m,
  },
  'a secret that others can read': {
    spoil: (service) => chmodSync(String(service.env.GRAPH_SECRET_FILE), 0o444),
    says: /^failure {2}Settings: GRAPH_SECRET_FILE names a file that others can use/m,
  },
  'a secret that is wrong': {
    spoil: (service) => {
      chmodSync(String(service.env.GRAPH_SECRET_FILE), 0o600);
      service.file('graph-secret', 'another~secret', 0o400);
    },
    says: /^failure {2}Microsoft Graph: could not be checked\n.*AADSTS7000215\)\n.*The client secret is wrong[\s\S]*^warning {2}Audit log of Microsoft: what may be read of it is not known/m,
  },
  'a secret of the bot that is wrong': {
    spoil: (service) => Object.assign(service.env, { BOT_APP_SECRET: 'another~secret' }),
    says: /^failure {2}Bot: could not be checked\n.*AADSTS7000215/m,
  },
  'a tenant that is not there': {
    spoil: (service) => Object.assign(service.env, { TENANT_ID: NOBODY }),
    says: /^failure {2}Microsoft Graph: could not be checked\n.*AADSTS90002\)\n.*compare TENANT_ID/m,
  },
  'an app that is not there': {
    spoil: (service) => Object.assign(service.env, { GRAPH_CLIENT_ID: NOBODY }),
    says: /^failure {2}Defender API: could not be checked\n.*AADSTS700016/m,
  },
  'people that may not be read': {
    spoil: (service) => service.permissions.graph.delete('User.Read.All'),
    says: /^failure {2}Microsoft Graph: User\.Read\.All is not granted\n.*\n.*Grant User\.Read\.All/m,
  },
  'roles that may not be read': {
    spoil: (service) => service.permissions.graph.delete('RoleManagement.Read.Directory'),
    says: /^failure {2}Microsoft Graph: RoleManagement\.Read\.Directory is not granted$/m,
  },
  'roles that have no dates': {
    spoil: (service) => {
      const path = 'roleAssignmentScheduleInstances';
      service.sandbox.world.faults.push({ surface: 'graph', kind: 'status', status: 403, path });
    },
    says: /^failure {2}Telling people apart: the directory does not tell since when roles are held.*\n.*\n.*APPROVER_MIN_AGE=0h/m,
  },
  'device groups that may not be read': {
    spoil: (service) => service.permissions.graph.delete('RoleManagement.Read.Defender'),
    says: /^failure {2}Microsoft Graph: RoleManagement\.Read\.Defender is not granted$/m,
  },
  'devices that may not be read': {
    spoil: (service) => service.permissions.mde.delete('Machine.Read.All'),
    says: /^failure {2}Defender API: Machine\.Read\.All is not granted$/m,
  },
  'a permission that the token names and the API denies': {
    spoil: (service) =>
      service.sandbox.world.faults.push({ surface: 'mde', kind: 'status', status: 403, path: '/machines' }),
    says: /^failure {2}Defender API: Machine\.Read\.All does not work \(HTTP 403\)\n.*saying: "The sandbox was told to answer 403 Forbidden\." .*\n.*no permission is missing in the token/m,
  },
  'Graph out of reach': {
    spoil: (service) => Object.assign(service.env, { GRAPH_BASE_URL: 'http://127.0.0.1:1' }),
    says: /^failure {2}Microsoft Graph: does not answer\n.*127\.0\.0\.1:1 did not answer/m,
  },
  'nobody to approve': {
    spoil: (service) => Object.assign(service.env, { APPROVER_IDS: '' }),
    says: /^failure {2}Approvers and requesters: APPROVER_IDS is empty$/m,
  },
  'too few to approve': {
    spoil: (service) => Object.assign(service.env, { APPROVALS_REQUIRED: '4' }),
    says: /^failure {2}Approvers and requesters: 4 people can approve, but 5 are needed, since one of them may be who asks$/m,
  },
  'one admin left beside the owner of the session': {
    spoil: (service) => {
      service.signIn('omar');
      for (const person of service.sandbox.world.people)
        if (/^(grace|bob)@/.test(person.userPrincipalName))
          for (const role of Object.values(ROLES)) person.roles.delete(role);
    },
    says: /^failure {2}Approvers and requesters: 1 person besides the owner of the session that writes can approve, but 2 are needed, since one of them may be who asks$/m,
  },
  'nobody to ask': {
    spoil: (service) => Object.assign(service.env, { REQUESTER_IDS: NOBODY }),
    says: /^failure {2}Approvers and requesters: nobody can ask for changes$/m,
  },
  'no session': {
    spoil: (service) => {
      service.signIn('omar');
      rmSync(String(service.env.PORTAL_SESSION_FILE));
    },
    says: /^failure {2}Connector: the session file does not exist$/m,
  },
  'a session that others can read': {
    spoil: (service) => service.signIn('omar', {}, 0o644),
    says: /^failure {2}Connector: the session file can be read by others/m,
  },
  'a session that has ended': {
    spoil: (service) => {
      service.signIn('omar');
      service.sandbox.world.faults.push({ surface: 'portal', kind: 'status', status: 440 });
    },
    says: /^failure {2}Connector: Defender cannot be read\n.*session with the Defender portal has ended.*\n.*PORTAL_SESSION_FILE/m,
  },
  'a session of nobody': {
    spoil: async (service) => {
      await service.sayNothing();
      service.signIn('omar', { owner: 'nobody@harbourline.example' });
    },
    says: /^failure {2}Connector: nobody@harbourline\.example, the owner of the session, is not in the directory$/m,
  },
  'the portal without its sentence': {
    spoil: (service) =>
      Object.assign(service.env, { DEFENDER_CONNECTOR: 'portal', PORTAL_SESSION_FILE: '/run/session' }),
    says: /^failure {2}Settings: PORTAL_ACKNOWLEDGEMENT is not set, though DEFENDER_CONNECTOR is portal$/m,
  },
  'a clock that is ahead': {
    spoil: (service) => {
      service.ahead = 6 * MINUTE;
    },
    says: /^failure {2}Clock: is 6 minutes ahead$/m,
  },
  'a clock that is behind': {
    spoil: (service) => {
      service.ahead = -20 * MINUTE;
    },
    says: /^failure {2}Clock: is 20 minutes behind$/m,
  },
  'a folder that is none': {
    spoil: (service) => Object.assign(service.env, { DATA_DIR: service.file('a-file', '') }),
    says: /^failure {2}Store: .*airlock\.db cannot be created: .*a-file is not a folder$/m,
  },
  'a database that is none': {
    spoil: (service) => {
      for (const suffix of ['-wal', '-shm']) rmSync(`${service.database}${suffix}`, { force: true });
      writeFileSync(service.database, 'nothing of the kind, and long enough to be looked at');
    },
    says: /^failure {2}Store: could not be checked\n.*airlock\.db is damaged \(SQLITE_NOTADB\).*\n {9}Fix: Stop Airlock, .*restore a backup/m,
  },
  'a database of something else': {
    spoil: (service) => sql(service, 'drop table kysely_migration'),
    says: /^failure {2}Store: could not be checked\n.*The file is not a database of Airlock/m,
  },
  'a database of a newer version': {
    spoil: (service) => sql(service, "insert into kysely_migration (name, timestamp) values ('9999-later', '2030')"),
    says: /^failure {2}Store: .* was written by a newer version\n.*9999-later/m,
  },
  'a record that was edited': {
    spoil: (service) =>
      sql(
        service,
        `insert into audit (seq, previous, hash, tenant, at, event, actor, request_id, data) values (1, '${'0'.repeat(64)}', '${'1'.repeat(64)}', 't', 1, 'request.x', 'service', null, '{}')`,
      ),
    says: /^failure {2}Store: the record is broken, \d+ faults: entry 1: it was changed/m,
  },
  'a package for another bot': {
    spoil: (service) => {
      const path = join(service.packageFolder, 'manifest.json');
      writeFileSync(path, readFileSync(path, 'utf8').replace(/\$\{\{BOT_APP_ID\}\}/, NOBODY));
    },
    says: /^failure {2}App package: the manifest names the bot 77777777-.*, not BOT_APP_ID$/m,
  },
  'a package without a manifest': {
    spoil: (service) => rmSync(join(service.packageFolder, 'manifest.json')),
    says: /^failure {2}App package: appPackage\/manifest\.json is missing/m,
  },
};

export function sql(service: Examined, statement: string): void {
  const db = new Database(service.database);
  db.exec(statement);
  db.close();
}
