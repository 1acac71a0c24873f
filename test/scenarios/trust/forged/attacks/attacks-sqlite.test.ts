import { attackStories } from './attack-stories.ts';

describe('an attack on the record, in a file', () => attackStories(async () => null));
