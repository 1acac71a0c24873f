import { z } from 'zod';
import type { Setting, Values } from '../../../shared/setting.ts';
import { IDENTITY_SETTINGS } from './identity-settings.ts';
import { settingValues } from './setting-values.ts';

const page = z
  .string()
  .trim()
  .refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:', 'is not an https address of a page');

/** What the app package for Teams needs; each is a variable of appPackage/manifest.json too. */
export const PACKAGE_SETTINGS = {
  appId: IDENTITY_SETTINGS.appId,
  teamsAppId: {
    variable: 'TEAMS_APP_ID',
    meaning: 'Id of the app in Teams, which stays the same in every version',
    example: '55555555-5555-4555-8555-555555555555',
    optional: true,
    shownDefault: '`BOT_APP_ID`',
    schema: settingValues.guid,
  },
  version: {
    variable: 'APP_VERSION',
    meaning: 'Version of the app, which must be higher with every upload to Teams',
    example: '1.0.1',
    optional: true,
    shownDefault: 'the version of Airlock',
    schema: z.string().regex(/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/, 'is not a version such as 1.0.1'),
  },
  websiteUrl: {
    variable: 'WEBSITE_URL',
    meaning: 'Page about the app in your company',
    example: 'https://intranet.example/airlock',
    schema: page,
  },
  privacyUrl: {
    variable: 'PRIVACY_URL',
    meaning: 'Page on privacy',
    example: 'https://intranet.example/airlock/privacy',
    schema: page,
  },
  termsUrl: {
    variable: 'TERMS_URL',
    meaning: 'Page with the terms of use',
    example: 'https://intranet.example/airlock/terms',
    schema: page,
  },
} as const satisfies Record<string, Setting<unknown>>;

export type PackageValues = Values<typeof PACKAGE_SETTINGS>;

/** The manifest's variables. @param ownVersion Airlock's version, used when the app has no version of its own */
export function packageVariables(values: PackageValues, ownVersion: string): Readonly<Record<string, string>> {
  const { appId, teamsAppId, version, websiteUrl, privacyUrl, termsUrl } = values;
  return {
    BOT_APP_ID: appId,
    TEAMS_APP_ID: teamsAppId ?? appId,
    APP_VERSION: version ?? ownVersion,
    WEBSITE_URL: websiteUrl,
    PRIVACY_URL: privacyUrl,
    TERMS_URL: termsUrl,
  };
}
