import type { Answer } from '../../requests/answer.ts';
import type { AdaptiveCard } from '../render/adaptive-card.ts';
import { renderCard } from '../render/render-card.ts';
import { devicesModel } from './devices-model.ts';
import { helpModel } from './help-model.ts';
import { noticeModel } from './notice-model.ts';
import { requestsModel } from './requests-model.ts';
import { statusModel } from './status-model.ts';

/**
 * The card that says an answer.
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
    case 'status':
      return renderCard('status', statusModel(answer.data, now));
  }
}
