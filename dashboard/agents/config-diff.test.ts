import { AgentConfig, mergePatchOf, TurnTakingSettings, type Agent } from '@parley/contract';
import { describe, expect, it } from 'vitest';
import { configOf, changesBetween, lineDiff } from './config-diff.ts';
import { collectOf, nameProblem, rowsOf } from './function-form.ts';
import { templateParts, variablesIn } from './template.ts';
import { BALANCED, nearestPace, PACES, paceOf, withPace } from './turn-pace.ts';

const before = AgentConfig.parse({ name: 'Front desk' });

describe('what has changed', () => {
  it('is nothing between equal settings', () => {
    expect(changesBetween(before, AgentConfig.parse({ name: 'Front desk' }))).toEqual([]);
    expect(mergePatchOf(before, AgentConfig.parse({ name: 'Front desk' }))).toEqual({});
  });

  it('is sent as the smallest merge patch, a removed member as null', () => {
    const after = { ...before, tts: { ...before.tts, voice: 'rms' }, variables: {} };
    expect(mergePatchOf({ ...before, variables: { day: 'Friday' } }, after)).toEqual({ tts: { voice: 'rms' }, variables: { day: null } });
  });

  it('is counted setting by setting and named in words', () => {
    const after = { ...before, greeting: 'Hi', turn_taking: { ...before.turn_taking, max_call_ms: 60_000 } };
    expect(changesBetween(before, after).map(({ label }) => label)).toEqual(['Greeting', 'Turn-taking · max call (ms)']);
  });

  it('is shown line by line', () => {
    expect(lineDiff('a\nb\nc', 'a\nx\nc').map(({ sign, text }) => sign + text)).toEqual([' a', '-b', '+x', ' c']);
    expect(lineDiff('', 'new').map(({ sign, text }) => sign + text)).toEqual(['+new']);
  });
});

describe('the turn-taking slider', () => {
  const settings = TurnTakingSettings.parse({});
  it('stands in the middle with the default numbers', () => expect(paceOf(settings)).toBe(BALANCED));
  it('comes back to each of its stops', () => PACES.forEach((_, index) => expect(paceOf(withPace(settings, index))).toBe(index)));
  it('shows numbers of one’s own as such, near the closest stop', () => {
    const own = { ...settings, endpointing: { ...settings.endpointing, silence_ms: 520 } };
    expect(paceOf(own)).toBeNull();
    expect(nearestPace(own)).toBe(3);
  });
});

it('leaves out of the settings what the server adds', () => {
  const config = AgentConfig.parse({ name: 'Front desk' });
  const agent: Agent = {
    ...config,
    id: 'agent_1',
    metadata: { team: 'dental' },
    tags: { prod: 1 },
    published_version: 1,
    draft_changed: false,
    revision: 3,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  };
  expect(configOf(agent)).toEqual(config);
});

it('finds variables where the engine finds them', () => {
  expect(variablesIn('Hello {{ name }}, {{name}} and {{1st}}', '{{day}}')).toEqual(['name', 'day']);
  expect(
    templateParts('a {{b}} c')
      .map(({ text }) => text)
      .join(''),
  ).toBe('a {{b}} c');
});

it('keeps what the function form does not show', () => {
  const collect = {
    type: 'collect' as const,
    name: 'book',
    description: '',
    parameters: {
      type: 'object' as const,
      properties: { day: { type: 'string', format: 'date' } },
      required: ['day'],
      additionalProperties: false,
    },
  };
  expect(collectOf(collect, { name: 'book', description: '', rows: rowsOf(collect) })).toEqual(collect);
  expect(nameProblem('book', ['book'])).toMatch(/Another function/);
  expect(nameProblem('1st', [])).toMatch(/letters/);
});
