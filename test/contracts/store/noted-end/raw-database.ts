import type { Kysely, KyselyPlugin } from 'kysely';
import { openPostgres } from '../../../../src/store/databases/postgres.ts';
import { openDatabase } from '../../../../src/store/databases/sqlite.ts';
import type { StoreLocation } from '../../../../src/store/databases/store-location.ts';
import { HEAD_NOTE } from '../../../../src/store/record/head-note.ts';
import type { Db, Tables } from '../../../../src/store/schema/tables.ts';

/** The database of a store, beside it. */
export function rawDatabase(place: StoreLocation): Promise<Kysely<Tables>> {
  return 'url' in place ? openPostgres(place) : openDatabase(place.file);
}

/** The note of the record's end as it is stored; empty where there is none. */
export async function noteIn(db: Db): Promise<string> {
  const row = await db.selectFrom('settings').select('body').where('name', '=', HEAD_NOTE).executeTakeFirst();
  return row?.body ?? '';
}

/** Puts the note back as it was: a release that notes nothing leaves it so. */
export async function putBack(db: Db, body: string): Promise<void> {
  if (body === '') await db.deleteFrom('settings').where('name', '=', HEAD_NOTE).execute();
  else await db.updateTable('settings').set({ body }).where('name', '=', HEAD_NOTE).execute();
}

/** Runs something once, right after the statement of this number: what others do between two statements. */
export class After implements KyselyPlugin {
  /** How many statements were run. */
  ran = 0;

  constructor(
    readonly statement: number,
    readonly run: () => Promise<unknown>,
  ) {}

  transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => node;

  transformResult: KyselyPlugin['transformResult'] = async ({ result }) => {
    this.ran += 1;
    if (this.ran === this.statement) await this.run();
    return result;
  };
}
