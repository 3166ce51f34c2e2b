/** The thread of the dialogue model: it trains and answers, one request after the other. */
import { parentPort } from 'node:worker_threads';
import type { LlmDelta, LlmRequest } from '@parley/engine/llm/llm.ts';
import type { FromDialogue, ToDialogue } from './dialogue-messages.ts';
import { createRulesDialogue } from './index.ts';

const dialogue = createRulesDialogue();
const never = new AbortController().signal;
const send = (message: FromDialogue): void => parentPort?.postMessage(message);

async function answer(id: number, request: LlmRequest): Promise<void> {
  try {
    const deltas: LlmDelta[] = [];
    for await (const delta of dialogue.stream(request, never)) deltas.push(delta);
    send({ id, deltas });
  } catch (error) {
    send({ id, error: error instanceof Error ? error : new Error('Something that is no error was thrown.') });
  }
}

parentPort?.on('message', (message: ToDialogue) => {
  if (message.type === 'prepare') dialogue.prepare(message.prompt);
  else void answer(message.id, message.request);
});
