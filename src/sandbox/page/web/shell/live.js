import { store, tell } from './store.js';

let stream;

const PATIENCE_MS = 2_000;

/**
 * Listens to live events for the acting person. It settles once the stream is open, so that nothing is missed between
 * reading and listening. The browser reconnects automatically, and then everything is read again.
 */
export function followLive(onReconnect) {
  stream?.close();
  stream = new EventSource(`chat/events?as=${encodeURIComponent(store.me.id)}`);
  const opened = Promise.withResolvers();
  const patience = setTimeout(opened.resolve, PATIENCE_MS);
  let greeted = false;
  stream.addEventListener('hello', () => {
    if (greeted) onReconnect();
    greeted = true;
    clearTimeout(patience);
    opened.resolve();
  });
  for (const topic of ['message', 'typing', 'world']) {
    stream.addEventListener(topic, (event) => tell(topic, JSON.parse(event.data)));
  }
  return opened.promise;
}
