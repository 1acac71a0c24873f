import type { Directory } from '../../requests/ports/directory.ts';
import type { Store } from '../../requests/ports/store.ts';
import type { Tenant } from '../../requests/ports/tenant.ts';
import type { ServiceConfig } from '../../service/config/service-config.ts';
import type { ConfigFault } from '../../service/config/setting.ts';
import type { Clock } from '../../shared/runtime.ts';

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

export type Resource = 'graph' | 'mde' | 'bot';

/** An answer, as far as the doctor looks at it. */
export interface Probe {
  readonly status: number;
  /** Milliseconds since 1970 by the Date header; null without one. */
  readonly at: number | null;
}

/** What the portal's session file holds, without the session. */
export type SessionLook =
  | { readonly ok: true; readonly owner: string; readonly changedAt: number }
  | { readonly ok: false; readonly why: string };

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
  probe(resource: Exclude<Resource, 'bot'>, path: string): Promise<Probe>;
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
  /** Null with another connector than the portal. */
  session(): Promise<SessionLook | null>;
  /** The app package's manifest as it lies in the folder, parsed; null without one. */
  manifest(): Promise<unknown>;
}
/** `warning`: it works, and somebody should look at it. `failure`: it does not work, or is not safe. */
export type Level = 'ok' | 'warning' | 'failure';

/** One thing that was looked at. Nothing of it is ever a secret: it is printed. */
export interface Finding {
  readonly level: Level;
  /** What was found. */
  readonly what: string;
  /** Why it matters; only where it is not well. */
  readonly why?: string;
  /** What to do; only where it is not well. */
  readonly mend?: string;
}

/** One question that the doctor asks, of whatever it needs to be answered. */
export interface Check<C> {
  readonly id: string;
  readonly title: string;
  /** Throws AirlockError where there is no answer: that is a failure, and its message is printed. */
  run(context: C): Promise<readonly Finding[]>;
}

export function ok(what: string): Finding {
  return { level: 'ok', what };
}

export function warning(what: string, why: string, mend: string): Finding {
  return { level: 'warning', what, why, mend };
}

export function failure(what: string, why: string, mend: string): Finding {
  return { level: 'failure', what, why, mend };
}
