import { migratedPostgres } from '../../../../support/databases/migrated-postgres.ts';
import { keptBrokenStories } from './kept-broken-stories.ts';

describe('a record that was broken, on PostgreSQL', () => keptBrokenStories(migratedPostgres));
