import type { LlmDelta, LlmEngine, LlmRequest } from '@parley/engine/llm/llm.ts';
import { afterEach, expect, test } from 'vitest';
import { createRulesDialogue } from './index.ts';
import { createDialogueThread, type DialogueThread } from './in-thread.ts';

const open: DialogueThread[] = [];
afterEach(async () => {
  for (const thread of open.splice(0)) await thread.close();
});

function thread(url?: URL): { dialogue: DialogueThread; defects: unknown[] } {
  const defects: unknown[] = [];
  const dialogue = createDialogueThread((error) => void defects.push(error), url);
  open.push(dialogue);
  return { dialogue, defects };
}

const asked = (content: string): LlmRequest => ({
  messages: [
    { role: 'system', content: 'Q: What are your opening hours?\nA: From nine to five.' },
    { role: 'user', content },
  ],
  functions: [],
  language: 'en-US',
  timeZone: 'UTC',
  now: new Date('2026-11-24T10:00:00Z'),
});

async function answerOf(model: LlmEngine, content: string, signal = new AbortController().signal): Promise<LlmDelta[]> {
  const deltas: LlmDelta[] = [];
  for await (const delta of model.stream(asked(content), signal)) deltas.push(delta);
  return deltas;
}

test('answers as the model itself does', async () => {
  const { dialogue } = thread();
  dialogue.prepare(asked('').messages[0]?.content ?? '');
  for (const line of ['What are your opening hours?', 'When do you open?', 'Thank you, goodbye.'])
    expect(await answerOf(dialogue, line)).toEqual(await answerOf(createRulesDialogue(), line));
});

test('a request that is not wanted any more is given up at once', async () => {
  const { dialogue } = thread();
  const wanted = new AbortController();
  const answering = answerOf(dialogue, 'What are your opening hours?', wanted.signal);
  wanted.abort();
  await expect(answering).rejects.toMatchObject({ name: 'AbortError' });
  expect(await answerOf(dialogue, 'What are your opening hours?')).not.toEqual([]);
});

test('a thread that dies fails the request that it had, and another answers the next', async () => {
  const { dialogue, defects } = thread(new URL('./testing/dying-worker.ts', import.meta.url));
  expect(await answerOf(dialogue, 'one')).toEqual([{ type: 'text', text: 'Here.' }]);
  await expect(answerOf(dialogue, 'two')).rejects.toMatchObject({ code: 'engine_unavailable', defect: { message: 'out of memory' } });
  expect(await answerOf(dialogue, 'three')).toEqual([{ type: 'text', text: 'Here.' }]);
  expect(defects).toEqual([]);
});
