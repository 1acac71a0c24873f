import assert from 'node:assert/strict';
import { type Company, type Name, SOC } from './company.ts';
import { actionOf, type Card, type TeamsMessage } from './fake-teams.ts';

export type Typed = Readonly<Record<string, string>>;

/**
 * What stands in the form of a new group without a fault in the sandbox's classic tenant: 48 laptops of accounting,
 * before Finance.
 */
export const GOOD_FORM: Typed = {
  name: 'Finance laptops',
  description: 'Laptops of accounting',
  level: 'full',
  ...{ property0: 'name', operator0: 'starts-with', value0: 'LAP-FIN-' },
  place: 'before:4',
};

/**
 * Somebody at a form, by its card alone: what is not typed anew goes back as it stands in the card's inputs, and what
 * is empty is left out.
 */
export class FormDesk {
  private constructor(
    readonly company: Company,
    readonly who: Name,
    readonly message: TeamsMessage,
  ) {}

  static async open(company: Company, line = 'create device group', who: Name = 'alice'): Promise<FormDesk> {
    await company.say(who, line, SOC);
    const message = company.teams.messages.at(-1);
    assert(message);
    return new FormDesk(company, who, message);
  }

  /** Before a form that stands there already. */
  static at(company: Company, message: TeamsMessage, who: Name = 'alice'): FormDesk {
    return new FormDesk(company, who, message);
  }

  /** The card as this person sees it now: the form, or what it became. */
  async card(who = this.who): Promise<Card> {
    const look = actionOf(this.message.card, 'form-view') ?? actionOf(this.message.card, 'view');
    assert(look, 'the card offers a view');
    return (await this.company.invoke(who, this.message, look, { trigger: 'automatic' })).value as Card;
  }

  /** What a press of this button sends. */
  async action(verb: string, typed: Typed = {}): Promise<{ verb: string; data: Record<string, unknown> }> {
    const card = await this.card();
    const button = actionOf(card, verb);
    assert(button, `the card offers ${verb}`);
    const inputs = Object.entries({ ...inputsOf(card), ...typed }).filter(([, value]) => value !== '');
    return { verb, data: { ...button.data, ...Object.fromEntries(inputs) } };
  }

  async press(verb: string, typed: Typed = {}, who = this.who) {
    const answer = await this.company.invoke(who, this.message, await this.action(verb, typed));
    await this.company.settle();
    return answer;
  }

  /** Sends the form; answers this person's card once it is checked. */
  async check(typed: Typed = {}): Promise<Card> {
    await this.press('form-check', typed);
    return this.card();
  }

  /** Sends the draft that the form became to the approvers. */
  async submit(): Promise<void> {
    await this.press('submit', { reason: 'Agreed, see CHG-1042' });
  }
}

/** The inputs of a card by their ids, with what stands in them. */
export function inputsOf(card: unknown): Record<string, string> {
  if (typeof card !== 'object' || card === null) return {};
  const { type, id, value } = card as Card;
  const own =
    typeof type === 'string' && type.startsWith('Input.') && typeof id === 'string' ? { [id]: `${value ?? ''}` } : {};
  return Object.assign(own, ...Object.values(card).map(inputsOf));
}
