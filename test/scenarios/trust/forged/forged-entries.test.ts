import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import Database from 'libsql';
import { digestOf } from '../../../../src/requests/record/digest.ts';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { SQLITE_GUARDS } from '../../../../src/store/schema/append-only.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { UNGUARDED } from '../../../support/company/tamper.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { TagRoom } from '../../supported/tag-room.ts';

/** Makes later entries, so that what is forged is not the end of the record, which each step looks at. */
const MORE = 'enable automatically resolve alerts';

type Row = Record<string, unknown>;
type Body = Record<string, unknown> & {
  readonly change: { readonly devices: readonly { id: string; name: string }[] };
};

describe('a row and its last entry, edited together', () => {
  let room: TagRoom;
  let logged: string[];
  beforeEach(async () => {
    logged = [];
    room = await TagRoom.open({
      log: logTo(({ message, fields }) => logged.push(`${message} ${JSON.stringify(fields)}`)),
    });
  });
  afterEach(() => room.company.close());

  /** Edits the request's row, and makes its last entry tell what the row is then. @param data of it, in full */
  function forge(number: number, edit: (body: Body, db: Database.Database, id: string) => object, data?: string): void {
    const { company } = room;
    company.tampered = true;
    const db = new Database(company.file);
    const { id, body } = db.prepare('select id, body from requests where number = ?').get(number) as Row;
    const edited = { ...JSON.parse(String(body)), ...edit(JSON.parse(String(body)), db, String(id)) };
    const { tenantId } = company.services;
    const stored = JSON.stringify({ ...edited, digest: edited.digest && digestOf({ ...edited, tenantId }) });
    const last = db
      .prepare("select seq, data from audit where request_id = ? and event like 'request.%' order by seq desc limit 1")
      .get(id) as Row;
    const told = { ...JSON.parse(String(last.data)), to: edited.state, stored: sha256(stored) };
    db.exec(UNGUARDED);
    db.prepare('update requests set body = ?, state = ? where id = ?').run([stored, edited.state, id]);
    db.prepare('update audit set data = ? where seq = ?').run([data ?? JSON.stringify(told), last.seq]);
    db.exec(Object.values(SQLITE_GUARDS).join('; '));
    db.close();
    logged = [];
  }

  /** As a task of the service would be, filed by whoever edits the database. */
  function fileItems(db: Database.Database, id: string, device: { id: string; name: string }): void {
    const now = room.company.clock.now();
    const item = 'insert into request_items (request_id, position, key, label, state, at) values (?, 0, ?, ?, ?, ?)';
    db.prepare(item).run([id, device.id, device.name, 'waiting', now]);
    db.prepare(
      `insert into tasks (key, kind, tenant, request_id, payload, correlation, due_at, attempts, lease_until, completed)
       values (?, 'items', ?, ?, 'null', 'abc', ?, 0, 0, 0)`,
    ).run([`${id}:items:9`, room.company.services.tenantId, id, now]);
  }

  function ordered(): string[] {
    const own = machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi');
    return own.map(({ type, computerDnsName }) => `${type} ${computerDnsName.split('.')[0]}`);
  }

  function cancelled(): number {
    return machineActionsOf(room.world).filter((action) => action.cancelled).length;
  }

  async function stored(number = 1) {
    const { store, tenantId } = room.company.services;
    return (await store.requestByNumber(tenantId, number)) ?? assert.fail();
  }

  /** Takes an entry of the request away that is not its last: the row is as its last entry tells. */
  function dropEntry(event: string): void {
    room.company.tampered = true;
    const db = new Database(room.company.file);
    db.exec(UNGUARDED);
    const gone = db
      .prepare('delete from audit where event = ? and request_id = (select id from requests where number = 1)')
      .run([event]);
    db.exec(Object.values(SQLITE_GUARDS).join('; '));
    db.close();
    assert.equal(gone.changes, 1);
    logged = [];
  }

  /** Isolates one device, and leaves the other waiting for a call that Defender puts off. */
  async function begun(text: 'isolate' | 'release'): Promise<void> {
    const path = `${room.machine('LAP-HR-0002').id}/${text === 'isolate' ? 'isolate' : 'unisolate'}`;
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 429, retryAfter: 600, path, times: 1 });
    await room.approved(`${text} LAP-HR-0001, LAP-HR-0002`);
    await room.company.settle();
    assert.equal((await stored()).state, 'applying');
    await room.company.say('bob', MORE);
  }

  it('writes nothing of a request that nobody approved and somebody made to look begun', async () => {
    await room.company.pending('isolate LAP-HR-0005');
    await room.company.say('bob', MORE);
    forge(1, (body, db, id) => {
      const [device] = body.change.devices;
      assert(device);
      fileItems(db, id, device);
      return { state: 'applying', startedAt: room.company.clock.now(), deadline: null, waiting: null };
    });
    await room.pass(200, 3);
    assert.deepEqual(ordered(), []);
    assert(
      logged.some((line) => line.includes('not as recorded')),
      logged.join('\n'),
    );
  });

  it('writes nothing of a request that was withdrawn', async () => {
    await room.company.pending('isolate LAP-HR-0005');
    await room.company.say('alice', 'withdraw 1');
    await room.company.say('bob', MORE);
    forge(1, (body, db, id) => {
      const [device] = body.change.devices;
      assert(device);
      fileItems(db, id, device);
      return { state: 'applying', startedAt: room.company.clock.now(), closing: null, waiting: null };
    });
    await room.pass(200, 3);
    assert.deepEqual(ordered(), []);
  });

  it('sends nothing more where an approved release became an isolation', async () => {
    await begun('release');
    const before = ordered();
    forge(1, (body) => ({ change: JSON.parse(JSON.stringify(body.change).replaceAll('"release"', '"isolate"')) }));
    await room.pass(601, 3);
    assert.deepEqual(ordered(), before);
  });

  it('sends nothing more once the entry of its approval is gone', async () => {
    await begun('isolate');
    const before = ordered();
    dropEntry('request.approve');
    await room.pass(601, 3);
    assert.deepEqual(ordered(), before);
  });

  it('signs no approval of an emergency whose asking the record does not tell any more', async () => {
    await room.company.close();
    room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
    const { company } = room;
    await company.say('bob', 'help', 'a:bob');
    await company.say('alice', 'isolate LAP-HR-0005');
    const card = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null) ?? assert.fail();
    const act = actionOf(await company.view('alice', card), 'act-now') ?? assert.fail();
    await company.invoke('alice', card, { ...act, data: { ...act.data, reason: 'Ransomware, INC-9' } });
    await room.pass(60, 3);
    assert.equal((await stored()).state, 'applied');
    await company.say('bob', MORE);
    const approve = actionOf(await company.view('bob', card), 'approve') ?? assert.fail();
    dropEntry('request.drafted');
    await company.invoke('bob', card, approve);
    await company.settle();
    const told = await company.services.store.audit(0, 1000);
    assert.deepEqual(
      told.filter(({ event }) => event.startsWith('request.ratify')),
      [],
    );
  });

  it('cancels no orders where the row alone says that somebody asked', async () => {
    await room.company.pending('scan LAP-HR-0004, LAP-HR-0005');
    await room.company.settle();
    assert.equal((await stored()).state, 'applied');
    const { requester } = await stored();
    const { file, clock } = room.company;
    room.company.tampered = true;
    const db = new Database(file);
    const { id, body } = db.prepare('select id, body from requests where number = 1').get() as Row;
    const row = JSON.parse(String(body));
    const outcome = { ...row.outcome, cancelled: { by: requester, at: clock.now() } };
    db.prepare('update requests set body = ? where id = ?').run([JSON.stringify({ ...row, outcome }), id]);
    db.close();
    await room.pass(60, 3);
    assert.equal(cancelled(), 0);
    assert(logged.some((line) => line.includes('not as recorded')));
  });

  for (const data of [undefined, 'x']) {
    it(`signs no approval of what it shows (its entry is ${data ?? 'readable'})`, async () => {
      const { company } = room;
      const card = await company.pending('isolate LAP-HR-0005');
      await company.say('bob', MORE);
      forge(1, () => ({ reason: 'SWAPPED' }), data);
      const view = await company.view('bob', card);
      assert.match(cardText({ value: view }), /nothing here is proven/);
      assert.equal(actionOf(view, 'approve'), null);
      const { digest, rev } = await stored();
      const pressed = actionOf(card.card, 'view') ?? assert.fail();
      const forged = { ...pressed, verb: 'approve', data: { ...Object(pressed.data), digest, rev } };
      await company.invoke('bob', card, forged);
      await company.settle();
      const entries = await company.services.store.audit(0, 1000);
      assert.deepEqual(
        entries.filter(({ event }) => event === 'request.approve'),
        [],
      );
    });
  }

  it('draws no steps that somebody swapped, and takes no word that they were followed', async () => {
    const { company } = room;
    const card = await room.approved('enable automated investigation');
    await company.settle();
    const { handover } = await stored();
    assert(handover);
    await company.say('bob', MORE);
    const steps = JSON.parse(JSON.stringify(handover.steps).replaceAll(/"title":"[^"]*"/g, '"title":"FORGED STEP"'));
    forge(1, () => ({ handover: { ...handover, steps } }));
    const view = await company.view('grace', card);
    assert.match(cardText({ value: view }), /nothing here is proven/);
    assert.doesNotMatch(JSON.stringify(view), /FORGED STEP/);
    assert.equal(actionOf(view, 'attest'), null);
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
