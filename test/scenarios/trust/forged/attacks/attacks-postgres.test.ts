import { migratedPostgres } from '../../../../support/databases/migrated-postgres.ts';
import { attackStories } from './attack-stories.ts';

describe('an attack on the record, on PostgreSQL', () => attackStories(migratedPostgres));
