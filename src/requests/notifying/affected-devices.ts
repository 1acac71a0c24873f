import { type AffectedDevice, type ShownDevice, STATE_WORDS } from '../../changes/device-effects.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import type { DevicesData } from '../messages/answers.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';

/** Devices on one page of a card. */
const PAGE = 10;

export interface AffectedPage {
  /** From 0; the last page where a later one was asked for. */
  readonly page: number;
  readonly pages: number;
  readonly rows: readonly ShownDevice[];
  /** How many devices are affected in all. */
  readonly total: number;
}

/** A page of the devices that the request's change would touch, as they were when the draft was made. */
export async function affectedPage(
  { store }: Pick<Services, 'store'>,
  request: Request,
  page: number,
): Promise<AffectedPage> {
  const total = kindOf(request.change).effects(request.change, request.base)?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const at = Math.min(Math.max(0, page), pages - 1);
  const devices = await store.affected(request.id, at * PAGE, PAGE);
  return { page: at, pages, rows: devices.map(shownDevice), total };
}

function shownDevice({ name, from, to, effect, state }: AffectedDevice): ShownDevice {
  return {
    ...{ name, from: from?.name ?? 'no group', to: to?.name ?? 'no group', effect },
    ...(state !== undefined && { state: STATE_WORDS[state] }),
  };
}

/**
 * A page of the devices that a request's change would touch, as previewed; the last one for a number past the end.
 * Pages count from 1.
 */
export async function devicesPage(
  services: Pick<Services, 'store'>,
  request: Request,
  wanted: number,
): Promise<DevicesData> {
  const { page, pages, rows, total } = await affectedPage(services, request, wanted - 1);
  const { id: requestId, rev, number } = request;
  const title = kindOf(request.change).title(request.change);
  return { requestId, rev, number, title, page: page + 1, pages, total, devices: rows };
}
