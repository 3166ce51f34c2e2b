/** Holds a whole dialogue with the embedded model as a call would: functions run, replies go back as they were heard. */
import type { AgentFunction } from '@parley/contract';
import { modelFunctions } from '@parley/engine/functions/definitions.ts';
import { createFunctionHost } from '@parley/engine/functions/function-host.ts';
import { trustedCheck } from '@parley/engine/functions/validators.ts';
import type { LlmEngine, LlmFunctionCall, LlmMessage } from '@parley/engine/llm/llm.ts';
import { FRONT_DESK } from '../scripts/front-desk.ts';
import { createRulesDialogue } from '../index.ts';

export interface TalkOptions {
  prompt?: string;
  functions?: readonly AgentFunction[];
  greeting?: string;
  now?: Date;
  timeZone?: string;
  /** JSON results that replace those of the engine's own runner, by function name. */
  results?: Readonly<Record<string, string>>;
}

export interface Talk {
  said: string[];
  calls: { name: string; arguments: unknown }[];
  messages: LlmMessage[];
}

/** A Tuesday, ten o'clock in UTC. */
const TUESDAY = new Date('2026-11-24T10:00:00Z');

const engine = createRulesDialogue();

export async function replyOf(
  llm: LlmEngine,
  messages: readonly LlmMessage[],
  options: TalkOptions = {},
): Promise<{ text: string; calls: LlmFunctionCall[] }> {
  const functions = modelFunctions(options.functions ?? FRONT_DESK.functions);
  let text = '';
  const calls: LlmFunctionCall[] = [];
  const request = { messages, functions, language: 'en-US', timeZone: options.timeZone ?? 'UTC', now: options.now ?? TUESDAY };
  for await (const delta of llm.stream(request, new AbortController().signal)) {
    if (delta.type === 'text') text += delta.text;
    if (delta.type === 'function_call') calls.push(delta.call);
  }
  return { text, calls };
}

/** A line that begins with "(heard: …)" says how much of the agent's last reply was heard. */
const HEARD = /^\(heard: (.*?)\)\s*/;

export async function talk(lines: readonly string[], options: TalkOptions = {}): Promise<Talk> {
  const messages: LlmMessage[] = [
    { role: 'system', content: options.prompt ?? FRONT_DESK.prompt },
    { role: 'assistant', content: options.greeting ?? FRONT_DESK.greeting },
  ];
  const { now = TUESDAY, timeZone = 'UTC', functions = FRONT_DESK.functions } = options;
  const host = createFunctionHost(functions, {
    clock: { now: () => 0, schedule: () => () => undefined, wallTime: () => now },
    timeZone,
    checkArguments: trustedCheck,
    report: (error) => {
      throw error;
    },
  });
  const run = async ({ id, name, arguments: args }: LlmFunctionCall): Promise<string> => {
    const outcome = await host.invoke({ key: id, name, arguments: args, deadlineMs: 1_000 }, new AbortController().signal);
    return JSON.stringify(outcome.ok ? outcome.result : { error: outcome.error });
  };
  const said: string[] = [];
  const calls: Talk['calls'] = [];
  for (const line of lines) {
    const heard = HEARD.exec(line)?.[1];
    if (heard !== undefined) {
      messages.pop();
      if (heard !== '') messages.push({ role: 'assistant', content: heard });
    }
    messages.push({ role: 'user', content: line.replace(HEARD, '') });
    let text = '';
    for (let step = 0; step < 4; step += 1) {
      const given = await replyOf(engine, messages, options);
      text = `${text} ${given.text}`.trim();
      if (given.calls.length === 0) {
        messages.push({ role: 'assistant', content: given.text });
        break;
      }
      messages.push({ role: 'assistant', content: given.text, functionCalls: given.calls });
      for (const call of given.calls) {
        calls.push({ name: call.name, arguments: call.arguments });
        messages.push({
          role: 'function',
          functionCallId: call.id,
          name: call.name,
          content: options.results?.[call.name] ?? (await run(call)),
        });
      }
      if (given.calls.some((call) => call.name === 'end_call')) break;
    }
    said.push(text);
  }
  return { said, calls, messages };
}
