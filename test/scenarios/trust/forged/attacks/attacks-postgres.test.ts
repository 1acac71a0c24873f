import { postgresDatabase } from '../../../../support/databases/postgres-database.ts';
import { attackStories } from './attack-stories.ts';

describe('an attack on the record, on PostgreSQL', () => attackStories(postgresDatabase));
