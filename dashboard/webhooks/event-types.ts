/** Patterns of event types, as a person chooses them: everything, groups, single types. Pure. */
import { patternMatches, WEBHOOK_EVENTS, type WebhookEventType } from '@parley/contract';

export const EVENT_TYPES: readonly WebhookEventType[] = WEBHOOK_EVENTS.map(({ type }) => type);

export interface EventGroup {
  /** `call.*`; null where a group would mean one type only. */
  pattern: string | null;
  types: readonly { type: WebhookEventType; summary: string }[];
}

export const EVENT_GROUPS: readonly EventGroup[] = [...Map.groupBy(WEBHOOK_EVENTS, ({ type }) => type.split('.')[0] ?? '').entries()].map(
  ([name, types]) => ({ pattern: types.length > 1 ? `${name}.*` : null, types }),
);

/** True when the patterns mean the type, by itself or by a group. */
export const isChosen = (patterns: readonly string[], type: string): boolean => patterns.some((pattern) => patternMatches(pattern, type));

/** Chooses a pattern, or takes it back. Everything takes the place of all, a group that of its types. */
export function togglePattern(patterns: readonly string[], pattern: string): string[] {
  if (patterns.includes(pattern)) return patterns.filter((each) => each !== pattern);
  const covered = (each: string): boolean => each === '*' || patternMatches(pattern, each);
  return [...patterns.filter((each) => !covered(each)), pattern];
}

/** `every event`, `call.*, agent.deployed`. */
export const patternsInWords = (patterns: readonly string[]): string => (patterns.includes('*') ? 'every event' : patterns.join(', '));
