import { restoredStories } from './restored-stories.ts';

describe('a store put back to an earlier day, a file', () => restoredStories(async () => null));
