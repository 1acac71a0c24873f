import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Selectable } from 'kysely';
import Database from 'libsql';
import {
  checkFormPayload,
  draftPayload,
  openFormPayload,
  revertPayload,
  sightPayload,
  statusPayload,
} from '../../../src/requests/drafting/task-inputs.ts';
import type { Task } from '../../../src/requests/ports/outbox.ts';
import { asJson, type Json } from '../../../src/shared/json.ts';
import { toContent, toForm, toRequest, toTask } from '../../../src/store/bodies/read-rows.ts';
import { writeBody } from '../../../src/store/bodies/stored-body.ts';
import type { Tables } from '../../../src/store/schema/tables.ts';
import { aTenant } from '../../support/samples/ids.ts';

type Body = Record<string, Json>;

const STORES = 'test/fixtures/stores';

/** Bodies as release 0.1.0 wrote them, by table and by what each shows. */
const VERSION_1: Record<string, Record<string, Body>> = JSON.parse(
  readFileSync(`${STORES}/bodies-version-1.json`, 'utf8'),
);

/** The same in version 2. */
const VERSION_2: typeof VERSION_1 = JSON.parse(readFileSync(`${STORES}/bodies-version-2.json`, 'utf8'));

/** What is written now of the same: another shape needs another version, and a sample of it. */
const VERSION_3: typeof VERSION_1 = JSON.parse(readFileSync(`${STORES}/bodies-version-3.json`, 'utf8'));

const PAYLOADS: Partial<Record<Task['kind'], { parse(payload: unknown): unknown }>> = {
  draft: draftPayload,
  status: statusPayload,
  'open-form': openFormPayload,
  'check-form': checkFormPayload,
  revert: revertPayload,
  sight: sightPayload,
};

/** What stands in a table of a store file; every column as the driver gives it. */
function rows<T extends keyof Tables>(file: string, table: T): Selectable<Tables[T]>[] {
  const db = new Database(file, { readonly: true });
  const found = db.prepare(`select * from ${table}`).all([]);
  db.close();
  assert(found.length > 0, `${table} holds something`);
  // Sound: the table has these columns, and whoever reads a body parses it.
  return found as Selectable<Tables[T]>[];
}

const requestIn = (text: string) => toRequest({ id: 'r', body: text, rev: 1, number: 1 });
const formIn = (text: string) => toForm({ id: 'f', body: text, rev: 1 });

function mapped(bodies: Record<string, Body> = {}, written: (body: Body) => string): Record<string, Body> {
  return Object.fromEntries(Object.entries(bodies).map(([what, body]) => [what, JSON.parse(written(body))]));
}

function taskOf(kind: string, payload: string): Task {
  const none = { request_id: null, due_at: 0, attempts: 0, lease: null, lease_until: 0, completed: 0 };
  return toTask({ id: 7, key: 'k', kind, tenant: aTenant('t'), correlation: 'c', payload, ...none });
}

describe('a stored body', () => {
  it('shares no part that one of their readers could change', () => {
    for (const body of Object.values(VERSION_3.requests ?? {})) {
      const { change, base } = requestIn(JSON.stringify(body));
      for (const part of [change, base, base.shown, base.objects])
        assert(Object.isFrozen(part), `${change.kind} is frozen throughout`);
    }
  });

  for (const [what, body] of Object.entries(VERSION_1.requests ?? {})) {
    it(`of a request that is ${what} is read as release 0.1.0 wrote it, and means the same once it is written anew`, () => {
      const read = requestIn(JSON.stringify(body));
      assert.deepEqual(asJson(read), { ...body, rev: 1, number: 1 });
      assert.deepEqual(requestIn(writeBody(read)), read);
    });
  }

  for (const [what, { wish, draftedWish, ...body }] of Object.entries(VERSION_1.forms ?? {})) {
    it(`of a form that is ${what} is read with the names of today`, () => {
      const read = formIn(JSON.stringify({ wish, draftedWish, ...body }));
      assert.deepEqual(asJson(read), { ...body, input: wish, draftedInput: draftedWish, rev: 1 });
      assert.deepEqual(formIn(writeBody(read)), read);
      assert.doesNotMatch(writeBody(read), /wish/i);
    });
  }

  for (const [what, { kind, payload }] of Object.entries(VERSION_1.tasks ?? {})) {
    it(`of a task is read for whoever does it: ${what}`, () => {
      const task = taskOf(String(kind), JSON.stringify(payload));
      PAYLOADS[task.kind]?.parse(task.payload);
      assert.deepEqual(task.payload, asJson(JSON.parse(JSON.stringify(payload).replace('"wish"', '"input"'))));
    });
  }

  it('is written in the shape that its version has', () => {
    const requests = mapped(VERSION_1.requests, (body) => writeBody(requestIn(JSON.stringify(body))));
    assert.deepEqual(requests, VERSION_3.requests);
    const forms = mapped(VERSION_1.forms, (body) => writeBody(formIn(JSON.stringify(body))));
    assert.deepEqual(forms, VERSION_3.forms);
    const contents = mapped(VERSION_1.posts, (body) => writeBody(toContent(1, JSON.stringify(body))));
    assert.deepEqual(contents, VERSION_3.posts);
    for (const later of [VERSION_2, VERSION_3]) {
      for (const [what, body] of Object.entries(later.requests ?? {}))
        assert.deepEqual(requestIn(JSON.stringify(body)), requestIn(JSON.stringify(VERSION_1.requests?.[what])));
      for (const [what, body] of Object.entries(later.forms ?? {}))
        assert.deepEqual(formIn(JSON.stringify(body)), formIn(JSON.stringify(VERSION_1.forms?.[what])));
    }
  });

  for (const name of ['portal', 'guided']) {
    const file = `${STORES}/v0.1.0-${name}.db`;

    it(`of release 0.1.0 is read, whichever it is (${name})`, () => {
      for (const row of rows(file, 'requests')) {
        const read = toRequest(row);
        assert.deepEqual(asJson(read), JSON.parse(row.body));
        assert.deepEqual(requestIn(writeBody(read)), { ...read, rev: 1, number: 1 });
      }
      for (const row of rows(file, 'forms')) {
        const { wish, draftedWish, ...rest } = JSON.parse(row.body);
        assert.deepEqual(asJson(toForm(row)), { ...rest, input: wish, draftedInput: draftedWish });
      }
      for (const { id, content } of rows(file, 'posts'))
        assert.deepEqual(asJson(toContent(id, content)), JSON.parse(content));
      for (const row of rows(file, 'tasks')) {
        const task = toTask(row);
        PAYLOADS[task.kind]?.parse(task.payload);
      }
    });
  }

  it('keeps evidence, principal names, reasons and the digest version', () => {
    const by = { oid: 'b0b00000-0000-4000-8000-000000000002', name: 'Bob Brandt', principalName: 'bob@x.example' };
    const evidence = {
      marks: [{ kind: 'employee-id', value: '1002' }],
      roles: ['194ae4cb-b126-40b2-bd5b-6091b380977d'],
      since: { account: 1, role: null },
      proof: 'marks',
    };
    const approvals = [{ by, at: 5, reason: 'Seen in the lab.', evidence }];
    const body = { ...VERSION_3.requests?.applied, digestVersion: 2, requesterEvidence: evidence, approvals };
    const read = requestIn(JSON.stringify(body));
    assert.deepEqual(JSON.parse(writeBody(read)), body);
  });

  it('carries its version, and grows by nothing else', () => {
    const text = JSON.stringify(VERSION_1.requests?.pending);
    const written = writeBody(requestIn(text));
    assert.match(written, /^\{"v":3,/);
    assert(written.length <= text.length + '"v":3,'.length, `${written.length} characters, ${text.length} before`);
  });

  it('of a version that this Airlock does not know is refused', () => {
    const body = JSON.stringify({ v: 4, ...VERSION_1.requests?.pending });
    assert.throws(() => requestIn(body), { name: 'AirlockError', code: 'store-corrupt' });
    assert.throws(() => taskOf('draft', '{"v":"2","change":{}}'), { code: 'store-corrupt' });
  });

  it('that cannot be parsed is named by its table and row, and nothing of it is told', () => {
    const body = { ...VERSION_1.requests?.pending };
    const wrong: Record<string, string> = {
      'no JSON': 'SECRET',
      'an empty object': '{}',
      'another state': JSON.stringify({ ...body, state: 'SECRET' }),
      'an approval by nobody': JSON.stringify({ ...body, approvals: [{ at: 1, by: 'SECRET' }] }),
      'pending without a digest': JSON.stringify({ ...body, digest: null }),
      'pending and closed': JSON.stringify({ ...body, closing: VERSION_1.requests?.rejected?.closing ?? null }),
      'an unknown change': JSON.stringify({ ...body, change: { kind: 'SECRET' } }),
      'a wrong change': JSON.stringify({ ...body, change: { kind: 'advanced-feature', SECRET: 1 } }),
    };
    for (const [what, text] of Object.entries(wrong)) {
      assert.throws(
        () => toRequest({ id: 'r-1', body: text, rev: 1, number: 1 }),
        (error: Error & { code: string; details: Record<string, unknown> }) => {
          assert.equal(error.code, 'store-corrupt', what);
          assert.deepEqual([error.details.table, error.details.id], ['requests', 'r-1']);
          assert.match(error.message, /requests, row r-1/);
          assert.equal(error.cause, undefined);
          assert.doesNotMatch(JSON.stringify([error.message, error.details]), /SECRET/);
          return true;
        },
      );
    }
    assert.throws(() => formIn('{}'), { code: 'store-corrupt' });
    assert.throws(() => toContent(5, '{"kind":"other"}'), { code: 'store-corrupt' });
    assert.throws(() => taskOf('none', 'null'), { code: 'store-corrupt' });
  });
});
