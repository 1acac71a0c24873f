import { postgresDatabase } from '../../support/databases/postgres-database.ts';
import { restoredStories } from './restored-stories.ts';

describe('a store put back to an earlier day, on PostgreSQL', () => restoredStories(postgresDatabase));
