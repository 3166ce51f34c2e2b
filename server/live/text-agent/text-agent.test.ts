/** The thread that answers typed messages: what fails in it that nobody foresaw. */
import { AgentConfig } from '@parley/contract';
import { afterAll, expect, test } from 'vitest';
import { DefectCounts } from '../../platform/defects.ts';
import { collectingLog } from '../../testing.ts';
import { TextAgent } from './text-agent.ts';

const WORDS = 'my card is 4111';

const { log, logged } = collectingLog();
const defects = new DefectCounts();
const agent = new TextAgent({ outboundAllow: [] }, { log, defects });
afterAll(() => agent.close());

test('prompt-that-is-none: refused as internal, and one line tells whose message it was and nothing of it', async () => {
  const config = AgentConfig.parse({ name: 'A', prompt: 'You answer.' });
  const broken = { config: { ...config, prompt: undefined as never }, variables: {}, secrets: { llm: undefined } };
  const history = [{ role: 'user' as const, content: WORDS }];
  const answer = agent.answer({ ...broken, history }, { organizationId: 'org_1', conversationId: 'conv_1' }, () => undefined);
  await expect(answer).rejects.toMatchObject({ code: 'internal' });
  expect(logged.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    {
      defectId: expect.stringMatching(/^defect_[0-9a-z]{26}$/) as string,
      place: 'host',
      organizationId: 'org_1',
      conversationId: 'conv_1',
      error: { type: 'TypeError', stack: expect.arrayContaining([expect.stringContaining('text-worker.ts')]) as string[] },
    },
  ]);
  expect(logged.join()).not.toMatch(/4111|card/);
  expect(Object.fromEntries(defects.entries())).toMatchObject({ host: 1 });
}, 20_000);
