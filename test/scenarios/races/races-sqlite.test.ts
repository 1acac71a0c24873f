import { decisionRaces } from './decision-races.ts';
import { skewedClocks } from './skewed-clocks.ts';

describe('races, on SQLite', () => decisionRaces(async () => null));

describe('instances whose clocks differ, on SQLite', () => skewedClocks(async () => null));
