/** Many calls, one model: whoever comes, goes or fails, each call hears what it would alone. */
import { describe, expect, test } from 'vitest';
import { batched, INPUT, LAYERS, UNITS, type WindowModel } from './batch.ts';
import { WINDOW, WINDOW_MS, type Detection, type Detectors } from './detection.ts';

/** A run that the test ends. */
interface Run {
  count: number;
  input: Float32Array;
  state: Float32Array;
  /** With one probability for each window. */
  answer: (probabilities: readonly number[]) => void;
  fail: (error: unknown) => void;
}

/** A model whose runs are the test's; the next state is the one before, one higher. */
function heldModel(): { model: WindowModel; nextRun: () => Promise<Run> } {
  const runs: Run[] = [];
  const wanted: ((run: Run) => void)[] = [];
  const model: WindowModel = {
    run: (count, input, state) =>
      new Promise((resolve, reject) => {
        const run: Run = {
          count,
          input,
          state,
          answer: (probabilities) => resolve({ probabilities: Float32Array.from(probabilities), state: state.map((value) => value + 1) }),
          fail: reject,
        };
        const first = wanted.shift();
        if (first === undefined) runs.push(run);
        else first(run);
      }),
  };
  return { model, nextRun: () => new Promise((resolve) => (runs[0] === undefined ? wanted.push(resolve) : resolve(runs.shift() as Run))) };
}

interface Call {
  detection: Detection;
  heard: (boolean | string)[];
  /** Resolves once it has heard so many. */
  until: (count: number) => Promise<void>;
}

function callOn(detectors: Detectors): Call {
  const heard: Call['heard'] = [];
  let waits: { count: number; resolve: () => void } | null = null;
  const take = (one: boolean | string): void => {
    heard.push(one);
    if (waits !== null && heard.length >= waits.count) waits.resolve();
  };
  const detection = detectors.open({
    onResult: ({ audioMs, speech }) => {
      if (audioMs !== (heard.length + 1) * WINDOW_MS) throw new Error(`window ${heard.length} ends at ${audioMs}`);
      take(speech);
    },
    onFailed: (error) => take(error.message),
  });
  return {
    detection,
    heard,
    until: (count) => new Promise((resolve) => (heard.length >= count ? resolve() : (waits = { count, resolve }))),
  };
}

const windowsOf = (count: number, value = 0): Int16Array => new Int16Array(count * WINDOW).fill(value);

describe('what is judged together', () => {
  test('windows of several calls that wait at the same moment are one run, one of each call', async () => {
    const { model, nextRun } = heldModel();
    const detectors = batched(model);
    const calls = [callOn(detectors), callOn(detectors), callOn(detectors)];
    calls[0]?.detection.push(windowsOf(2));
    calls[2]?.detection.push(windowsOf(1));
    const first = await nextRun();
    expect(first.count).toBe(2);
    first.answer([0.9, 0.1]);
    const second = await nextRun();
    expect(second.count).toBe(1);
    second.answer([0.9]);
    await calls[0]?.until(2);
    expect(calls.map(({ heard }) => heard)).toEqual([[true, true], [], [false]]);
  });

  test('a window does not wait for others, and half a window is none', async () => {
    const { model, nextRun } = heldModel();
    const call = callOn(batched(model));
    call.detection.push(new Int16Array(WINDOW - 1));
    call.detection.push(new Int16Array(1));
    const run = await nextRun();
    expect(run.count).toBe(1);
    run.answer([0.2]);
    await call.until(1);
    expect(call.heard).toEqual([false]);
  });

  test('what comes during a run is judged in the next one', async () => {
    const { model, nextRun } = heldModel();
    const detectors = batched(model);
    const [early, late] = [callOn(detectors), callOn(detectors)];
    early.detection.push(windowsOf(1));
    const first = await nextRun();
    late.detection.push(windowsOf(1));
    early.detection.push(windowsOf(1));
    first.answer([0.9]);
    const second = await nextRun();
    expect(second.count).toBe(2);
    // The call that waited longer is first: its state is the first run's.
    expect([second.state[0], second.state[UNITS]]).toEqual([1, 0]);
    second.answer([0.1, 0.9]);
    await late.until(1);
    expect([early.heard, late.heard]).toEqual([[true, false], [true]]);
  });

  test('each window is heard with the last 64 samples of the one before, and with its own state', async () => {
    const { model, nextRun } = heldModel();
    const detectors = batched(model);
    const calls = [callOn(detectors), callOn(detectors)];
    calls[0]?.detection.push(Int16Array.from({ length: 2 * WINDOW }, (_sample, index) => index));
    calls[1]?.detection.push(windowsOf(2, -32_768));
    const first = await nextRun();
    expect([...first.input.slice(0, 66)]).toEqual([...new Array<number>(64).fill(0), 0, 1 / 32_768]);
    first.answer([0, 0]);
    const second = await nextRun();
    expect(second.input.length).toBe(2 * INPUT);
    expect([second.input[0], second.input[63], second.input[64], second.input[INPUT]]).toEqual(
      [448, 511, 512, -32_768].map((at) => at / 32_768),
    );
    expect(new Set(second.state)).toEqual(new Set([1]));
    expect(second.state.length).toBe(2 * LAYERS * UNITS);
    second.answer([0, 0]);
  });
});

test('speech begins above 0.5 at once and lasts until a window is below 0.35', async () => {
  const { model, nextRun } = heldModel();
  const call = callOn(batched(model));
  const probabilities = [0.4, 0.5, 0.51, 0.4, 0.36, 0.3, 0.4, 0.49, 0.9];
  call.detection.push(windowsOf(probabilities.length));
  for (const probability of probabilities) (await nextRun()).answer([probability]);
  await call.until(probabilities.length);
  expect(call.heard).toEqual([false, false, true, true, true, false, false, false, true]);
});

describe('calls that end', () => {
  test('closed while its window is judged: no result, and the others of the run have theirs', async () => {
    const { model, nextRun } = heldModel();
    const detectors = batched(model);
    const [gone, stays] = [callOn(detectors), callOn(detectors)];
    gone.detection.push(windowsOf(3));
    stays.detection.push(windowsOf(1));
    const run = await nextRun();
    gone.detection.close();
    gone.detection.push(windowsOf(1));
    run.answer([0.9, 0.9]);
    await stays.until(1);
    expect([gone.heard, stays.heard]).toEqual([[], [true]]);
    // What it left behind is not judged either.
    stays.detection.push(windowsOf(1));
    expect((await nextRun()).count).toBe(1);
  });

  test('closed before anything is judged: no run at all', async () => {
    const { model, nextRun } = heldModel();
    const detectors = batched(model);
    const [gone, stays] = [callOn(detectors), callOn(detectors)];
    gone.detection.push(windowsOf(1));
    gone.detection.close();
    stays.detection.push(windowsOf(1, 1));
    const run = await nextRun();
    expect([run.count, run.input[64]]).toEqual([1, 1 / 32_768]);
  });

  test('the next call begins anew: no context, no state, no speech, time from zero', async () => {
    const { model, nextRun } = heldModel();
    const detectors = batched(model);
    const first = callOn(detectors);
    first.detection.push(windowsOf(1, 100));
    (await nextRun()).answer([0.9]);
    await first.until(1);
    first.detection.close();
    const next = callOn(detectors);
    next.detection.push(windowsOf(1));
    const run = await nextRun();
    expect([Math.max(...run.input), Math.max(...run.state)]).toEqual([0, 0]);
    run.answer([0.4]);
    await next.until(1);
    expect(next.heard).toEqual([false]);
  });
});

describe('failures', () => {
  test.each([
    ['throws', (run: Run) => run.fail(new Error('out of memory')), 'out of memory'],
    ['throws what is no error', (run: Run) => run.fail('away'), 'The model threw something that is no error.'],
    ['answers for fewer calls', (run: Run) => run.answer([0.9]), 'The model answered with something that is no verdict.'],
    ['answers with no number', (run: Run) => run.answer([0.9, Number.NaN]), 'The model answered with something that is no verdict.'],
  ])('a run that %s fails its calls once, and the next ones work', async (_how, happen, message) => {
    const { model, nextRun } = heldModel();
    const detectors = batched(model);
    const calls = [callOn(detectors), callOn(detectors)];
    for (const { detection } of calls) detection.push(windowsOf(5));
    happen(await nextRun());
    await Promise.all(calls.map(({ until }) => until(1)));
    for (const { detection } of calls) detection.push(windowsOf(5));
    const next = callOn(detectors);
    next.detection.push(windowsOf(1));
    const run = await nextRun();
    expect(run.count).toBe(1);
    run.answer([0.9]);
    await next.until(1);
    expect([...calls.map(({ heard }) => heard), next.heard]).toEqual([[message], [message], [true]]);
  });

  test('more than a minute of one call’s audio is not kept: the call fails, the others go on', async () => {
    const { model, nextRun } = heldModel();
    const detectors = batched(model);
    const [flood, other] = [callOn(detectors), callOn(detectors)];
    other.detection.push(windowsOf(1));
    flood.detection.push(windowsOf(60_000 / WINDOW_MS));
    expect(flood.heard).toEqual([]);
    flood.detection.push(windowsOf(1));
    expect(flood.heard).toEqual(['More audio waits for the voice detector than it takes.']);
    const run = await nextRun();
    expect(run.count).toBe(1);
    run.answer([0.9]);
    await other.until(1);
    expect(other.heard).toEqual([true]);
  });
});
