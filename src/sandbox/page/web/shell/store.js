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

/** Takes in a view of a message, unless a newer one is known: answers and events overtake one another. */
export function learn(view) {
  const known = store.messages.get(view.id);
  if (known && known.asOf >= view.asOf) return false;
  store.messages.set(view.id, view);
  return true;
}

/**
 * Takes in all messages of the open conversation, as they were read. What is known and was not read is kept where it is
 * newer than the reading, and else gone.
 */
export function learnAll(views, readAt) {
  const known = store.messages;
  const read = new Map(views.map((view) => [view.id, view]));
  const after = [...known.values()].filter(({ id, asOf }) => !read.has(id) && asOf > readAt);
  store.messages = new Map([...views, ...after].map((view) => [view.id, view]));
  for (const [id, view] of known) if (read.has(id)) learn(view);
}

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
