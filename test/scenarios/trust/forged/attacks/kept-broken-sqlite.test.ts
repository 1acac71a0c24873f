import { keptBrokenStories } from './kept-broken-stories.ts';

describe('a record that was broken, in a file', () => keptBrokenStories(async () => null));
