import { postgresDatabase } from '../../support/databases/postgres-database.ts';
import { decisionCrashes } from './decision-crashes.ts';

describe('killed with SIGKILL between any two steps, on PostgreSQL', () => decisionCrashes(postgresDatabase));
