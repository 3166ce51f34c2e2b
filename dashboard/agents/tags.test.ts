import { expect, it } from 'vitest';
import { MAX_TAGS as MAX_TAGS_OF_API, TagName } from '@parley/contract';
import { MAX_TAGS, newTagProblem, tagsOf, tagsToOffer } from './tags.ts';

const full = Object.fromEntries(Array.from({ length: MAX_TAGS }, (_, index) => [`t${index}`, 1]));

it('offers the usual tags and those in use, but not the ones that point there already', () => {
  expect(tagsToOffer({}, 2)).toEqual(['prod', 'staging']);
  expect(tagsToOffer({ prod: 2, beta: 1 }, 2)).toEqual(['staging', 'beta']);
  expect(tagsOf({ prod: 2, beta: 1, alpha: 2 }, 2)).toEqual(['alpha', 'prod']);
});

it('offers no new tag when there are as many as there may be', () => {
  expect(tagsToOffer(full, 2)).toEqual(Object.keys(full));
  expect(newTagProblem('beta', full)).toMatch(/at most 10 tags/);
  expect(newTagProblem('t3', full)).toBeUndefined();
});

it('refuses the names that the API refuses, and takes those it takes', () => {
  expect(MAX_TAGS).toBe(MAX_TAGS_OF_API);
  for (const name of ['prod', 'a', 'x-1_y', 'a'.repeat(32), '', 'Prod', '1st', 'a b', 'draft', 'latest', 'a'.repeat(33), '__proto__'])
    expect([name, newTagProblem(name, {}) === undefined]).toEqual([name, TagName.safeParse(name).success]);
});
