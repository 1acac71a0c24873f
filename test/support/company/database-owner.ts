import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import Database from 'libsql';
import { digestOf } from '../../../src/requests/record/digest.ts';
import { canonical } from '../../../src/shared/json.ts';
import { SQLITE_GUARDS } from '../../../src/store/schema/append-only.ts';
import { UNGUARDED } from './tamper.ts';

interface Row {
  readonly id: string;
  readonly tenant: string;
  readonly rev: number;
  readonly body: string;
}

/** A row of the record, as it is stored. */
interface EntryRow {
  readonly seq: number;
  readonly tenant: string;
  readonly at: number;
  readonly event: string;
  readonly actor: string;
  readonly request_id: string | null;
  readonly data: string;
  readonly key_id: string | null;
}

/** What somebody can do who may write to the database file, and has not the key of the record. */
export class DatabaseOwner {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  run(sql: string): void {
    const db = new Database(this.#file);
    db.exec(sql);
    db.close();
  }

  /** The same between two transactions of the service, which goes on meanwhile. */
  async runBetween(sql: string): Promise<void> {
    for (;;) {
      try {
        return this.run(sql);
      } catch (error) {
        if (!(error instanceof Error && /database is locked/.test(error.message))) throw error;
        await setImmediate();
      }
    }
  }

  /** Removes what refuses changes to the record. */
  unguard(): void {
    this.run(UNGUARDED);
  }

  /** Puts back what refuses changes to the record. */
  guard(): void {
    for (const guard of Object.values(SQLITE_GUARDS)) this.run(guard);
  }

  row(number: number): Row {
    return this.#get<Row>('select id, tenant, rev, body from requests where number = ?', number);
  }

  /** Puts another body into a request's row, with columns that agree; a new digest fits what it asks for. */
  edit(number: number, change: (body: Record<string, unknown>) => object, digest: 'kept' | 'made anew' = 'kept'): void {
    const row = this.row(number);
    // Sound: a stored body of a request is an object.
    const body = { ...change(JSON.parse(row.body)) } as Record<string, never>;
    const made = digest === 'kept' ? body : { ...body, digest: digestOf(body as never) };
    const { state, rev, deadline } = made as unknown as { state: string; rev: number; deadline: number | null };
    this.#run('update requests set body = ?, state = ?, rev = ?, deadline = ? where id = ?', [
      JSON.stringify(made),
      state,
      rev,
      deadline,
      row.id,
    ]);
  }

  /** Files the task that applies a request. */
  fileApply(number: number, now: number): void {
    const { id, tenant } = this.row(number);
    this.#run(
      `insert into tasks(key, kind, tenant, request_id, payload, correlation, due_at, attempts, lease_until, completed)
       values (?, 'apply', ?, ?, 'null', 'forged', ?, 0, 0, 0)`,
      [`${id}:forged`, tenant, id, now],
    );
  }

  entries(): readonly EntryRow[] {
    const db = new Database(this.#file);
    // Sound: these are the columns of the table.
    const rows = db.prepare('select * from audit order by seq').all([]) as EntryRow[];
    db.close();
    return rows;
  }

  /** Appends an entry that links to the last one as release 0.1.0 did it: without a signature. */
  append(entry: Pick<EntryRow, 'at' | 'event' | 'actor' | 'request_id'> & { readonly data: object }): void {
    const last = this.#get<{ seq: number; hash: string; tenant: string }>(
      'select seq, hash, tenant from audit where seq = (select max(seq) + ? from audit)',
      0,
    );
    const { at, event, actor, request_id: requestId } = entry;
    const seq = last.seq + 1;
    const data = JSON.parse(JSON.stringify(entry.data));
    const link = { seq, previous: last.hash, tenantId: last.tenant, at, event, actor, requestId, data };
    const hash = createHash('sha256').update(canonical(link)).digest('hex');
    this.#run(
      `insert into audit(seq, previous, hash, tenant, at, event, actor, request_id, data)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [seq, last.hash, hash, last.tenant, at, event, actor, requestId, JSON.stringify(data)],
    );
  }

  /** Numbers all entries anew and makes all hashes anew, as far as one can without the key. */
  relink(): void {
    const entries = this.entries();
    this.run('update audit set seq = seq + 1000000');
    let previous = '0'.repeat(64);
    for (const [index, entry] of entries.entries()) {
      const { tenant, at, event, actor, request_id: requestId, key_id: keyId } = entry;
      const seq = index + 1;
      const data = JSON.parse(entry.data);
      const link = { v: 2, seq, previous, tenantId: tenant, at, event, actor, requestId, data, keyId };
      const hash = createHash('sha256').update(canonical(link)).digest('hex');
      this.#run('update audit set seq = ?, previous = ?, hash = ? where seq = ?', [
        seq,
        previous,
        hash,
        entry.seq + 1_000_000,
      ]);
      previous = hash;
    }
  }

  /**
   * Writes the record anew as release 0.1.0 would have: the steps of requests alone, numbered and hashed anew, without
   * signatures and without what the rows held.
   */
  unsign(): void {
    const entries = this.entries().filter(({ event }) => event.startsWith('request.'));
    this.run('delete from audit');
    let previous = '0'.repeat(64);
    for (const [index, { tenant, at, event, actor, request_id: requestId, data: signed }] of entries.entries()) {
      const seq = index + 1;
      const { stored: _stored, before: _before, person: _person, ...data } = JSON.parse(signed);
      const link = { seq, previous, tenantId: tenant, at, event, actor, requestId, data };
      const hash = createHash('sha256').update(canonical(link)).digest('hex');
      this.#run(
        `insert into audit(seq, previous, hash, tenant, at, event, actor, request_id, data)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [seq, previous, hash, tenant, at, event, actor, requestId, JSON.stringify(data)],
      );
      previous = hash;
    }
  }

  #run(sql: string, values: readonly unknown[]): void {
    const db = new Database(this.#file);
    db.prepare(sql).run([...values]);
    db.close();
  }

  #get<T>(sql: string, value: number): T {
    const db = new Database(this.#file);
    // Sound: the statement names the columns of the type.
    const row = db.prepare(sql).get([value]) as T;
    db.close();
    return row;
  }
}
