import { postgresDatabase } from '../../support/databases/postgres-database.ts';
import { decisionRaces } from './decision-races.ts';
import { frozenWriter } from './frozen-writer.ts';
import { skewedClocks } from './skewed-clocks.ts';

describe('races, on PostgreSQL', () => decisionRaces(postgresDatabase));

describe('instances whose clocks differ, on PostgreSQL', () => skewedClocks(postgresDatabase));

describe('an instance that was frozen before its write, on PostgreSQL', () => frozenWriter(postgresDatabase));
