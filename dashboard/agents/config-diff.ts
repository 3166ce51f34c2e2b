/** Differences between two versions of an agent's settings, for people. Pure. */
import { isEqualJson, isObject, type Agent, type AgentConfig, type Json } from '@parley/contract';

export interface Change {
  path: string;
  label: string;
  before: string;
  after: string;
}

const LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  language: 'Language',
  time_zone: 'Time zone',
  greeting: 'Greeting',
  prompt: 'Prompt',
  llm: 'Model',
  stt: 'Recognition',
  tts: 'Voice',
  turn_taking: 'Turn-taking',
  functions: 'Functions',
  variables: 'Variables',
};
const words = (key: string): string => key.replace(/_ms$/, ' (ms)').replaceAll('_', ' ');

const labelOf = (path: readonly string[]): string =>
  path.map((key, index) => (index === 0 ? (LABELS[key] ?? words(key)) : words(key))).join(' · ');

/** The setting at a JSON pointer. */
export const labelAt = (pointer: string): string => labelOf(pointer.slice(1).split('/'));

const written = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** Every setting that differs. */
export function changesBetween(before: Json, after: Json, path: readonly string[] = []): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const from = before[key];
    const to = after[key];
    if (isEqualJson(from, to)) return [];
    const here = [...path, key];
    if (isObject(from) && isObject(to)) return changesBetween(from, to, here);
    return [{ path: here.join('.'), label: labelOf(here), before: written(from), after: written(to) }];
  });
}

/** The settings of an agent, without what the server adds. */
export function configOf(agent: Agent): AgentConfig {
  const {
    id: _id,
    metadata: _metadata,
    tags: _tags,
    published_version: _version,
    draft_changed: _changed,
    revision: _revision,
    created_at: _created,
    updated_at: _updated,
    ...config
  } = agent;
  return config;
}

export interface DiffLine {
  sign: ' ' | '-' | '+';
  text: string;
}

/** Longest text, in lines, that is compared line by line; a longer one is shown as replaced. */
const MAX_LINES = 1_500;

/** Line by line, by the longest common subsequence. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const a = before === '' ? [] : before.split('\n');
  const b = after === '' ? [] : after.split('\n');
  if (a.length > MAX_LINES || b.length > MAX_LINES)
    return [...a.map((text) => ({ sign: '-' as const, text })), ...b.map((text) => ({ sign: '+' as const, text }))];
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: ' ', text: a[i] ?? '' });
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) lines.push({ sign: '-', text: a[i++] ?? '' });
    else lines.push({ sign: '+', text: b[j++] ?? '' });
  }
  return lines;
}
