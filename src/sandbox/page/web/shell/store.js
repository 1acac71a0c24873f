/**
 * The page's state. `people` and `me` are people of the company; `messages` holds the open conversation's messages by
 * id. Listeners get the name of what changed.
 */
export const store = {
  people: [],
  me: null,
  conversations: [],
  open: null,
  messages: new Map(),
};

const listeners = new Map();

/**
 * Calls back whenever `topic` changes: 'me' (before that person's data is read), 'people', 'conversations', 'open',
 * 'reread' (what is open, once more), 'message', 'typing', 'world'.
 */
export function listen(topic, listener) {
  const all = listeners.get(topic) ?? new Set();
  listeners.set(topic, all.add(listener));
}

export function tell(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}
