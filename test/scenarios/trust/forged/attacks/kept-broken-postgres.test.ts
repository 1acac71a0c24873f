import { postgresDatabase } from '../../../../support/databases/postgres-database.ts';
import { keptBrokenStories } from './kept-broken-stories.ts';

describe('a record that was broken, on PostgreSQL', () => keptBrokenStories(postgresDatabase));
