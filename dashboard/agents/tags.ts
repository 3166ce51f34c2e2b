/** Tags of an agent: names that point at published versions. Pure. */
import type { Agent } from '@parley/contract';
import { z } from 'zod';
import { textWithout } from '../ui/form-schema.ts';

type Tags = Agent['tags'];

export const MAX_TAGS = 10;
/** Offered even before they exist. */
const USUAL = ['prod', 'staging'];
const RESERVED = ['draft', 'latest'];

export const tagsOf = (tags: Tags, version: number): string[] =>
  Object.keys(tags)
    .filter((tag) => tags[tag] === version)
    .sort();

/** What can be pointed at the version with one press. */
export function tagsToOffer(tags: Tags, version: number): string[] {
  const usual = Object.keys(tags).length < MAX_TAGS ? USUAL : USUAL.filter((tag) => tag in tags);
  return [...new Set([...usual, ...Object.keys(tags).sort()])].filter((tag) => tags[tag] !== version);
}

/** What is wrong with the name of a new tag, and how to mend it. */
export function newTagProblem(tag: string, tags: Tags): string | undefined {
  if (!/^[a-z][a-z0-9_-]{0,31}$/.test(tag))
    return 'Begin with a lower-case letter; then letters, digits, "-" and "_", at most 32 characters.';
  if (RESERVED.includes(tag)) return `"${tag}" means something else already. Choose another name.`;
  if (!(tag in tags) && Object.keys(tags).length >= MAX_TAGS) return `An agent has at most ${MAX_TAGS} tags. Remove one first.`;
  return undefined;
}

export const newTagSchema = (tags: Tags): z.ZodType<{ tag: string }, { tag: string }> =>
  z.object({
    tag: z
      .string()
      .trim()
      .pipe(textWithout((tag) => newTagProblem(tag, tags))),
  });
