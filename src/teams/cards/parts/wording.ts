import type { EntraGroupRef } from '../../../changes/device-group.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { LENGTHS, sanitise } from './shown-text.ts';

const MARKDOWN = /[[\]*_<>`\\#~]/gu;

/**
 * Turns somebody's words into the title of a choice in a list that accepts several. Some clients draw such a list
 * expanded and read its titles as markdown, so markdown characters are removed.
 */
export function choiceTitle(words: string): string {
  return sanitise(words.replace(MARKDOWN, ' '), LENGTHS.name);
}

/**
 * Offers Entra groups as choices. The value is the name, which people can read wherever it is shown again. It is the
 * object id where two groups share the name, where the name contains a comma, which separates choices, and where there
 * is none.
 */
export function groupChoices(groups: readonly EntraGroupRef[]): { title: string; value: string }[] {
  return groups.map(({ id, name }) => {
    const isPlain = !name.includes(',') && name.trim() === name && name !== '';
    const isAlone = groups.every((other) => other.id === id || other.name.toLowerCase() !== name.toLowerCase());
    const title = choiceTitle(name);
    if (name.trim() === '') return { title: id, value: id };
    return isPlain && isAlone ? { title, value: name } : { title: `${title} (${id})`, value: id };
  });
}

const WORDS: Readonly<Record<string, string>> = {
  name: msg`Name`,
  description: msg`Description`,
  level: msg`Remediation level`,
  conditions: msg`Conditions`,
  place: msg`Place in rank`,
  group: msg`Device group`,
  access: msg`Access`,
  tagged: msg`Devices to tag`,
  parts: msg`Not possible`,
};

const ROW = /^conditions\.(\d{1,3})(?:\.|$)/;

/** The name of a fault's field for people; rows count from 1. An unknown field is returned as it is. */
export function fieldWords(field: string): string {
  const row = ROW.exec(field)?.[1];
  if (row !== undefined) return t`Condition ${Number(row) + 1}`;
  const words = WORDS[field];
  return words === undefined ? field || t`Request` : say(words);
}
