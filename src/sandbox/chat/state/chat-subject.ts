import type { Person } from '../../company/person.ts';
import { refusal } from '../../wire/refusal.ts';
import type { ChatMessage } from './chat-message.ts';
import type { Place } from './chat-state.ts';
import type { Teams } from './teams.ts';

type Parsed<T> = { success: true; data: T } | { success: false };

/** Resolves whom and what a call of the page's API is about; each throws a refusal where the person may not see it. */
export interface ChatSubject {
  person<T extends { as: string }>(parsed: Parsed<T>): T & { person: Person };
  place(person: Person, wireId: string): Place;
  message(person: Person, id: string): ChatMessage;
}

export function chatSubject(teams: Teams): ChatSubject {
  return {
    person: (parsed) => {
      if (!parsed.success) throw refusal(400, 'BadRequest', 'The request is not what this operation takes.');
      const person = teams.world.people.find((one) => one.id === parsed.data.as);
      if (!person) throw refusal(404, 'NoSuchPerson', 'Nobody of that id works here.');
      return { ...parsed.data, person };
    },
    place: (person, wireId) => {
      const place = teams.chat.find(wireId);
      if (!place?.conversation.members.includes(person))
        throw refusal(404, 'NoSuchConversation', 'No such conversation.');
      return place;
    },
    message: (person, id) => {
      const message = teams.chat.message(id);
      if (!message?.conversation.members.includes(person)) throw refusal(404, 'NoSuchMessage', 'No such message.');
      return message;
    },
  };
}
