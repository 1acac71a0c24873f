import { migratedPostgres } from '../../support/databases/migrated-postgres.ts';
import { restoredStories } from './restored-stories.ts';

describe('a store put back to an earlier day, on PostgreSQL', () => restoredStories(migratedPostgres));
