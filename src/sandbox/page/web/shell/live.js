import { store, tell } from './store.js';

let stream;

/** Listens to what happens for the person who acts; the browser reconnects by itself, and then everything is read again. */
export function followLive(onReconnect) {
  stream?.close();
  stream = new EventSource(`chat/events?as=${encodeURIComponent(store.me.id)}`);
  let greeted = false;
  stream.addEventListener('hello', () => {
    if (greeted) onReconnect();
    greeted = true;
  });
  for (const topic of ['message', 'typing', 'world']) {
    stream.addEventListener(topic, (event) => tell(topic, JSON.parse(event.data)));
  }
}
