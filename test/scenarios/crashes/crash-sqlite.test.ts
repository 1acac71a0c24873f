import { decisionCrashes } from './decision-crashes.ts';

describe('killed with SIGKILL between any two steps, on SQLite', () => decisionCrashes(async () => null));
