import { kindOf } from '../changes/kind-of.ts';
import { affectedPage } from '../requests/affected-page.ts';
import type { DevicesData } from '../requests/answer.ts';
import type { Parts } from '../requests/parts.ts';
import type { Request } from '../requests/request.ts';

/** A page of the devices that a request's change would touch, as previewed; the last one for a number past the end. Pages count from 1. */
export async function devicesPage(parts: Parts, request: Request, wanted: number): Promise<DevicesData> {
  const { page, pages, rows, total } = await affectedPage(parts, request, wanted - 1);
  const { id: requestId, rev, number } = request;
  const title = kindOf(request.change).title(request.change);
  return { requestId, rev, number, title, page: page + 1, pages, total, devices: rows };
}
