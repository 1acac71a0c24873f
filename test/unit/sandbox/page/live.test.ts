import assert from 'node:assert/strict';

const WEB = new URL('../../../../src/sandbox/page/web/shell/', import.meta.url);
const load = (path: string) => import(new URL(path, WEB).href);

/** A stream of the browser, of which the test says what arrives. */
class Stream extends EventTarget {
  static newest: Stream;

  constructor() {
    super();
    Stream.newest = this;
  }

  close(): void {
    // Nothing arrives any more.
  }
}

describe('the live events of the page', () => {
  const given = { EventSource: Reflect.get(globalThis, 'EventSource'), setTimeout: globalThis.setTimeout };
  let patienceEnds: () => void;
  let reads: number;
  let follow: () => Promise<void>;

  before(async () => {
    const { store } = await load('store.js');
    const { followLive } = await load('live.js');
    store.me = { id: 'a11ce' };
    const setTimeout = (work: () => void) => {
      patienceEnds = work;
    };
    follow = () => {
      Object.assign(globalThis, { EventSource: Stream, setTimeout });
      try {
        return followLive(() => {
          reads += 1;
        });
      } finally {
        Object.assign(globalThis, { setTimeout: given.setTimeout });
      }
    };
  });
  beforeEach(() => {
    reads = 0;
  });
  after(() => {
    if (given.EventSource) Object.assign(globalThis, { EventSource: given.EventSource });
    else Reflect.deleteProperty(globalThis, 'EventSource');
  });

  const hello = () => Stream.newest.dispatchEvent(new Event('hello'));

  it('are waited for, and everything is read again after each later greeting', async () => {
    const opened = follow();
    hello();
    await opened;
    assert.equal(reads, 0, 'the caller reads now');
    hello();
    assert.equal(reads, 1);
  });

  it('are not waited for too long, and nothing that came before they began is missed', async () => {
    const opened = follow();
    patienceEnds();
    await opened;
    assert.equal(reads, 0);
    hello();
    assert.equal(reads, 1);
  });
});
