import { postgresDatabase } from '../../support/databases/postgres-database.ts';
import { decisionRaces } from './decision-races.ts';
import { skewedClocks } from './skewed-clocks.ts';

describe('races, on PostgreSQL', () => decisionRaces(postgresDatabase));

describe('instances whose clocks differ, on PostgreSQL', () => skewedClocks(postgresDatabase));
