import { call } from '../shell/api.js';
import { store } from '../shell/store.js';

const asking = new Set();
const observers = new WeakMap();

/**
 * Asks the bot for this person's own card of a message; the new card itself arrives as a live event. Null if no card
 * was requested.
 */
export async function askOwnCard(view, trigger) {
  const key = `${store.me.id} ${view.id} ${view.version} ${trigger}`;
  if (asking.has(key)) return null;
  asking.add(key);
  try {
    const body = { as: store.me.id, trigger };
    const { shown } = await call('POST', `chat/messages/${view.id}/refresh`, body);
    return shown;
  } catch {
    return { kind: 'error', text: 'Something went wrong. Please try again.' };
  } finally {
    asking.delete(key);
  }
}

/** Calls back once, when the element comes into view inside the scroller. */
export function whenSeen(element, scroller, callback) {
  observers.get(element)?.disconnect();
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      callback();
    },
    { root: scroller },
  );
  observers.set(element, observer);
  observer.observe(element);
}
