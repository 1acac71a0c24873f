import { safeLink } from '../conversation/safe-link.js';
import { call } from '../shell/api.js';
import { store } from '../shell/store.js';
import { ExecuteAction, OpenUrlAction, SubmitAction } from './library.js';

const WRONG = { kind: 'error', text: 'Something went wrong. Please try again.' };

/** Runs the actions of one card. While one is running, the card's buttons are disabled. */
export class CardActions {
  constructor(card) {
    this.card = card;
    this.busy = false;
    /** Whether the running action sends the typed inputs along. */
    this.sendsInputs = false;
  }

  run(action) {
    if (action instanceof OpenUrlAction) return openLink(action.url);
    if (this.busy) return undefined;
    if (action instanceof ExecuteAction) return this.#wait(action, () => this.#execute(action));
    if (action instanceof SubmitAction) return this.#wait(action, () => this.#submit(action));
    return undefined;
  }

  async #execute(action) {
    const { view } = this.card;
    const sent = { id: action.id, verb: action.verb, data: action.data };
    const body = { as: store.me.id, action: sent };
    const { shown } = await call('POST', `chat/messages/${view.id}/execute`, body);
    return shown;
  }

  async #submit(action) {
    const { view } = this.card;
    const body = { as: store.me.id, value: action.data };
    const { answer } = await call('POST', `chat/messages/${view.id}/submit`, body);
    const taken = answer.kind === 'answered' && answer.status < 300;
    return taken ? { kind: 'message', text: 'Your response was sent to the app' } : WRONG;
  }

  async #wait(action, work) {
    const { host } = this.card;
    const button = action.renderedElement;
    const viewBefore = this.card.shown;
    this.busy = true;
    this.sendsInputs = action.associatedInputs !== 'none';
    this.card.say(null);
    host.classList.add('waiting');
    host.setAttribute('aria-busy', 'true');
    button?.classList.add('pressed');
    const answer = await work().catch(() => WRONG);
    host.classList.remove('waiting');
    host.removeAttribute('aria-busy');
    button?.classList.remove('pressed');
    const overtaken = answer.kind === 'card' && this.card.shown !== viewBefore;
    if (!overtaken) this.card.answered(answer);
    this.busy = false;
    this.sendsInputs = false;
  }
}

function openLink(target) {
  const href = safeLink(target);
  if (href) window.open(href, '_blank', 'noopener,noreferrer');
}
