/**
 * What the page knows. `people` and `me` are people of the company; `messages` holds the open conversation by id;
 * listeners hear the name of what changed.
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
 * Calls back whenever `topic` changes: 'me' (before anything of that person is read), 'conversations', 'open',
 * 'message', 'typing', 'world'.
 */
export function listen(topic, listener) {
  const all = listeners.get(topic) ?? new Set();
  listeners.set(topic, all.add(listener));
}

export function tell(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}
