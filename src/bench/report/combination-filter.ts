import { closestName } from '../../../cores/closest-name.js';
import { CloudgameError } from '../../errors.js';
import { type Combination, combination } from './combination.js';

/** Picks combinations: `codec=h264, viewers!=1`. All conditions have to hold. */
export type CombinationFilter = readonly FilterCondition[];

interface FilterCondition {
  readonly setting: keyof Combination;
  readonly equal: boolean;
  readonly value: string;
}

const SETTINGS = Object.keys(combination.entries) as (keyof Combination)[];

/** @param source what stands between the brackets; empty picks all. */
export function parseCombinationFilter(source: string): CombinationFilter {
  if (source.trim() === '') return [];
  return source.split(',').map((part) => {
    const match = /^\s*(\w+)\s*(!?=)\s*(.*?)\s*$/s.exec(part);
    if (match === null || match[3] === '') {
      throw new CloudgameError(
        'usage',
        `“${part.trim()}” is no condition on a combination.`,
        'Write a setting and its value, such as [codec=h264] or [codec=h264, viewers!=1].',
      );
    }
    return { setting: settingNamed(match[1]!), equal: match[2] === '=', value: match[3]! };
  });
}

function settingNamed(name: string): keyof Combination {
  const setting = SETTINGS.find((known) => known === name);
  if (setting !== undefined) return setting;
  const meant = closestName(name, SETTINGS);
  throw new CloudgameError(
    'usage',
    `A combination has no setting “${name}”.`,
    meant === undefined ? `It has ${SETTINGS.join(', ')}.` : `Did you mean ${meant}?`,
  );
}

export function matchesFilter(settings: Combination, filter: CombinationFilter): boolean {
  return filter.every(({ setting, equal, value }) => (String(settings[setting] ?? '') === value) === equal);
}
