/** Calls and their functions' schemas on real time, with the real thread. */
import { AgentConfig, type CallEvent } from '@parley/contract';
import { startCall } from '@parley/engine/call.ts';
import { FakeLlm, FakeStt, FakeTransport, FakeTts, fakeVad } from '@parley/engine/testing/index.ts';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../../testing.ts';
import { systemClock } from '../system-clock.ts';
import { ArgumentChecks } from './argument-checks.ts';

const BACKTRACKS = { type: 'object' as const, properties: { a: { type: 'string', pattern: '^(a+)+$' } } };
/** Over which that pattern is busy for longer than anybody waits. */
const LONG = { a: `${'a'.repeat(60)}!` };
const SOUND = { type: 'object' as const, properties: { a: { type: 'integer' } }, required: ['a'] };
/** Of the thread that checks; loading it is not part of that. */
const WITHIN_MS = 400;
const NEVER = new AbortController().signal;
const TOO_LONG = { ok: false, error: 'the arguments could not be checked against the parameters within 0.4 s' };

const open: ArgumentChecks[] = [];
afterEach(async () => {
  for (const checks of open.splice(0)) await checks.close();
});
function checking(url?: URL): { checks: ArgumentChecks; defects: unknown[] } {
  const defects: unknown[] = [];
  const onDefect = (error: unknown): void => void defects.push(error);
  const checks = new ArgumentChecks({
    clock: systemClock,
    begin: 'on demand',
    onDefect,
    withinMs: WITHIN_MS,
    ...(url === undefined ? {} : { url }),
  });
  open.push(checks);
  return { checks, defects };
}

function call(checks: ArgumentChecks, agent: object) {
  const transport = new FakeTransport(systemClock);
  const events: CallEvent['event'][] = [];
  const asks = [{ type: 'function_call' as const, call: { id: 'fc_1', name: 'note', arguments: LONG } }];
  const running = startCall({
    agent: { id: 'agent_1', version: 1, config: AgentConfig.parse({ name: 'A', ...agent }) },
    variables: {},
    transport,
    clock: systemClock,
    checkArguments: checks.check,
    providers: { vad: fakeVad, stt: new FakeStt(), tts: new FakeTts(), llm: new FakeLlm(systemClock, [asks, 'Noted.'], 1) },
    recorder: { onEvent: ({ event }) => void events.push(event), onAudio: () => undefined },
    newDefectId: () => 'defect_1',
    onDefect: (error) => {
      throw error;
    },
  });
  return { transport, events, running };
}

test('validation-hangs: the audio of the other calls goes on, and the model is told', { timeout: 60_000 }, async () => {
  const { checks, defects } = checking();
  const bystander = call(checks, { greeting: 'word '.repeat(300) });
  const hanging = call(checks, { greeting: '', functions: [{ type: 'collect', name: 'note', parameters: BACKTRACKS }] });
  hanging.transport.receive({ type: 'text', text: 'go' });
  const played = (): number => bystander.transport.frames.filter(({ loud, level }) => loud || level > 0).length;
  const has = async (type: string): Promise<number> => {
    await eventually(
      () => hanging.events.some((event) => event.type === type),
      (found) => found,
    );
    return played();
  };
  const before = await has('function.requested');
  const after = await has('function.finished');
  expect(after - before).toBeGreaterThan(WITHIN_MS / 20 / 2);
  expect(hanging.events.find(({ type }) => type === 'function.finished')).toMatchObject(TOO_LONG);
  for (const { running } of [bystander, hanging]) {
    running.hangUp('api');
    await running.ended;
  }
  expect(defects).toEqual([]);
});

test('others-wait-behind-it: their jobs are asked of the next thread', { timeout: 60_000 }, async () => {
  const { checks, defects } = checking();
  const verdicts = await Promise.all([
    checks.check(BACKTRACKS, LONG, NEVER),
    checks.check(SOUND, { a: 1 }, NEVER),
    checks.check(SOUND, { a: 'x' }, NEVER),
  ]);
  expect(verdicts).toEqual([TOO_LONG, { ok: true }, { ok: false, error: 'invalid arguments: arguments/a must be integer' }]);
  expect(defects).toEqual([]);
});

test('slow-schema-again: whatever else waits goes first', { timeout: 60_000 }, async () => {
  const { checks } = checking();
  await checks.check(BACKTRACKS, LONG, NEVER);
  const order: string[] = [];
  const note = async (name: string, schema: Record<string, unknown>, args: unknown): Promise<void> => {
    await checks.check(schema, args, NEVER);
    order.push(name);
  };
  await Promise.all([note('first', SOUND, { a: 1 }), note('slow', BACKTRACKS, LONG), note('sound', SOUND, { a: 1 })]);
  expect(order).toEqual(['first', 'sound', 'slow']);
});

test('asynchronous-schema: is none, and its rejection ends no process', { timeout: 60_000 }, async () => {
  const { checks, defects } = checking();
  expect(await checks.check({ ...SOUND, $async: true }, {}, NEVER)).toMatchObject({ ok: false });
  expect(await checks.check(SOUND, { a: 1 }, NEVER)).toEqual({ ok: true });
  expect(defects).toEqual([]);
});

test('caller-hangs-up: nobody waits for the check of a call that is over', { timeout: 60_000 }, async () => {
  const { checks } = checking();
  const over = new AbortController();
  const [busy, waiting] = [checks.check(BACKTRACKS, LONG, NEVER), checks.check(SOUND, { a: 1 }, over.signal)];
  over.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  expect(await busy).toEqual(TOO_LONG);
});

test('thread-that-dies: fails the check that it had, as a defect, and another takes the next', { timeout: 60_000 }, async () => {
  const { checks, defects } = checking(new URL('./testing/dying-checker.ts', import.meta.url));
  const [first, second, third] = [1, 2, 3].map((a) => checks.check(SOUND, { a }, NEVER));
  expect(await first).toEqual({ ok: true });
  await expect(second).rejects.toMatchObject({ code: 'engine_unavailable', defect: { message: 'out of memory' } });
  expect(await third).toEqual({ ok: true });
  expect(defects).toEqual([]);
});
