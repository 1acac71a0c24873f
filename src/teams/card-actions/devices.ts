import { loadRequest } from '../../requests/current-request.ts';
import { devicesPage } from '../devices-page.ts';
import type { CardAction } from './card-action.ts';

/** A look at a page of the devices, which changes nothing. */
export const devices: CardAction = async ({ parts }, { requestId, page }) => ({
  devices: await devicesPage(parts, await loadRequest(parts, requestId), page),
});
