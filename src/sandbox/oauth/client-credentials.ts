import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { World } from '../company/world.ts';
import { ASSERTION_TYPE, assertionFault } from './client-assertion.ts';
import { type AppRegistration, appWithId } from './demo-app.ts';
import type { EntraRefusal } from './entra-refusal.ts';
import { type ResourceName, resourceOf } from './resources.ts';

const formShape = z.object({
  grant_type: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  client_assertion: z.string().optional(),
  client_assertion_type: z.string().optional(),
  scope: z.string().optional(),
});

type Form = z.infer<typeof formShape>;

/** A granted request: the app, the service and the identifier by which it was named. */
export interface Grant {
  readonly app: AppRegistration;
  readonly resource: ResourceName;
  readonly audience: string;
}

/** Checks a token request (RFC 6749, 4.4) in Entra's order: tenant, form, application, proof, scope. */
export async function judgeClientCredentials(
  world: World,
  tenant: string,
  body: unknown,
): Promise<Grant | EntraRefusal> {
  if (tenant.toLowerCase() !== world.tenantId) {
    return refused(
      'invalid_request',
      90002,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`,
    );
  }
  const read = formShape.safeParse(body ?? {});
  if (!read.success)
    return refused('invalid_request', 900144, 'A parameter of the request body is given more than once.');
  const form = read.data;
  for (const name of ['grant_type', 'client_id'] as const) {
    if (!form[name]) return missing(`'${name}'`);
  }
  if (form.grant_type !== 'client_credentials') {
    return refused(
      'unsupported_grant_type',
      70003,
      `The app requested an unsupported grant type '${form.grant_type}'.`,
    );
  }
  const app = appWithId(world, form.client_id ?? '');
  if (!app) {
    const message = `Application with identifier '${form.client_id}' was not found in the directory '${tenant}'.`;
    return refused('unauthorized_client', 700016, message);
  }
  return (await proofFault(world, app, form)) ?? grantFor(app, form, tenant);
}

async function proofFault(world: World, app: AppRegistration, form: Form): Promise<EntraRefusal | null> {
  if (form.client_assertion) {
    if (form.client_assertion_type !== ASSERTION_TYPE) return missing("'client_assertion_type'");
    const fault = await assertionFault(world, app, form.client_assertion);
    return fault ? { status: 401, error: 'invalid_client', ...fault } : null;
  }
  if (!form.client_secret) {
    const message = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    return { status: 401, error: 'invalid_client', number: 7000218, message };
  }
  if (!sameText(form.client_secret, app.clientSecret)) {
    const message = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app.clientId}'.`;
    return { status: 401, error: 'invalid_client', number: 7000215, message };
  }
  if (app.secretExpiresAt !== null && app.secretExpiresAt <= world.now()) {
    const message = `The provided client secret keys for app '${app.clientId}' are expired.`;
    return { status: 401, error: 'invalid_client', number: 7000222, message };
  }
  return null;
}

function grantFor(app: AppRegistration, form: Form, tenant: string): Grant | EntraRefusal {
  if (!form.scope) return missing("'scope'");
  const audience = /^(\S+?)\/+\.default$/.exec(form.scope)?.[1];
  if (!audience) {
    const message = `The provided value for scope ${form.scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`;
    return refused('invalid_scope', 1002012, message);
  }
  const resource = resourceOf(audience);
  if (resource) return { app, resource, audience };
  return refused(
    'invalid_resource',
    500011,
    `The resource principal named ${audience} was not found in the tenant named ${tenant}.`,
  );
}

function refused(error: string, number: number, message: string): EntraRefusal {
  return { status: 400, error, number, message };
}

function missing(what: string): EntraRefusal {
  return refused('invalid_request', 900144, `The request body must contain the following parameter: ${what}.`);
}

function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
