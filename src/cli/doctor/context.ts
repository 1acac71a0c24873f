import type { Permission } from '../../defender/define-connector.ts';
import type { Directory } from '../../requests/ports/directory.ts';
import type { Store } from '../../requests/ports/store.ts';
import type { Tenant } from '../../requests/ports/tenant.ts';
import type { ServiceConfig } from '../../service/config/service-config.ts';
import type { Finding } from '../../shared/finding.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { ConfigFault } from '../../shared/setting.ts';

/** What can be looked at whatever the settings are. */
export interface DoctorContext {
  /** `v20.19.0` */
  readonly node: string;
  /** Every fault of the settings; without one there is a service. */
  readonly faults: readonly ConfigFault[];
  /** Names of variables that Airlock does not know, each with the one that may have been meant. */
  readonly misspelt: readonly { readonly name: string; readonly meant: string }[];
  /** Permission bits of the `.env` file; null without one. */
  readonly envFileMode: number | null;
  readonly config: ServiceConfig | null;
}

export type Resource = Permission['resource'] | 'bot';

/** An answer, as far as the doctor looks at it. */
export interface Probe {
  readonly status: number;
  /** Milliseconds since 1970 by the Date header; null without one. */
  readonly at: number | null;
}

/** A file with a credential. */
export interface CredentialFile {
  readonly variable: string;
  /** Permission bits; null where there are none. */
  readonly mode: number | null;
  /** Milliseconds since 1970; null for what does not end by itself. */
  readonly ends: number | null;
}

/** The service as its settings say, with everything that it talks to. */
export interface ServiceContext {
  readonly config: ServiceConfig;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly tenant: Tenant;
  /** @throws AirlockError directory-unavailable, with details.reason */
  token(resource: Resource): Promise<string>;
  /** One GET with the token of the resource. @throws AirlockError where no answer came */
  probe(resource: Permission['resource'], path: string): Promise<Probe>;
  readonly store: {
    /** Where it is, without a password. */
    readonly place: string;
    schema(): Promise<
      | { readonly kind: 'absent' }
      | { readonly kind: 'present'; readonly missing: readonly string[]; readonly newer: readonly string[] }
    >;
    /** Whether a database can be made there; a sentence says why not. */
    obstacle(): Promise<string | null>;
    open(): Promise<Store>;
  };
  readonly credentialFiles: readonly CredentialFile[];
  /** The app package's manifest as it lies in the folder, parsed; null without one. */
  manifest(): Promise<unknown>;
}

/** One question of the doctor, with what it needs to find the answer. */
export interface Check<C> {
  readonly id: string;
  readonly title: string;
  /** Throws AirlockError where there is no answer: that is a failure, and its message is printed. */
  run(context: C): Promise<readonly Finding[]>;
}
