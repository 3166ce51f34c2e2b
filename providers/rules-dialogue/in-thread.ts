/**
 * The embedded dialogue model in a thread of its own: training on a prompt takes tens of milliseconds and an answer up to ten, and
 * nobody's audio may wait for either.
 */
import { Worker } from 'node:worker_threads';
import { AppError, type DefectPlace } from '@parley/contract';
import { KeptChild } from '@parley/engine/children/kept-child.ts';
import { Questions } from '@parley/engine/children/questions.ts';
import { overThread } from '@parley/engine/children/thread.ts';
import type { LlmDelta, LlmRequest } from '@parley/engine/llm/llm.ts';
import { RULES_DIALOGUE_MODELS } from './abilities.ts';
import type { FromDialogue, ToDialogue } from './dialogue-messages.ts';
import type { RulesDialogue } from './index.ts';

export interface DialogueThread extends RulesDialogue {
  close(): Promise<void>;
}

const MOST_DEATHS = 3;
const THREAD = new URL('./dialogue-worker.ts', import.meta.url);

const lost = (reason: Error): AppError =>
  new AppError('engine_unavailable', { detail: 'The embedded dialogue model stopped and is being started again.', defect: reason });

/** A thread that dies is begun again; the requests that it had fail. `onDefect` is told of a death that failed no request. */
export function createDialogueThread(onDefect: (error: unknown, place: DefectPlace) => void, url = THREAD): DialogueThread {
  const questions = new Questions<LlmDelta[]>();
  let asking = 0;
  const child = new KeptChild<ToDialogue, FromDialogue, readonly ArrayBuffer[]>({
    begin: (events) => overThread(new Worker(url), events),
    restart: { when: 'at once', mostDeaths: MOST_DEATHS },
    onMessage: (message) => {
      if ('deltas' in message) return questions.answer(message.id, message.deltas);
      questions.refuse(
        message.id,
        new AppError('provider_failed', { detail: 'The embedded dialogue model failed.', defect: message.error }),
      );
    },
    onLost: (reason) => {
      if (asking === 0) onDefect(reason, 'llm.stream');
      questions.refuseAll(() => lost(reason));
    },
  });

  async function ask(request: LlmRequest, signal: AbortSignal): Promise<LlmDelta[]> {
    signal.throwIfAborted();
    if (child.broken) throw new AppError('engine_unavailable', { detail: 'The embedded dialogue model does not run.' });
    let asked = 0;
    const onAbort = (): void => questions.refuse(asked, signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    asking += 1;
    try {
      return await questions.ask((id) => {
        asked = id;
        child.send({ type: 'answer', id, request });
      });
    } finally {
      asking -= 1;
      signal.removeEventListener('abort', onAbort);
    }
  }

  return {
    provider: 'embedded',
    model: RULES_DIALOGUE_MODELS[0],
    prepare: (prompt) => child.send({ type: 'prepare', prompt }),
    async *stream(request, signal) {
      for (const delta of await ask(request, signal)) {
        signal.throwIfAborted();
        yield delta;
      }
    },
    close: () => child.close(),
  };
}
