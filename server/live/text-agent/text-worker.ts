/** Answers typed messages in a thread of its own: the embedded model computes, and neither requests nor calls may wait for it. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '@parley/contract';
import { createDefectReporter } from '@parley/engine/defects.ts';
import { answerText } from '@parley/engine/text-conversation.ts';
import { createRulesDialogue } from '@parley/providers/rules-dialogue/index.ts';
import { traceOf } from '../../platform/defects.ts';
import { newId } from '../../platform/ids.ts';
import { ArgumentChecks } from '../argument-checks/argument-checks.ts';
import { systemClock } from '../system-clock.ts';
import { createModels } from '../models/models.ts';
import type { FromTextThread, TextThreadSettings, ToTextThread } from './text-channel.ts';

const modelFor = createModels((workerData as TextThreadSettings).outboundAllow, createRulesDialogue());
const send = (message: FromTextThread): void => parentPort?.postMessage(message);
const checks = new ArgumentChecks({
  clock: systemClock,
  begin: 'on demand',
  onDefect: (error, place) => send({ type: 'defect', id: null, defect: { id: newId('defect'), place, trace: traceOf(error) } }),
});

async function answer({ id, task }: ToTextThread): Promise<void> {
  const { config, variables, history, secrets } = task;
  const report = createDefectReporter({
    newDefectId: () => newId('defect'),
    onDefect: (error, defect) => send({ type: 'defect', id, defect: { ...defect, trace: traceOf(error) } }),
  });
  try {
    const turn = await answerText({
      config,
      variables,
      history,
      llm: modelFor(config, variables, secrets),
      clock: systemClock,
      checkArguments: checks.check,
      signal: new AbortController().signal,
      onEvent: (event) => send({ type: 'event', id, event }),
      report,
    });
    send({ type: 'answered', id, turn });
  } catch (error) {
    report(error, 'host');
    const known = error instanceof AppError;
    send({ type: 'failed', id, code: known ? error.code : 'internal', message: known ? error.message : 'The answer failed.' });
  }
}

parentPort?.on('message', (message: ToTextThread) => void answer(message));
send({ type: 'ready' });
