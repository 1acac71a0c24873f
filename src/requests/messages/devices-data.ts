import type { ShownDevice } from '../../changes/device-effects.ts';
import type { StoredItem } from '../ports/item-store.ts';
import type { OrderState } from '../record/told-by-request.ts';

/** What can be listed of a request: the devices that its change would touch, or all that it writes one by one. */
export const LISTS = ['moves', 'items'] as const;

export type ListOf = (typeof LISTS)[number];

/** What a request writes one by one, and what came of it. */
export interface ItemLine {
  readonly name: string;
  readonly state: 'planned' | StoredItem['state'] | OrderState;
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
  /** What was asked for, for the buttons that turn its pages; devices that move where absent. */
  readonly of?: ListOf;
  readonly title: string;
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly devices: readonly ShownDevice[];
  /** What is known where no device is listed; absent where nothing but that none would move. */
  readonly none?: string;
  /** In place of devices, for what a supported API writes one by one. */
  readonly items?: readonly ItemLine[];
}
