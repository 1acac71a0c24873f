import type { Attack } from './entry-attacks.ts';
import { bodyOf, insert, replaceTable, rowsOf, type Scene, type SqlRow, update } from './sql.ts';

const UNREADABLE = '{';

function readable(db: Scene['db']): readonly SqlRow[] {
  return rowsOf(db, 'facts').filter(({ body }) => body !== UNREADABLE);
}

/** Edits what is remembered under one key. */
function edit(change: (body: ReturnType<typeof bodyOf>, row: SqlRow) => SqlRow, which = (_: SqlRow) => true): Attack {
  return {
    run({ db, random }) {
      const row = random.pick(readable(db).filter(which));
      update(db, 'facts', { key: row.key ?? '' }, change(bodyOf(row), row));
      return true;
    },
  };
}

/** What the watch saw says in its value when and how that was; the rest only tells one look from the next. */
const isNoLook = ({ key }: SqlRow) => !String(key).startsWith('watch:');

function plant({ db, random }: Scene): boolean {
  const model = random.pick(readable(db));
  const key = random.pick(['feature:web-content-filtering', 'group:9:level', 'group:"Lab":conditions', 'group:order']);
  const source = { kind: 'corroborated', at: 1, by: 'nobody@harbourline.example', request: null };
  insert(db, 'facts', { ...model, key, body: JSON.stringify({ ...bodyOf(model), key, value: 'on', source }) });
  return true;
}

/** Ways to make Airlock believe something else of the tenant. */
export const FACT_ATTACKS: Readonly<Record<string, Attack>> = {
  'plant a fact': { run: plant },
  'edit what is remembered': edit((body) => ({
    body: JSON.stringify({ ...body, value: body.value === 'on' ? 'off' : 'on' }),
  })),
  'edit how something is known': edit(
    (body) => ({ body: JSON.stringify({ ...body, source: { kind: 'read', at: 1 } }) }),
    isNoLook,
  ),
  'edit when something became known': edit((body, { changed_at }) => {
    const changedAt = Number(changed_at) + 86_400_000;
    return { changed_at: changedAt, body: JSON.stringify({ ...body, changedAt }) };
  }, isNoLook),
  'remember something under another key': edit(() => ({ key: 'feature:web-content-filtering' })),
  'remember something of another tenant': edit(() => ({ tenant: '99999999-1111-4111-8111-111111111111' })),
  'make what is remembered unreadable': edit(() => ({ body: UNREADABLE })),
  'forget something': {
    run({ db, random }) {
      const { key = '' } = random.pick(rowsOf(db, 'facts'));
      db.prepare('delete from facts where key = ?').run([key]);
      return true;
    },
  },
  'put back what was remembered': {
    run({ db, backups, random }) {
      replaceTable(db, 'facts', random.pick(backups).facts ?? []);
      return true;
    },
  },
};
