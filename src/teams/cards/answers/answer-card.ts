import type { Answer, NoticeData, OutsideData, Tone } from '../../../requests/messages/answers.ts';
import { say, t } from '../../../shared/language/worded.ts';
import { type AdaptiveCard, renderCard } from '../parts/render.ts';
import { sanitise, toneStyle } from '../parts/shown-text.ts';
import { centerModel } from './center-card.ts';
import { devicesModel } from './devices-card.ts';
import { groupModel } from './group-card.ts';
import { helpModel } from './help-card.ts';
import { homeModel } from './home-card.ts';
import { noticeModel } from './notice-card.ts';
import { outsideModel } from './outside-card.ts';
import { outsideListModel } from './outside-list-card.ts';
import { requestsModel } from './requests-card.ts';
import { sightModel } from './sight-card.ts';
import { statusModel } from './status-card.ts';

/** What somebody's press did, or why not. */
interface Said {
  readonly tone: Tone;
  readonly text: string;
}

/**
 * The card for an answer.
 * @param now milliseconds since 1970
 * @param said the result of the viewer's press, directly above the buttons
 * @throws AirlockError card-invalid
 */
export function answerCard(answer: Answer, now: number, said: Said | null = null): AdaptiveCard {
  const answers = said ? [{ tone: toneStyle(said.tone), text: sanitise(say(said.text)) }] : [];
  switch (answer.view) {
    case 'notice':
      return renderCard('notice', noticeModel(answer.data, answers));
    case 'help':
      return renderCard('help', helpModel(answer.data, answers));
    case 'devices':
      return renderCard('devices', devicesModel(answer.data));
    case 'requests':
      return renderCard('requests', requestsModel(answer.data, answers));
    case 'home':
      return renderCard('home', homeModel(answer.data, answers));
    case 'center':
      return renderCard('center', centerModel(answer.data, answers));
    case 'group':
      return renderCard('group', groupModel(answer.data, answers));
    case 'sight':
      return renderCard('sight', sightModel(answer.data, answers));
    case 'outside':
      return renderCard('outside', outsideModel(answer.data, said ? { notice: said } : {}));
    case 'outside-list':
      return renderCard('outside-list', outsideListModel(answer.data));
    case 'status':
      return renderCard('status', statusModel(answer.data, now, answers));
  }
}

/** The same with what somebody's action adds to it. @throws AirlockError card-invalid */
export function outsideCard(data: OutsideData, shown: Parameters<typeof outsideModel>[1]): AdaptiveCard {
  return renderCard('outside', outsideModel(data, shown));
}

/** What stands in the place of a card that cannot be shown now, with its button to try once more. */
export function unshownCard(data: NoticeData, carried: object): AdaptiveCard {
  const again = { title: sanitise(t`Try again`), verb: 'view', data: carried };
  return renderCard('notice', noticeModel(data, [], [again]));
}
