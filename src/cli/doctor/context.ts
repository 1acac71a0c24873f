import type { Permission } from '../../defender/define-connector.ts';
import type { Directory } from '../../requests/ports/directory.ts';
import type { Store } from '../../requests/ports/store.ts';
import type { Tenant } from '../../requests/ports/tenant.ts';
import type { ServiceConfig } from '../../service/config/service-config.ts';
import type { Finding } from '../../shared/finding.ts';
import type { JsonAnswer } from '../../shared/http/json-request.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { ConfigFault } from '../../shared/setting.ts';
import type { AuditReport } from '../../store/audit/audit-record.ts';
import type { KnownHead } from '../../store/record/seen-head.ts';

/** What can be checked whatever the settings are. */
export interface DoctorContext {
  /** `v20.19.0` */
  readonly node: string;
  /** Every fault of the settings; without faults there is a service context. */
  readonly faults: readonly ConfigFault[];
  /** Variables that Airlock does not know, each with the name that may have been meant. */
  readonly misspelt: readonly { readonly name: string; readonly meant: string }[];
  /** Permission bits of the `.env` file; null without one. */
  readonly envFileMode: number | null;
  /** Files that trust rests on, and folders of them, which root handed over to a group for writing. */
  readonly handedOver: readonly string[];
  readonly config: ServiceConfig | null;
}

export type Resource = Permission['resource'] | 'bot';

/** The part of an HTTP answer that the doctor needs. */
export interface Probe {
  readonly status: number;
  readonly body: JsonAnswer['body'];
  /** Milliseconds since 1970 by the Date header; null without one. */
  readonly at: number | null;
}

/** A file with a credential, which the settings' check found valid and protected. */
export interface CredentialFile {
  readonly variable: string;
  /** Milliseconds since 1970; null for a credential that does not expire. */
  readonly ends: number | null;
}

/** The service as configured, with everything that it talks to. */
export interface ServiceContext {
  readonly config: ServiceConfig;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly tenant: Tenant;
  /** @throws AirlockError directory-unavailable, with details.reason */
  token(resource: Resource): Promise<string>;
  /** The same of the identity that writes; only where a kind of change is switched on. */
  writerToken(resource: 'graph' | 'mde'): Promise<string>;
  /**
   * One call with the token of the resource: a POST of this body, or a GET. `{tenant}` stands for the tenant's id.
   * @throws AirlockError when there is no answer
   */
  probe(resource: Permission['resource'], path: string, post?: object): Promise<Probe>;
  /** One GET of a document that is no JSON, as text. @throws AirlockError when there is no answer */
  document(resource: Permission['resource'], path: string): Promise<{ readonly status: number; readonly text: string }>;
  readonly store: {
    /** Where it is, without a password. */
    readonly place: string;
    schema(): Promise<
      | { readonly kind: 'absent' }
      | { readonly kind: 'present'; readonly missing: readonly string[]; readonly newer: readonly string[] }
    >;
    /** Why no database can be created there; null when one can. */
    obstacle(): Promise<string | null>;
    open(): Promise<Store>;
    /** Whether the service's own role could change entries of the record; false for a file, which has no roles. */
    mayRewrite(): Promise<boolean>;
    /** Checks the record, and what is stored beside it, against the checkpoints if a file of them is set. */
    audit(): Promise<AuditReport>;
    /** The file of checkpoints; null where none is set. */
    readonly witness: {
      /** Why it cannot be written, as an error code of the system; null when it can. */
      obstacle(): Promise<string | null>;
      /** The furthest point of the record that it names. @throws AirlockError where the service would not start */
      known(): Promise<KnownHead | null>;
    } | null;
  };
  readonly credentialFiles: readonly CredentialFile[];
  /** The parsed manifest in the app package's folder; null without one. */
  manifest(): Promise<unknown>;
}

/** One check of the doctor, with the context that it needs. */
export interface Check<C> {
  readonly id: string;
  readonly title: string;
  /** Throws AirlockError when there is no answer; that is reported as a failure with its message. */
  run(context: C): Promise<readonly Finding[]>;
}
