import type { ShownDevice } from '../../changes/device-effects.ts';
import type { StoredItem } from '../ports/item-store.ts';

/** What a request writes one by one, and what came of it. */
export interface ItemLine {
  readonly name: string;
  readonly state: 'planned' | StoredItem['state'];
  readonly reason: string | null;
}

/**
 * A page of the devices that a request's change would touch, as previewed, or of what it writes one by one; pages count
 * from 1.
 */
export interface DevicesData {
  readonly requestId: string;
  readonly rev: number;
  readonly number: number;
  readonly title: string;
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly devices: readonly ShownDevice[];
  /** In place of devices, for what a supported API writes one by one. */
  readonly items?: readonly ItemLine[];
}
