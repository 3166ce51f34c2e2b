/** A typed answer on a virtual clock, with a model that gives the answers it was told to. */
import { AgentConfig } from '@parley/contract';
import { createDefectReporter } from '../defects.ts';
import { trustedCheck } from '../functions/validators.ts';
import type { LlmDelta, LlmEngine, LlmMessage } from '../llm/llm.ts';
import { FakeLlm, VirtualClock, type FakeAnswer } from '../testing/index.ts';
import { answerText, type TextTurn, type TextTurnEvent } from '../text-conversation.ts';

export interface Course {
  answers?: FakeAnswer[];
  /** In place of the one that gives `answers`. */
  llm?: LlmEngine;
  agent?: Record<string, unknown>;
  history?: LlmMessage[];
  onEvent?: (event: TextTurnEvent) => void;
}

export class Typed {
  readonly clock = new VirtualClock();
  readonly llm: FakeLlm;
  readonly seen: TextTurnEvent[] = [];
  readonly defects: { error: unknown; place: string }[] = [];
  readonly abort = new AbortController();
  turn: TextTurn | null = null;
  error: unknown = null;

  constructor({ answers = [], llm, agent = {}, history = [{ role: 'user', content: 'hello' }], onEvent }: Course) {
    this.llm = new FakeLlm(this.clock, answers);
    const functions = ['calculator', 'current_time', 'end_call'].map((name) => ({ type: 'built_in', name }));
    const base = { name: 'Test', greeting: 'Hi, {{name}}.', prompt: 'You answer {{name}}.', functions };
    const answered = answerText({
      config: AgentConfig.parse({ ...base, ...agent }),
      variables: { name: 'Ada' },
      history,
      llm: llm ?? this.llm,
      clock: this.clock,
      checkArguments: trustedCheck,
      signal: this.abort.signal,
      report: createDefectReporter({
        newDefectId: () => `defect_${this.defects.length}`,
        onDefect: (error, { place }) => void this.defects.push({ error, place }),
      }),
      onEvent: (event) => {
        this.seen.push(event);
        onEvent?.(event);
      },
    });
    answered.then(
      (turn) => (this.turn = turn),
      (error: unknown) => (this.error = error),
    );
  }

  get streamed(): string {
    return this.seen.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('');
  }

  get parts(): string[] {
    return (this.turn?.parts ?? []).map((part) =>
      part.type === 'text' ? part.text : `${part.run.call.id}: ${JSON.stringify(part.run.result ?? part.run.error)}`,
    );
  }
}

/** After it is over, or after `ms` of it. */
export async function typed(course: Course, ms = 60_000): Promise<Typed> {
  const exchange = new Typed(course);
  await exchange.clock.advance(ms);
  return exchange;
}

export const text = (written: string): LlmDelta => ({ type: 'text', text: written });
export const call = (name: string, args: unknown = {}, id = `fc_${name}`): LlmDelta => ({
  type: 'function_call',
  call: { id, name, arguments: args },
});
export const sum = (expression: string, id: string): LlmDelta => call('calculator', { expression }, id);
export const usage = { input_tokens: 10, output_tokens: 1, cached_input_tokens: 0 };
