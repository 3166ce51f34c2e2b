/** One request to the model, its deltas as inputs of the turn core. */
import { AppError, type CallInput } from '@parley/contract';
import { withDefect, type ReportDefect } from '../defects.ts';
import type { LlmDelta, LlmEngine, LlmRequest } from './llm.ts';
import { unreachable } from '../unreachable.ts';

export interface ModelRun {
  /** The request's number in the call. */
  request: number;
  content: LlmRequest;
  dispatch: (input: CallInput) => void;
  report: ReportDefect;
  signal: AbortSignal;
}

export async function runModel(llm: LlmEngine, { request, content, dispatch, report, signal }: ModelRun): Promise<void> {
  let finished = false;
  const onDelta = (delta: LlmDelta): void => {
    switch (delta.type) {
      case 'text':
        if (delta.text !== '') dispatch({ type: 'llm.delta_received', request, text: delta.text });
        return;
      case 'function_call':
        dispatch({
          type: 'llm.function_called',
          request,
          function_call_id: delta.call.id,
          name: delta.call.name,
          arguments: delta.call.arguments,
        });
        return;
      case 'finish':
        finished = true;
        dispatch({ type: 'llm.finished', request, provider: llm.provider, model: llm.model, usage: delta.usage });
        return;
      default:
        return unreachable(delta);
    }
  };
  try {
    for await (const delta of llm.stream(content, signal)) {
      if (signal.aborted) return;
      onDelta(delta);
    }
    if (!finished && !signal.aborted)
      dispatch({ type: 'llm.failed', request, code: 'provider_failed', message: 'The model stopped in the middle of its answer.' });
  } catch (error) {
    if (signal.aborted) return;
    const known = error instanceof AppError;
    dispatch({
      type: 'llm.failed',
      request,
      code: known ? error.code : 'internal',
      message: known ? error.message : 'The model failed.',
      ...(known && error.refusal !== undefined ? { refusal: error.refusal } : {}),
      ...withDefect(report(error, 'llm.stream')),
    });
  }
}
