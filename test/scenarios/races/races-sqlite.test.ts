import { decisionRaces } from './decision-races.ts';
import { frozenWriter } from './frozen-writer.ts';
import { skewedClocks } from './skewed-clocks.ts';

describe('races, on SQLite', () => decisionRaces(async () => null));

describe('instances whose clocks differ, on SQLite', () => skewedClocks(async () => null));

describe('an instance that was frozen before its write, on SQLite', () => frozenWriter(async () => null));
