import { conversationList } from './conversation/conversation-list.js';
import { conversationView } from './conversation/conversation-view.js';
import { tenantPanel } from './panel/tenant-panel.js';
import { call } from './shell/api.js';
import { el } from './shell/el.js';
import { layout } from './shell/layout.js';
import { followLive } from './shell/live.js';
import { learnAll, listen, store, tell } from './shell/store.js';

const SOC = '19:soc@thread.tacv2';

/** Reads the company, acts as the person of `?as=`, opens the SOC channel, and follows live events. */
async function start() {
  await readPeople();
  const { frame, views } = layout({
    onPerson: become,
    list: conversationList((conversation) => openConversation(conversation, views)),
    conversation: conversationView({ onBack: () => views.show('list') }),
    panel: tenantPanel({ onBack: () => views.show('list'), onClose: () => views.togglePanel() }),
  });
  document.getElementById('app').append(frame);
  listen('message', noticeMessage);
  listen('people', () => readConversations().catch(() => undefined));
  listen('world', () => readPeople().catch(() => undefined));
  await become(personOfAddress());
}

let peopleRead = '';

/**
 * Reads the people, who stay the same objects. Each one's `key` is the short name in the address: the first to have it,
 * others by their object id. Tells 'people' if anything changed.
 */
async function readPeople() {
  const people = await call('GET', 'sandbox/people');
  const read = JSON.stringify(people);
  if (read === peopleRead) return;
  peopleRead = read;
  const keys = new Set();
  store.people = people.map((person) => {
    const short = person.userPrincipalName.split(/[@_]/)[0].toLowerCase();
    const key = keys.has(short) ? person.id : short;
    keys.add(key);
    const known = store.people.find(({ id }) => id === person.id) ?? {};
    return Object.assign(known, person, { key, note: person.status === 404 ? 'gone from the directory' : person.note });
  });
  if (store.me) tell('people');
}

function personOfAddress() {
  const chosen = new URLSearchParams(location.search).get('as');
  const isChosen = ({ key, id, userPrincipalName: name }) => [key, id, name].includes(chosen?.toLowerCase());
  const [first] = store.people;
  const person = store.people.find(isChosen);
  if (chosen && !person) sayStranger(`Nobody here is called “${chosen}”, so you act as ${first.name}.`);
  return person ?? first;
}

/** Says that somebody else acts than the address names, until another person is chosen. */
function sayStranger(text) {
  const said = el('p', { class: 'stranger', role: 'alert', text });
  document.getElementById('app').append(said);
  listen('me', () => {
    if (store.me !== store.people[0]) said.remove();
  });
}

async function become(person) {
  store.me = person;
  store.messages = new Map();
  const address = new URL(location.href);
  address.searchParams.set('as', person.key);
  history.replaceState(null, '', address);
  document.title = `${person.name} - Airlock sandbox`;
  tell('me');
  await followLive(readAll);
  if (store.me === person) await readAll();
}

async function readAll() {
  const me = store.me;
  await readConversations();
  if (store.me !== me) return;
  const wanted = store.open;
  const same = store.conversations.find((one) => one.id === wanted?.id);
  const alike = store.conversations.find((one) => one.kind === wanted?.kind);
  const home = store.conversations.find((one) => one.id === SOC) ?? store.conversations[0];
  await readMessages(same ?? (wanted ? (alike ?? home) : home), 'reread');
  tell('world');
}

async function readConversations() {
  const me = store.me;
  const { conversations } = await call('GET', `chat/conversations?as=${encodeURIComponent(me.id)}`);
  if (store.me !== me) return;
  store.conversations = conversations;
  tell('conversations');
}

async function openConversation(conversation, views) {
  views.show('conversation');
  await readMessages(conversation);
  if (store.open === conversation && matchMedia('(min-width: 720px)').matches && !isElsewhere())
    document.querySelector('[data-testid="composer"] textarea')?.focus({ preventScroll: true });
}

/** Whether somebody has gone on to another part of the page than the list that they opened a conversation from. */
function isElsewhere() {
  const { activeElement } = document;
  return activeElement !== document.body && !activeElement?.closest('[data-testid=conversation]');
}

async function readMessages(conversation, topic = 'open') {
  const me = store.me;
  // What arrives while it is being read counts already.
  if (store.open?.id !== conversation.id) store.messages = new Map();
  store.open = conversation;
  store.reader = me;
  const path = `chat/conversations/${encodeURIComponent(conversation.id)}`;
  const { messages, asOf } = await call('GET', `${path}/messages?as=${encodeURIComponent(me.id)}`);
  if (store.me !== me || store.open !== conversation) return;
  learnAll(messages, asOf);
  tell(topic);
  await markRead();
}

async function markRead() {
  if (document.hidden || !store.open || store.reader !== store.me) return;
  if (!conversationIsSeen()) return readConversations();
  await call('POST', `chat/conversations/${encodeURIComponent(store.open.id)}/read`, { as: store.me.id });
  await readConversations();
}

/** On a phone the list or the panel may cover the open conversation. */
function conversationIsSeen() {
  return document.getElementById('conversation').checkVisibility();
}

let pendingRead;
function noticeMessage() {
  clearTimeout(pendingRead);
  pendingRead = setTimeout(() => markRead(), 120);
}

document.addEventListener('visibilitychange', noticeMessage);
start().catch(() => {
  document.getElementById('app').textContent =
    'The sandbox does not answer. Is it still running? Reload this page to try again.';
});
