import { migratedPostgres } from '../../support/databases/migrated-postgres.ts';
import { decisionRaces } from './decision-races.ts';
import { frozenWriter } from './frozen-writer.ts';
import { skewedClocks } from './skewed-clocks.ts';

describe('races, on PostgreSQL', () => decisionRaces(migratedPostgres));

describe('instances whose clocks differ, on PostgreSQL', () => skewedClocks(migratedPostgres));

describe('an instance that was frozen before its write, on PostgreSQL', () => frozenWriter(migratedPostgres));
