import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../../../src/cli/doctor/checks/check-catalogue.ts';
import { credentialFiles } from '../../../../src/cli/doctor/checks/check-machine.ts';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import type { Person } from '../../../../src/sandbox/company/person.ts';
import { ROLES } from '../../../../src/sandbox/company/roles.ts';
import type { Fault } from '../../../../src/sandbox/company/world.ts';
import { roleObjectId } from '../../../../src/sandbox/graph/role-instances.ts';
import { DEMO_APP } from '../../../../src/sandbox/oauth/demo-app.ts';
import { selfSigned } from '../../../unit/shared/self-signed.ts';
import { Examined } from './examined.ts';
import { FAULTS, MINUTE, NOBODY, sql } from './faults.ts';

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
  ACTIVITY_BASE_URL: undefined,
};

/** What the usual approvers and requesters bring with them. */
const USUAL = [
  'warning  Ways around Airlock: 7 of 7 who ask or approve, now or once they activate a role, can change these settings in the Defender portal themselves (Security Administrator, Global Administrator, Security Operator)',
];

/** One more admin, in everything else like this one. */
function anAdmin({ sandbox: { world } }: Examined, like: keyof typeof PEOPLE_IDS): Person {
  const person = world.people.find(({ id }) => id === PEOPLE_IDS[like]) ?? assert.fail();
  const [id, mail] = ['77700000-0000-4000-8000-000000000007', 'twin@harbourline.example'];
  const own = { id, name: 'Twin', userPrincipalName: mail, mail, proxyAddresses: [], onPremisesImmutableId: null };
  return { ...person, ...own, mri: '29:twin' };
}

describe('airlock doctor', () => {
  let service: Examined;
  beforeEach(async () => {
    service = await Examined.open();
  });
  afterEach(() => service.close());

  it('finds everything well in a service that is, as the documentation shows it', async () => {
    const { code, text } = await service.examine();
    assert.equal(code, 0, text);
    assert.deepEqual(text.match(/^(warning|failure).*/gm), USUAL);
    const shown = text.replaceAll(service.env.DATA_DIR ?? '', '/var/lib/airlock');
    if (UPDATE) writeFileSync(SHOWN, shown);
    assert.equal(shown, readFileSync(SHOWN, 'utf8'));
  });

  it('finds the portal well, but for its being unsupported', async () => {
    service.signIn('omar');
    const { code, text } = await service.examine();
    assert.equal(code, 0, text);
    assert.deepEqual(text.match(/^(warning|failure).*/gm), [
      ...USUAL,
      'warning  Connector: portal: approved changes are written by an API that Microsoft does not support',
    ]);
    assert.match(text, /3 people besides the owner of the session that writes can approve/);
  });

  it('finds a service well that was not granted what is optional, and says what is not told then', async () => {
    service.permissions.graph.delete('SecurityAlert.Read.All');
    service.permissions.mde.delete('Score.Read.All');
    service.permissions.graph.delete('ThreatHunting.Read.All');
    service.permissions.activity.clear();
    const { code, text } = await service.examine();
    assert.equal(code, 0, text);
    assert.match(text, /^ok {7}Microsoft Graph: SecurityAlert\.Read\.All is not granted \(optional; .*alerts/m);
    assert.match(text, /^ok {7}Defender API: Score\.Read\.All is not granted/m);
    assert.match(text, /^ok {7}Activity feed: ActivityFeed\.Read is not granted \(optional/m);
    assert.match(text, /^ok {7}Audit log of Microsoft: neither .* stays their word/m);
    assert.match(text, / 1 warning, 0 failures/);
  });

  for (const [title, { spoil, says }] of Object.entries(FAULTS)) {
    it(`names ${title}, and exits with 1`, async () => {
      await spoil(service);
      const { code, text } = await service.examine();
      assert.match(text, says);
      assert.equal(code, 1, text);
      assert.equal(text.match(/^(failure|warning) /gm)?.length, text.match(/^ {9}Fix: ./gm)?.length);
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
      says: /^warning {2}Settings: APPROVALS_REQUIERD is not a variable of Airlock\n.*\n.*Did you mean APPROVALS_REQUIRED\?$/m,
    },
    'that nothing notes checkpoints': {
      spoil: () => Object.assign(service.env, { AUDIT_WITNESS_FILE: undefined }),
      says: /^warning {2}Checkpoints: AUDIT_WITNESS_FILE is not set\n.*looks whole.*\n.*keep-the-record-honest/m,
    },
    'a .env file that others can read': {
      spoil: () => undefined,
      says: /^warning {2}Settings: \.env can be read by other users/m,
      fileMode: 0o644,
    },
    'a group that nobody is in': {
      spoil: () => Object.assign(service.env, { APPROVER_IDS: `${ROLES['Security Administrator']},${NOBODY}` }),
      says: /^warning {2}Approvers and requesters: nobody holds 77777777-/m,
    },
    'a group of readers that nobody is in': {
      spoil: () => Object.assign(service.env, { READER_IDS: NOBODY }),
      says: /^warning {2}Approvers and requesters: nobody holds 77777777-/m,
    },
    'a role by the id of its object': {
      spoil: () => Object.assign(service.env, { APPROVER_IDS: roleObjectId(ROLES['Security Administrator']) }),
      says: /^warning {2}Approvers and requesters: [0-9a-f-]+ is the id of an object: the role Security Administrator in this tenant\n.*\n +Fix: Write the role's template id, 194ae4cb-/m,
    },
    'an account in place of a role': {
      spoil: () => Object.assign(service.env, { APPROVER_IDS: `${ROLES['Security Administrator']},${PEOPLE_IDS.bob}` }),
      says: /^warning {2}Approvers and requesters: [0-9a-f-]+ is the account of Bob Brandt, and neither a role nor a group$/m,
    },
    'a group of the tenant that nobody is in': {
      spoil: () => {
        const empty = {
          ...(service.sandbox.world.entraGroups[0] ?? assert.fail()),
          id: NOBODY,
          displayName: 'SOC leads',
        };
        service.sandbox.world.entraGroups.push(empty);
        Object.assign(service.env, { READER_IDS: `{${NOBODY.toUpperCase()}}` });
      },
      says: /^warning {2}Approvers and requesters: nobody holds 77777777-.*\n.*It is the group SOC leads;/m,
    },
    'a bare number that approves': {
      spoil: () => Object.assign(service.env, { TYPED_DECISIONS: 'on' }),
      says: /^warning {2}Approvers and requesters: TYPED_DECISIONS is on: a bare number approves$/m,
    },
    'a right to write that is not needed': {
      spoil: () => service.permissions.graph.add('User.ReadWrite.All'),
      says: /^warning {2}Microsoft Graph: it also grants User\.ReadWrite\.All$/m,
    },
    'an optional permission that the API denies': {
      spoil: () =>
        service.sandbox.world.faults.push({ surface: 'mde', kind: 'status', status: 403, path: '/exposureScore' }),
      says: /^warning {2}Defender API: Score\.Read\.All does not work \(HTTP 403\)$/m,
    },
    'an audit log without a change of a switch': {
      spoil: () => service.control('audit-log', { isHunted: false }),
      says: /^warning {2}Audit log of Microsoft: holds no change of a switch in the last 30 days\n.*proves nothing.*auditing is off.*\n.*Purview/m,
    },
    'an activity feed out of reach': {
      spoil: () => Object.assign(service.env, { ACTIVITY_BASE_URL: 'http://127.0.0.1:1' }),
      says: /^warning {2}Activity feed: does not answer\n.*127\.0\.0\.1:1 did not answer/m,
    },
    'a session file that names another person than the portal does': {
      spoil: () => service.signIn('omar', { owner: 'grace@harbourline.example' }),
      says: /^ok {7}Connector: the session is omar@.*as the portal tells.*\nwarning {2}Connector: the session file says that it is grace@/m,
    },
    'a portal that does not tell whose session it is': {
      spoil: async () => {
        await service.sayNothing();
        service.signIn('omar');
      },
      says: /^warning {2}Connector: the session is said to be omar@harbourline\.example's; the portal has not told/m,
    },
    'accounts that are enough, though nothing proves that they are two people’s': {
      spoil: () => Object.assign(service.env, { PERSON_PROOF: 'accounts' }),
      says: /^warning {2}Telling people apart: PERSON_PROOF is accounts: two accounts are enough/m,
    },
    'an approver without a mark': {
      spoil: () => {
        service.sandbox.world.people.push({ ...anAdmin(service, 'bob'), employeeId: 'n/a' });
      },
      says: /^warning {2}Telling people apart: without an employee id that tells people apart: Twin \(twin@/m,
    },
    'a pattern that fits no employee id': {
      spoil: () => Object.assign(service.env, { EMPLOYEE_ID_PATTERN: '^x(\\d+)$', PERSON_PROOF: 'accounts' }),
      says: /EMPLOYEE_ID_PATTERN matches none of their employee ids\..* count, since PERSON_PROOF is accounts\.\n.*Correct EMPLOYEE_ID_PATTERN/,
    },
    'a number that more than two accounts carry': {
      spoil: () => {
        service.sandbox.world.people.push({ ...anAdmin(service, 'alice') });
      },
      says: /^warning {2}Telling people apart: the employee id 1001 is carried by Alice Ahlgren .*, Twin/m,
    },
    'a role without a date': {
      spoil: () => {
        const roles = new Set<string>();
        const groupRoles = new Set([ROLES['Security Administrator']]);
        service.sandbox.world.people.push({ ...anAdmin(service, 'bob'), employeeId: '3001', roles, groupRoles });
      },
      says: /^warning {2}Telling people apart: since when they hold a role is not known of Twin/m,
    },
    'an age that does not matter': {
      spoil: () => Object.assign(service.env, { APPROVER_MIN_AGE: '0h' }),
      says: /^warning {2}Telling people apart: APPROVER_MIN_AGE is off$/m,
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
      await spoil();
      const { code, text } = await service.examine([], fileMode);
      assert.match(text, says);
      assert.equal(code, 0, text);
    });
  }

  const catalogues: readonly (readonly [Omit<Fault, 'surface' | 'path'>, RegExp])[] = [
    [{ kind: 'status', status: 403 }, /was not shown \(HTTP 403\); nothing depends on it$/m],
    [{ kind: 'status', status: 404 }, /was not shown \(HTTP 404\); nothing depends on it$/m],
    [{ kind: 'cut' }, /could not be read; nothing depends on it: 127\.0\.0\.1:\d+ did not answer/],
    [{ kind: 'wrong-content-type' }, /is in a form that is not known; nothing depends on it$/m],
  ];
  for (const [fault, says] of catalogues) {
    it(`only notes a catalogue of the API that it does not get: ${fault.kind} ${fault.status ?? ''}`, async () => {
      service.sandbox.world.faults.push({ ...fault, surface: 'mde', path: '/$metadata' });
      const [finding, ...more] = await catalogue.run(service.context());
      assert.deepEqual([finding?.level, more], ['ok', []]);
      assert.match(finding?.what ?? '', says);
    });
  }

  it('looks at a database that a later version will change without changing it', async () => {
    sql(service, "delete from kysely_migration where name = '0002-forms'");
    const { code, text } = await service.examine();
    assert.match(text, /^ok {7}Store: .* will get 0002-forms at the next start/m);
    assert.equal(code, 0);
    assert.match((await service.examine()).text, /will get 0002-forms/, 'still');
  });

  it('finds nobody who could go around Airlock where groups ask and approve that hold no such role', async () => {
    const { people } = service.sandbox.world;
    const group = people.flatMap((person) => [...person.groups])[0] ?? assert.fail('nobody is in a group');
    for (const { roles, eligible } of people)
      for (const role of Object.values(ROLES)) {
        roles.delete(role);
        eligible.delete(role);
      }
    Object.assign(service.env, { APPROVER_IDS: group, REQUESTER_IDS: group });
    const { text } = await service.examine();
    assert.match(text, /^ok {7}Ways around Airlock: nobody who asks or approves holds, or could/m);
  });

  it('makes no database where there is none yet', async () => {
    rmSync(join(service.folder, 'data'), { recursive: true });
    assert.match((await service.examine()).text, /^ok {7}Store: .* will be created at the first start$/m);
    assert.match((await service.examine()).text, /will be created at the first start/, 'still');
  });

  for (const [title, days, level, says] of [
    ['in force', 400, 'ok', /^GRAPH_CERTIFICATE_FILE is valid and protected$/],
    ['about to end', 12, 'warning', /^GRAPH_CERTIFICATE_FILE: the certificate expires in 1[12] days$/],
    ['that has ended', -2, 'failure', /^GRAPH_CERTIFICATE_FILE: the certificate has expired$/],
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
    assert.match(ended.out, /^\d+ ok, 1 warning, 0 failures\.$/m);
    assert.equal(ended.code, 0);
  });
});
