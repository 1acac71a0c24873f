import type { Answer, OutsideData } from '../../../requests/messages/answers.ts';
import { type AdaptiveCard, renderCard } from '../parts/render.ts';
import { devicesModel } from './devices-card.ts';
import { helpModel } from './help-card.ts';
import { noticeModel } from './notice-card.ts';
import { outsideModel } from './outside-card.ts';
import { outsideListModel } from './outside-list-card.ts';
import { requestsModel } from './requests-card.ts';
import { statusModel } from './status-card.ts';

/**
 * The card for an answer.
 * @param now milliseconds since 1970
 * @throws AirlockError card-invalid
 */
export function answerCard(answer: Answer, now: number): AdaptiveCard {
  switch (answer.view) {
    case 'notice':
      return renderCard('notice', noticeModel(answer.data));
    case 'help':
      return renderCard('help', helpModel(answer.data));
    case 'devices':
      return renderCard('devices', devicesModel(answer.data));
    case 'requests':
      return renderCard('requests', requestsModel(answer.data));
    case 'outside':
      return renderCard('outside', outsideModel(answer.data));
    case 'outside-list':
      return renderCard('outside-list', outsideListModel(answer.data));
    case 'status':
      return renderCard('status', statusModel(answer.data, now));
  }
}

/** The same with what somebody's action adds to it. @throws AirlockError card-invalid */
export function outsideCard(data: OutsideData, shown: Parameters<typeof outsideModel>[1]): AdaptiveCard {
  return renderCard('outside', outsideModel(data, shown));
}
