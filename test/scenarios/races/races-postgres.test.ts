import { postgresDatabase } from '../../support/databases/postgres-database.ts';
import { decisionRaces } from './decision-races.ts';

describe('races, on PostgreSQL', () => decisionRaces(postgresDatabase));
