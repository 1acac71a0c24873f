import type { ShownDevice } from '../changes/change-kind.ts';
import type { AffectedDevice } from '../changes/device-group/move-preview.ts';
import { kindOf } from '../changes/kind-of.ts';
import type { DevicesData } from '../requests/answer.ts';
import type { Parts } from '../requests/parts.ts';
import type { Request } from '../requests/request.ts';

/** Devices on a page. */
const PAGE = 10;

const NOBODY = 'no group';

/** A page of the devices that a request's change would touch, as previewed; the last one for a number past the end. */
export async function devicesPage(parts: Parts, request: Request, wanted: number): Promise<DevicesData> {
  const rules = kindOf(request.change);
  const total = rules.effects(request.change, request.base)?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const page = Math.min(wanted, pages);
  const found = total === 0 ? [] : await parts.store.affected(request.id, (page - 1) * PAGE, PAGE);
  return {
    requestId: request.id,
    rev: request.rev,
    number: request.number,
    title: rules.title(request.change),
    page,
    pages,
    total,
    devices: found.map(shownDevice),
  };
}

function shownDevice({ name, from, to, effect }: AffectedDevice): ShownDevice {
  return { name, from: from?.name ?? NOBODY, to: to?.name ?? NOBODY, effect };
}
