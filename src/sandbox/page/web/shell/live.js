import { store, tell } from './store.js';

let stream;

const PATIENCE_MS = 2_000;

/**
 * Listens to live events for the acting person. It settles once the stream is open, so that nothing is missed between
 * reading and listening; where that takes long, everything is read again once it is. The same after the browser has
 * reconnected, which it does by itself.
 */
export function followLive(onReconnect) {
  stream?.close();
  stream = new EventSource(`chat/events?as=${encodeURIComponent(store.me.id)}`);
  let open;
  const opened = new Promise((resolve) => {
    open = resolve;
  });
  let missed = false;
  const patience = setTimeout(() => {
    missed = true;
    open();
  }, PATIENCE_MS);
  stream.addEventListener('hello', () => {
    if (missed) onReconnect();
    missed = true;
    clearTimeout(patience);
    open();
  });
  for (const topic of ['message', 'typing', 'world']) {
    stream.addEventListener(topic, (event) => tell(topic, JSON.parse(event.data)));
  }
  return opened;
}
