import { decisionRaces } from './decision-races.ts';

describe('races, on SQLite', () => decisionRaces(async () => null));
