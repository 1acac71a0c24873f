import type { Store } from '../../../src/requests/ports/store.ts';
import type { StoreLocation } from '../../../src/store/databases/store-location.ts';
import { blindContract } from './blind-contract.ts';
import { findingContract } from './finding-contract.ts';
import { itemsContract } from './items-contract.ts';
import { betweenStatementsContract } from './noted-end/between-statements-contract.ts';
import { hiddenEndContract } from './noted-end/hidden-end-contract.ts';
import { pastNoteContract } from './noted-end/past-note-contract.ts';
import { accountsContract } from './promises/accounts-contract.ts';
import { backlogContract } from './promises/backlog-contract.ts';
import { chainContract } from './promises/chain-contract.ts';
import { devicesContract } from './promises/devices-contract.ts';
import { factsContract } from './promises/facts-contract.ts';
import { formsContract } from './promises/forms-contract.ts';
import { deliveryContract } from './promises/messages/delivery-contract.ts';
import { newestCopyContract } from './promises/messages/newest-copy-contract.ts';
import { postsContract } from './promises/messages/outbox-contract.ts';
import { placesContract } from './promises/places-contract.ts';
import { pruneContract } from './promises/prune-contract.ts';
import { racesContract } from './promises/races-contract.ts';
import { turnsContract } from './promises/replacements-contract.ts';
import { requestsContract } from './promises/requests-contract.ts';
import { settingsContract } from './promises/settings-contract.ts';
import { tasksContract } from './promises/tasks-contract.ts';

/** A place where stores keep things: any number of handles on the same data, as of several instances. */
export interface StorePlace {
  /** For whoever reads and writes beside the store. */
  readonly location: StoreLocation;
  open(): Promise<Store>;
  /** Closes every handle and throws the data away. */
  discard(): Promise<void>;
}

/** What src/requests/ports/store.ts promises, sentence by sentence; every implementation passes it. */
export function storeContract(name: string, place: () => Promise<StorePlace>): void {
  describe(`the store promises (${name})`, () => {
    requestsContract(place);
    findingContract(place);
    tasksContract(place);
    postsContract(place);
    deliveryContract(place);
    newestCopyContract(place);
    formsContract(place);
    turnsContract(place);
    devicesContract(place);
    itemsContract(place);
    blindContract(place);
    placesContract(place);
    settingsContract(place);
    accountsContract(place);
    factsContract(place);
    chainContract(place);
    pastNoteContract(place);
    betweenStatementsContract(place);
    hiddenEndContract(place);
    pruneContract(place);
    racesContract(place);
    backlogContract(place);
  });
}
