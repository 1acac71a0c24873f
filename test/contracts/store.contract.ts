import type { Store } from '../../src/store/store.ts';
import { backlogContract } from './store/backlog-contract.ts';
import { chainContract } from './store/chain-contract.ts';
import { placesContract } from './store/places-contract.ts';
import { postsContract } from './store/posts-contract.ts';
import { racesContract } from './store/races-contract.ts';
import { requestsContract } from './store/requests-contract.ts';
import { tasksContract } from './store/tasks-contract.ts';

/** A place where stores keep things: any number of handles on the same data, as of several instances. */
export interface StorePlace {
  open(): Promise<Store>;
  /** Closes every handle and throws the data away. */
  discard(): Promise<void>;
}

/** What src/store/store.ts promises, sentence by sentence; every implementation passes it. */
export function storeContract(name: string, place: () => Promise<StorePlace>): void {
  describe(`the store promises (${name})`, () => {
    requestsContract(place);
    tasksContract(place);
    postsContract(place);
    placesContract(place);
    chainContract(place);
    racesContract(place);
    backlogContract(place);
  });
}
