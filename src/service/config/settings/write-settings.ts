import { z } from 'zod';
import { SUPPORTED_KINDS, type SupportedKindName } from '../../../changes/supported/supported-kinds.ts';
import type { Setting } from '../../../shared/setting.ts';
import { namesNone, settingValues } from './setting-values.ts';

function isKind(name: string): name is SupportedKindName {
  return SUPPORTED_KINDS.some((kind) => kind === name);
}

const kinds = z
  .string()
  .transform((text, context) => {
    const names = text.split(/[\s,;]+/).filter(Boolean);
    const wrong = names.filter((name) => !isKind(name));
    if (wrong.length > 0) context.addIssue({ code: 'custom', message: namesNone(wrong, SUPPORTED_KINDS) });
    return SUPPORTED_KINDS.filter((kind) => names.includes(kind));
  })
  .pipe(z.array(z.enum(SUPPORTED_KINDS)));

/** Which kinds of change Microsoft's supported APIs write. */
export const KIND_SETTINGS = {
  changeKinds: {
    variable: 'CHANGE_KINDS',
    meaning: `What Airlock may write by Microsoft's supported APIs, whatever the connector is: ${SUPPORTED_KINDS.map((kind) => `\`${kind}\``).join(', ')}; empty means nothing`,
    example: 'device-tags,indicators',
    fallback: '',
    shownDefault: 'nothing',
    schema: kinds,
  },
} as const satisfies Record<string, Setting<unknown>>;

/** Who the service is where it writes by a supported API: never the identity that reads. */
export const WRITE_SETTINGS = {
  writeCredential: {
    variable: 'WRITE_CREDENTIAL',
    meaning: 'How Airlock signs in to write what `CHANGE_KINDS` names: `managed-identity`, `certificate` or `secret`',
    example: 'managed-identity',
    optional: true,
    schema: z.enum(['managed-identity', 'certificate', 'secret'], 'is none of managed-identity, certificate, secret'),
  },
  writeClientId: {
    variable: 'WRITE_CLIENT_ID',
    meaning: 'Client id of the identity that writes: another one than `GRAPH_CLIENT_ID`; required with `CHANGE_KINDS`',
    example: '55555555-5555-4555-8555-555555555555',
    optional: true,
    schema: settingValues.guid,
  },
  writeSecret: {
    variable: 'WRITE_SECRET',
    meaning: '`secret`: the client secret; this or the next',
    example: '<the value of a client secret>',
    optional: true,
    secret: true,
    schema: settingValues.secret,
  },
  writeSecretFile: {
    variable: 'WRITE_SECRET_FILE',
    meaning: '`secret`: a file that contains only the client secret',
    example: '/run/secrets/write-secret',
    optional: true,
    schema: settingValues.path,
  },
  writeCertificateFile: {
    variable: 'WRITE_CERTIFICATE_FILE',
    meaning: '`certificate`: a PEM file with certificate and private key',
    example: '/run/secrets/write.pem',
    optional: true,
    schema: settingValues.path,
  },
} as const satisfies Record<string, Setting<unknown>>;
