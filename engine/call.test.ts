import { describe, expect, test } from 'vitest';
import { AppError } from '@parley/contract';
import { HANGS, Rehearsal, VirtualClock } from './testing/index.ts';

/** Greeting "Hello there caller." takes 600 ms to say. */
const greeted = async (rehearsal: Rehearsal): Promise<void> => {
  await rehearsal.silence(800);
  expect(rehearsal.states().at(-1)).toBe('listening');
};

const lines = (rehearsal: Rehearsal): string[] =>
  rehearsal.events.flatMap(({ kind, event }) =>
    kind === 'decision' && event.type === 'user_turn.committed'
      ? [`user ${event.turn}: ${event.text}`]
      : kind === 'decision' && event.type === 'agent_turn.finished'
        ? [`agent ${event.turn}: ${event.text}${event.interrupted ? ` /${event.unheard_text}` : ''}`]
        : [],
  );

describe('a call', () => {
  test('greets, hears a question, answers, and ends when asked to', async () => {
    const rehearsal = new Rehearsal({ answers: ['We open at nine.'] });
    await greeted(rehearsal);
    await rehearsal.say('what are your opening hours');
    await rehearsal.silence(2_000);
    await rehearsal.finish();
    expect(lines(rehearsal)).toEqual(['agent 0: Hello there caller.', 'user 1: what are your opening hours', 'agent 1: We open at nine.']);
    expect(rehearsal.end).toBe('api_hangup');
    expect(rehearsal.states()).toEqual(['greeting', 'listening', 'thinking', 'speaking', 'listening', 'ending', 'ended']);
  });

  test('the model sees prompt, greeting and caller in order, with variables filled in', async () => {
    const rehearsal = new Rehearsal({ agent: { prompt: 'You work for {{company}}.' }, variables: { company: 'Acme' } });
    await greeted(rehearsal);
    await rehearsal.say('hello please');
    await rehearsal.silence(600);
    await rehearsal.finish();
    expect(rehearsal.llm.requests[0]?.messages).toEqual([
      { role: 'system', content: 'You work for Acme.' },
      { role: 'assistant', content: 'Hello there caller.' },
      { role: 'user', content: 'hello please' },
    ]);
  });

  test('paces the agent: one frame every 20 ms, never ahead', async () => {
    const rehearsal = new Rehearsal({ answers: ['One two three four five six.'] });
    await greeted(rehearsal);
    await rehearsal.say('please count');
    await rehearsal.silence(3_000);
    await rehearsal.finish();
    const loud = rehearsal.transport.frames.filter((frame) => frame.loud).map((frame) => frame.atMs);
    const gaps = loud.slice(1).map((at, index) => at - (loud[index] ?? 0));
    expect(gaps.filter((gap) => gap < 20)).toEqual([]);
    expect(loud.length).toBe((3 + 6) * 10);
  });

  test('measures the answer time from the true end of speech', async () => {
    const rehearsal = new Rehearsal({ answers: ['Yes.'], llmDelayMs: 100 });
    await greeted(rehearsal);
    await rehearsal.say('can you hear me please');
    const spokenAt = rehearsal.clock.now();
    await rehearsal.silence(1_500);
    await rehearsal.finish();
    const [measured] = rehearsal.decisions('turn.measured');
    const heardAt = rehearsal.transport.frames.find((frame) => frame.loud && frame.atMs > spokenAt)?.atMs ?? 0;
    expect(Math.abs((measured?.e2e_ms ?? 0) - (heardAt - spokenAt))).toBeLessThanOrEqual(40);
    expect(measured?.llm_ms).toBe(100);
  });

  test('records caller left and agent right for every 20 ms of the call', async () => {
    const rehearsal = new Rehearsal({ answers: ['Good.'] });
    await greeted(rehearsal);
    await rehearsal.say('hello please');
    await rehearsal.silence(1_500);
    const elapsed = rehearsal.clock.now();
    await rehearsal.finish();
    expect(Math.abs(rehearsal.recording.length - elapsed / 20)).toBeLessThanOrEqual(1);
    expect(rehearsal.recording.some(({ caller }) => (caller[0] ?? 0) > 0)).toBe(true);
    expect(rehearsal.recording.some(({ agent }) => (agent[0] ?? 0) > 0)).toBe(true);
    expect(rehearsal.recording.some(({ caller, agent }) => (caller[0] ?? 0) > 0 && (agent[0] ?? 0) > 0)).toBe(false);
  });
});

/** Time passes while the call works, as it does on a real machine. */
class CreepingClock extends VirtualClock {
  #creep = 0;

  override now(): number {
    this.#creep += 0.4;
    return super.now() + this.#creep;
  }
}

test('call-ended-at-the-time-of-its-step: the log replays although the clock moves within a step', async () => {
  const rehearsal = new Rehearsal({ clock: new CreepingClock(), answers: ['We open at nine.'] });
  await rehearsal.silence(1_500);
  await rehearsal.say('what are your opening hours');
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(rehearsal.end).toBe('api_hangup');
});

describe('interruption', () => {
  const LONG = 'One two three four five six seven eight nine ten eleven twelve.';

  test('speech over the agent stops its audio within 400 ms and the transcript ends where the audio did', async () => {
    const rehearsal = new Rehearsal({ answers: [LONG, 'Okay.'] });
    await greeted(rehearsal);
    await rehearsal.say('please count');
    await rehearsal.silence(1_500);
    expect(rehearsal.states().at(-1)).toBe('speaking');
    const began = rehearsal.clock.now();
    await rehearsal.say('stop it now please');
    const lastLoud = rehearsal.transport.frames.findLast((frame) => frame.loud)?.atMs ?? 0;
    expect(lastLoud - began).toBeLessThanOrEqual(400);
    await rehearsal.silence(1_500);
    await rehearsal.finish();
    const cut = rehearsal.decisions('agent_turn.finished').find((one) => one.turn === 1);
    expect(cut?.interrupted).toBe(true);
    expect(LONG.startsWith(cut?.text ?? 'x')).toBe(true);
    const playedMs = rehearsal.transport.frames.filter((frame) => frame.loud && frame.atMs <= lastLoud).length * 20 - 600;
    expect(Math.abs((cut?.text.split(' ').length ?? 0) * 200 - playedMs)).toBeLessThanOrEqual(200);
    expect(rehearsal.transport.cleared).toBe(1);
    expect(rehearsal.llm.requests[1]?.messages.at(-2)).toEqual({ role: 'assistant', content: cut?.text });
  });

  test('a cough pauses the agent, who goes on where it stopped', async () => {
    const rehearsal = new Rehearsal({ answers: [LONG] });
    await greeted(rehearsal);
    await rehearsal.say('please count');
    await rehearsal.silence(1_500);
    await rehearsal.say('', { ms: 120 });
    await rehearsal.silence(4_000);
    await rehearsal.finish();
    expect(rehearsal.decisions('interruption.dismissed')).toHaveLength(1);
    expect(lines(rehearsal)).toContain(`agent 1: ${LONG}`);
    expect(rehearsal.transport.frames.filter((frame) => frame.loud).length).toBe((3 + 12) * 10);
  });

  test('a listening signal is no interruption', async () => {
    const rehearsal = new Rehearsal({ answers: [LONG] });
    await greeted(rehearsal);
    await rehearsal.say('please count');
    await rehearsal.silence(1_500);
    await rehearsal.say('uh huh', { ms: 200 });
    await rehearsal.silence(4_000);
    await rehearsal.finish();
    expect(rehearsal.decisions('interruption.dismissed')[0]?.reason).toBe('listening_signal');
    expect(lines(rehearsal)).toContain(`agent 1: ${LONG}`);
  });

  test('with interruption off the agent finishes, and the caller is answered afterwards', async () => {
    const rehearsal = new Rehearsal({
      agent: { turn_taking: { interruption: { enabled: false } } },
      answers: ['One two three four.', 'Fine.'],
    });
    await greeted(rehearsal);
    await rehearsal.say('please count');
    await rehearsal.silence(1_000);
    await rehearsal.say('thank you');
    await rehearsal.silence(3_000);
    await rehearsal.finish();
    expect(lines(rehearsal)).toEqual([
      'agent 0: Hello there caller.',
      'user 1: please count',
      'agent 1: One two three four.',
      'user 2: thank you',
      'agent 2: Fine.',
    ]);
  });

  test('interruption-before-first-frame: the caller goes on, and both parts become one turn', async () => {
    const rehearsal = new Rehearsal({ answers: ['Too early.', 'Friday it is.'], llmDelayMs: 400 });
    await greeted(rehearsal);
    await rehearsal.say('i want to book please');
    await rehearsal.silence(500);
    expect(rehearsal.states().at(-1)).toBe('thinking');
    await rehearsal.say('on friday please');
    await rehearsal.silence(2_500);
    await rehearsal.finish();
    expect(rehearsal.llm.aborted).toContain(0);
    expect(rehearsal.llm.requests[1]?.messages.filter((message) => message.role === 'user')).toEqual([
      { role: 'user', content: 'i want to book please on friday please' },
    ]);
    expect(rehearsal.tts.spoken).not.toContain('Too early.');
    expect(rehearsal.decisions('user_turn.committed').map((one) => one.turn)).toEqual([1, 1]);
  });

  test('typing interrupts as well, and is answered', async () => {
    const rehearsal = new Rehearsal({ answers: [LONG, 'Typed.'] });
    await greeted(rehearsal);
    await rehearsal.say('please count');
    await rehearsal.silence(1_500);
    rehearsal.transport.receive({ type: 'text', text: 'enough' });
    await rehearsal.silence(1_500);
    await rehearsal.finish();
    expect(lines(rehearsal).slice(-2)).toEqual(['user 2: enough', 'agent 2: Typed.']);
    expect(rehearsal.decisions('user_turn.committed').at(-1)?.typed).toBe(true);
  });
});

describe('functions', () => {
  const ask = (
    name: string,
    args: unknown,
    id = `fc_${name}`,
  ): { type: 'function_call'; call: { id: string; name: string; arguments: unknown } }[] => [
    { type: 'function_call', call: { id, name, arguments: args } },
  ];

  test('the result goes back to the model, which then answers', async () => {
    const rehearsal = new Rehearsal({
      agent: { functions: [{ type: 'built_in', name: 'calculator' }] },
      answers: [ask('calculator', { expression: '12 * 7' }), 'It is eighty four.'],
    });
    await greeted(rehearsal);
    await rehearsal.say('what is twelve times seven');
    await rehearsal.silence(2_000);
    await rehearsal.finish();
    expect(rehearsal.llm.requests[1]?.messages.slice(-2)).toEqual([
      { role: 'assistant', content: '', functionCalls: [{ id: 'fc_calculator', name: 'calculator', arguments: { expression: '12 * 7' } }] },
      { role: 'function', functionCallId: 'fc_calculator', name: 'calculator', content: '{"value":84}' },
    ]);
    expect(lines(rehearsal).at(-1)).toBe('agent 1: It is eighty four.');
  });

  test('invalid arguments are told to the model and nothing is collected', async () => {
    const book = {
      type: 'collect' as const,
      name: 'book',
      description: '',
      parameters: { type: 'object' as const, properties: { date: { type: 'string' } }, required: ['date'] },
    };
    const rehearsal = new Rehearsal({
      agent: { functions: [book] },
      answers: [ask('book', {}), ask('book', { date: '2026-11-27' }, 'fc_second'), 'Booked.'],
    });
    await greeted(rehearsal);
    await rehearsal.say('book it please');
    await rehearsal.silence(2_000);
    await rehearsal.finish();
    expect(rehearsal.inputs('function.finished').map((one) => one.ok)).toEqual([false, true]);
    expect(rehearsal.decisions('data.collected')).toMatchObject([{ name: 'book', arguments: { date: '2026-11-27' } }]);
  });

  test('end_call lets the goodbye be heard, then hangs up', async () => {
    const rehearsal = new Rehearsal({
      agent: { functions: [{ type: 'built_in', name: 'end_call' }] },
      answers: [[{ type: 'text', text: 'Goodbye dear caller.' }, ...ask('end_call', {})]],
    });
    await greeted(rehearsal);
    await rehearsal.say('bye');
    await rehearsal.silence(3_000);
    expect(rehearsal.end).toBe('agent_hangup');
    expect(lines(rehearsal).at(-1)).toBe('agent 1: Goodbye dear caller.');
    await rehearsal.finish();
  });

  test('a model that only calls functions is stopped', async () => {
    const rehearsal = new Rehearsal({
      agent: { functions: [{ type: 'built_in', name: 'current_time' }] },
      answers: Array.from({ length: 20 }, (_, index) => ask('current_time', {}, `fc_${index}`)),
    });
    await greeted(rehearsal);
    await rehearsal.say('hello please');
    await rehearsal.silence(4_000);
    await rehearsal.finish();
    expect(rehearsal.llm.requests.length).toBe(8);
  });
});

describe('supervision', () => {
  test('silence brings reminders, then the end', async () => {
    const rehearsal = new Rehearsal({
      agent: { turn_taking: { reminder: { after_ms: 5_000, max: 2, text: 'Are you there?' }, idle_timeout_ms: 30_000 } },
    });
    await rehearsal.nothing(40_000);
    expect(rehearsal.tts.spoken).toEqual(['Hello there caller.', 'Are you there?', 'Are you there?']);
    expect(rehearsal.end).toBe('inactivity');
    await rehearsal.finish();
  });

  test('the longest duration ends the call in the middle of a word', async () => {
    const rehearsal = new Rehearsal({ agent: { greeting: 'word '.repeat(100), turn_taking: { max_call_ms: 10_000 } } });
    await rehearsal.nothing(10_100);
    expect(rehearsal.end).toBe('max_duration_reached');
    expect(rehearsal.decisions('agent_turn.finished')[0]?.interrupted).toBe(true);
    await rehearsal.finish();
  });

  test('a model that fails once is apologised for, twice in a row ends the call', async () => {
    const rehearsal = new Rehearsal({ answers: [new AppError('provider_failed'), new AppError('provider_failed')] });
    await greeted(rehearsal);
    await rehearsal.say('hello please');
    await rehearsal.silence(4_000);
    expect(lines(rehearsal).at(-1)).toMatch(/^agent 1: Sorry/);
    await rehearsal.say('hello please');
    await rehearsal.silence(1_500);
    expect(rehearsal.end).toBe('error_llm');
    await rehearsal.finish();
  });

  test('a model that hangs is given up after the provider time-out', async () => {
    const rehearsal = new Rehearsal({ agent: { turn_taking: { provider_timeout_ms: 1_000 } }, answers: [HANGS, 'Better now.'] });
    await greeted(rehearsal);
    await rehearsal.say('hello please');
    await rehearsal.silence(1_800);
    expect(rehearsal.llm.aborted).toContain(0);
    expect(rehearsal.tts.spoken.at(-1)).toMatch(/^(Sorry|Could you)/);
    await rehearsal.finish();
  });

  test('a voice that hangs ends the call', async () => {
    const rehearsal = new Rehearsal({ agent: { turn_taking: { provider_timeout_ms: 1_000 } } });
    rehearsal.tts.hangs = true;
    await rehearsal.nothing(5_000);
    await greetedOrEnded(rehearsal);
  });

  test('a recogniser that dies is opened again, and the call goes on', async () => {
    const rehearsal = new Rehearsal({ answers: ['Still here.'] });
    await greeted(rehearsal);
    rehearsal.stt.listeners[0]?.onFailed(new Error('gone'));
    await rehearsal.silence(100);
    await rehearsal.say('hello please');
    await rehearsal.silence(1_500);
    await rehearsal.finish();
    expect(rehearsal.stt.opened).toBe(2);
    expect(lines(rehearsal).at(-1)).toBe('agent 1: Still here.');
  });

  test('the caller who stops sending audio in mid-sentence is still answered', async () => {
    const rehearsal = new Rehearsal({ answers: ['I am here.'] });
    await greeted(rehearsal);
    await rehearsal.say('are you there please');
    await rehearsal.nothing(2_500);
    await rehearsal.finish();
    expect(lines(rehearsal)).toContain('agent 1: I am here.');
  });

  test('a closed transport ends the call, and words not yet committed are kept', async () => {
    const rehearsal = new Rehearsal();
    await greeted(rehearsal);
    await rehearsal.say('i wanted to');
    rehearsal.transport.listener?.onClosed('socket_closed', 'The socket closed.');
    await rehearsal.nothing(100);
    expect(rehearsal.end).toBe('transport_closed');
    expect(lines(rehearsal).at(-1)).toBe('user 1: i');
    await rehearsal.finish();
  });
});

const greetedOrEnded = async (rehearsal: Rehearsal): Promise<void> => {
  await rehearsal.nothing(30_000);
  await rehearsal.nothing(60_000);
  expect(rehearsal.end).not.toBeNull();
};
