import { devicesPage } from '../devices-page.ts';
import type { CommandOf } from '../text/command.ts';
import type { Turn } from '../turn.ts';
import { numberedRequest } from './numbered-request.ts';
import { tell } from './tell.ts';

/** Answers with a page of the devices that a request would touch, or touched. */
export async function showDevices(turn: Turn, { number, page }: CommandOf<'devices'>): Promise<void> {
  const request = await numberedRequest(turn, number);
  await tell(turn, { view: 'devices', data: await devicesPage(turn.parts, request, page) });
}
