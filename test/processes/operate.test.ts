import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { Client } from 'pg';
import { createMetrics } from '../../src/service/metrics.ts';
import { openStore } from '../../src/store/open-store.ts';
import { originOf, signedNote } from '../../src/store/record/checkpoint.ts';
import { DatabaseOwner } from '../support/company/database-owner.ts';
import { UNGUARDED } from '../support/company/tamper.ts';
import { postgresDatabase } from '../support/databases/postgres-database.ts';
import { bundled } from '../support/processes/bundled.ts';
import { counting } from '../support/runtime/counting.ts';
import { publicPem, TEST_KEYS } from '../support/runtime/record-keys.ts';
import { STARTED } from '../support/tampering/service-started.ts';
import { Examined } from './cli/doctor/examined.ts';

const PAGE = readFileSync('docs/operate.md', 'utf8');

/** A command of the page as it is run: what is prepared, how it exits, and what it says. */
interface Run {
  readonly prepare?: (service: Examined) => void;
  readonly code: number;
  readonly says: RegExp;
}

const INTACT = /^The record is intact: 1 entry/m;
const RESTORED = /^New requests are numbered from #1\./m;

function keepCopy(service: Examined): void {
  copyFileSync(service.database, service.file('copy.db', ''));
  service.file('record-key.pub.pem', publicPem('a'));
  service.file('airlock.checkpoints', '');
}

function backedUp(service: Examined): void {
  mkdirSync(join(service.folder, 'backup'), { recursive: true });
  copyFileSync(service.database, join(service.folder, 'backup/airlock-2026-11-28.db'));
}

/** A checkpoint of entries that the store lacks, as after a restore by another tool. */
function behind(service: Examined): void {
  const note = signedNote(TEST_KEYS, {
    origin: originOf(String(service.env.TENANT_ID)),
    count: 9,
    head: 'a'.repeat(64),
  });
  service.file('airlock.checkpoints', note);
}

/** The log of a service that wrote the one entry. */
function logged(service: Examined): void {
  const db = new Database(service.database);
  const [entry] = db.prepare('select seq, hash from audit').all([]) as { seq: number; hash: string }[];
  db.close();
  const { seq, hash } = entry ?? assert.fail();
  const line = { level: 30, time: Date.now(), service: 'airlock', seq, hash, msg: 'record entry' };
  service.file('airlock.log', `{"level":30,"msg":"listening"}\n2026-11-28T02:10:00Z pod-7 ${JSON.stringify(line)}\n`);
}

const LOGGED = /^Proven: the record holds each of the 1 entry of which the log tells, from entry 1 to entry 1\.$/m;

/** Every command of the page that this machine can run. */
const RUNS: Readonly<Record<string, Run>> = {
  'npm run airlock -- doctor': { code: 0, says: /, 0 failures\.$/m },
  'npm run airlock -- record-key --out /etc/airlock/record-key.pem': {
    prepare: ({ folder }) => mkdirSync(join(folder, 'etc/airlock'), { recursive: true }),
    code: 0,
    says: /^Key [0-9a-f]{16} of the record:/,
  },
  'npm run airlock -- record-key --out new.pem': { code: 0, says: /add it to RECORD_OLD_KEYS_FILE/ },
  'npm run airlock -- audit verify': { code: 0, says: INTACT },
  'npm run airlock -- audit verify > known-faults.txt': { code: 0, says: /^$/ },
  'npm run airlock -- audit verify | diff known-faults.txt -': {
    prepare: (service) => service.file('known-faults.txt', ''),
    code: 1,
    says: /^> The record is intact: 1 entry/m,
  },
  'npm run airlock -- audit verify --file copy.db --key record-key.pub.pem --witness airlock.checkpoints': {
    prepare: keepCopy,
    code: 0,
    says: INTACT,
  },
  'npm run airlock -- audit verify --log airlock.log': { prepare: logged, code: 0, says: LOGGED },
  'npm run airlock -- audit verify --log - < airlock.log': { prepare: logged, code: 0, says: LOGGED },
  'npm run airlock -- backup /backup/airlock-$(date +%F).db': {
    prepare: ({ folder }) => mkdirSync(join(folder, 'backup'), { recursive: true }),
    code: 0,
    says: /^Backed up \S+ to \S+\/backup\/airlock-\d{4}-\d\d-\d\d\.db\. The record is intact/,
  },
  'npm run airlock -- restore /backup/airlock-2026-11-28.db': { prepare: backedUp, code: 0, says: RESTORED },
  'npm run airlock -- restored --reason "Backup of 28 November, disk lost"': {
    prepare: behind,
    code: 0,
    says: /Given up: 8 entries[\s\S]*file of checkpoints is begun anew[\s\S]*#1001\./,
  },
  'npm run airlock -- restored --reason "Cut by an intruder, INC-77; accepted by the CISO"': {
    prepare: behind,
    code: 0,
    says: /file of checkpoints is begun anew[\s\S]*#1001\. The record tells of it/,
  },
  'npm run airlock -- restored --empty --reason "Everything was lost, INC-77"': {
    prepare: ({ database }) => rmSync(database),
    code: 0,
    says: /The record tells of it \(entry 1\)/,
  },
};

const AS_AUDITOR =
  'DATABASE_URL=postgres://airlock_auditor:...@db.example:5432/airlock?sslmode=verify-full npm run airlock --';

/** Commands that another test runs, or that need half an hour, a container engine, Azure, or PostgreSQL's own tools. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npm run airlock -- record-clock --entry 123 --reason "NTP was off"': 'test/unit/cli/clock-command.test.ts',
  'npm run airlock -- record-seal': 'test/processes/cli/record-seal.test.ts',
  'npm run airlock -- record-seal --head <head>': 'test/processes/cli/record-seal.test.ts',
  'DATABASE_OWNER_URL=postgres://airlock_owner:...@db.example:5432/airlock?sslmode=verify-full DATABASE_URL=postgres://airlock:...@db.example:5432/airlock?sslmode=verify-full npm run airlock -- migrate':
    'test/contracts/postgres/owner-contract.ts',
  [`${AS_AUDITOR} audit verify --key record-key.pub.pem --witness airlock.checkpoints`]:
    'test/contracts/postgres/owner-contract.ts',
  [`${AS_AUDITOR} audit export --key record-key.pub.pem --format html --out record.html`]:
    'test/contracts/postgres/owner-contract.ts',
  'npm run build': 'test/processes/build.test.ts',
  'npm run torture -- --seed $(date +%Y%m%d) --minutes 30': 'test/unit/torture/choices.test.ts',
  'npm run torture -- --seed $(date +%Y%m%d) --minutes 30 --postgres --instances 3 --skew 40':
    'test/unit/torture/choices.test.ts',
  'npm start': 'test/processes/build.test.ts',
  'npm ci && npm run build': 'test/processes/build.test.ts',
  'npm run image-check': 'test/house/image/dockerfile.test.ts',
  'docker build -t airlock .': 'test/house/image/dockerfile.test.ts',
  'sqlite3 airlock.db': 'test/processes/operate.test.ts',
  'pg_dump --format=custom --file=airlock.dump "$DATABASE_OWNER_URL"': 'test/processes/cli/backup.test.ts',
  'pg_restore --clean --if-exists --single-transaction --dbname="$DATABASE_OWNER_URL" airlock.dump':
    'test/processes/cli/backup.test.ts',
  'az ad app credential reset --id <client id> --append --years 1': 'infra/README.md',
  'az ad app credential reset --id <client id> --append --cert @new.pem': 'infra/README.md',
};

const COMMAND = /^(?:[A-Z_]+=\S+ )*(?:npm|npx|sqlite3|pg_dump|pg_restore|docker|az) /;

/** The lines of the page's blocks, and what stands between backticks, where it begins like a command. */
function commands(): readonly string[] {
  const fenced = [...PAGE.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].filter(([, language]) => language === '');
  const blocks = fenced.map(([, , text = '']) => text.replaceAll(/ *\\\n/g, ' '));
  const inline = [...PAGE.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
  const found = [...blocks.flatMap((text) => text.split('\n')), ...inline].map((one) => one.trim());
  return [...new Set(found.filter((one) => COMMAND.test(`${one} `)))].sort();
}

function sqlBlock(holds: string): string {
  const found = [...PAGE.matchAll(/^```sql\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  return found.find((text) => text.includes(holds)) ?? assert.fail(holds);
}

describe('docs/operate.md', function () {
  this.timeout(60_000);

  it('holds the commands that are run here, or elsewhere, and no other', () => {
    assert.deepEqual(commands(), [...Object.keys(RUNS), ...Object.keys(ELSEWHERE)].sort());
    for (const place of Object.values(ELSEWHERE)) assert(existsSync(place), place);
  });

  it('names every number that Airlock measures', async () => {
    const metrics = createMetrics({
      backlog: async () => ({ tasks: 0, messages: 0, items: 0 }),
      undelivered: async () => ({ count: 0, messages: [] }),
      watchAge: async () => null,
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    });
    const names = [...(await metrics.text()).matchAll(/^# TYPE (airlock_\w+)/gm)].map(([, name]) => name);
    assert.deepEqual(
      names.filter((name) => !PAGE.includes(`\`${name}\``)),
      [],
    );
  });

  describe('the command', () => {
    let service: Examined;
    let kept: string;
    before(async () => {
      service = await Examined.open();
      const store = await service.store();
      await store.send({ messages: [], tasks: [], audit: [STARTED] });
      await store.close();
      kept = join(service.folder, 'kept.db');
      copyFileSync(service.database, kept);
      const program = await bundled('src/cli/airlock.ts');
      const quoted = [process.execPath, ...program].map((part) => `'${part}'`).join(' ');
      mkdirSync(join(service.folder, 'bin'));
      writeFileSync(join(service.folder, 'bin/npm'), `#!/bin/sh\nshift 3\nexec ${quoted} "$@"\n`);
      chmodSync(join(service.folder, 'bin/npm'), 0o755);
    });
    after(() => service.close());
    beforeEach(() => {
      for (const one of ['data', 'backup', 'etc', 'airlock.checkpoints'])
        rmSync(join(service.folder, one), { recursive: true, force: true });
      mkdirSync(join(service.folder, 'data'), { mode: 0o700 });
      copyFileSync(kept, service.database);
    });

    /** With folders of the machine inside the test's own. */
    function run(command: string): Promise<{ code: number; said: string }> {
      const here = command.replaceAll(/ (\/(?:backup|etc)\/)/g, ` ${service.folder}$1`);
      const env = { ...service.env, PATH: `${join(service.folder, 'bin')}:${process.env.PATH}` };
      return new Promise((resolve) => {
        execFile('/bin/sh', ['-c', here], { env, cwd: service.folder }, (error, out, err) =>
          resolve({ code: Number(error?.code ?? 0), said: `${out}${err}` }),
        );
      });
    }

    for (const [command, { prepare, code, says }] of Object.entries(RUNS))
      it(`\`${command}\` does what the page says`, async () => {
        prepare?.(service);
        const ended = await run(command);
        assert.match(ended.said, says);
        assert.equal(ended.code, code, ended.said);
      });

    it('`sqlite3 airlock.db` puts the triggers of the record back', async () => {
      const owner = new DatabaseOwner(service.database);
      owner.run(UNGUARDED);
      assert.match((await run('npm run airlock -- audit verify')).said, /is gone/);
      owner.run(sqlBlock('audit_no_update'));
      assert.match((await run('npm run airlock -- audit verify')).said, INTACT);
    });
  });

  it('puts the trigger of the record back on PostgreSQL', async () => {
    const database = await postgresDatabase();
    const open = () => openStore({ url: database.url, keys: TEST_KEYS, ids: counting() });
    const store = await open();
    await store.send({ messages: [], tasks: [], audit: [STARTED] });
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('drop trigger audit_append_only on audit');
    assert.match((await store.beginningFault()) ?? '', /audit_append_only/);
    await client.query(sqlBlock('audit_append_only'));
    await client.end();
    assert.equal(await store.beginningFault(), null);
    await store.close();
    await database.drop();
  });
});
