import { migratedPostgres } from '../../../support/databases/migrated-postgres.ts';
import { KIND_CASES } from './kind-cases.ts';
import { kindContract } from './kind-contract.ts';

for (const [kind, one] of Object.entries(KIND_CASES))
  describe(`what a supported API writes: ${kind}`, () => kindContract(one, async () => null));

describe('what a supported API writes, on PostgreSQL: device-tags', () =>
  kindContract(KIND_CASES['device-tags'], migratedPostgres, 'races'));
