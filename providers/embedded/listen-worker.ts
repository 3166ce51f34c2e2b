/** A listening worker: detects and recognises speech for several calls, one message at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { createHash } from 'node:crypto';
import type { Clock } from '@parley/engine/clock.ts';
import type { SpeechContext } from '@parley/engine/stt/stt.ts';
import type { FromListener, ListenerData, ToListener } from './listen-messages.ts';
import { collectGarbage } from './collect-garbage.ts';
import { POOL_DEFAULTS, RecogniserPool } from './stt/recogniser-pool.ts';
import { Utterances } from './stt/utterances.ts';
import { phrasesFor } from './stt/vocabulary.ts';
import { portable } from './worker-error.ts';
import type { Detection } from './vad/detection.ts';
import { loadDetectors } from './vad/load.ts';

/** Loaded late, so that a recogniser whose package is broken takes nothing else along. */
const decoding = () => import('./stt/decoder.ts');
const { vadModel, vadRuntime, recognisers } = workerData as ListenerData;
/** Messages wait until it is there or not: nobody listens to them yet. */
const vad = await loadDetectors(vadModel, vadRuntime).catch(portable);

const detections = new Map<number, Detection>();
const sessions = new Map<number, Utterances>();
/** Being opened; taken out when closed before that. */
const opening = new Set<number>();

const clock: Clock = {
  now: () => performance.now(),
  schedule(ms, fire) {
    // None keeps the thread from ending.
    const timer = setTimeout(fire, ms).unref();
    return () => clearTimeout(timer);
  },
  wallTime: () => new Date(),
};

/** After this time without another recogniser let go, their memory is collected. */
const COLLECT_AFTER_MS = 1_000;
let cancelCollection = (): void => undefined;

/** A worker that has little to do seldom collects by itself, and holds memory of recognisers that are gone. */
function collectSoon(): void {
  cancelCollection();
  cancelCollection = clock.schedule(COLLECT_AFTER_MS, collectGarbage);
}

const pool = new RecogniserPool({
  ...POOL_DEFAULTS,
  most: recognisers,
  clock,
  open: async (phrases) => (await decoding()).openRecogniser(phrases),
  onLetGo: collectSoon,
});

let outbox: FromListener[] = [];

/** Everything said in one turn of the event loop goes in one message. */
function send(message: FromListener): void {
  outbox.push(message);
  if (outbox.length > 1) return;
  queueMicrotask(() => {
    parentPort?.postMessage(outbox);
    outbox = [];
  });
}

const keyOf = (context: SpeechContext): string => createHash('sha256').update(JSON.stringify(context)).digest('hex');

async function open(session: number, context: SpeechContext): Promise<void> {
  opening.add(session);
  await pool.join(session, keyOf(context), () => phrasesFor(context));
  // Closed meanwhile.
  if (!opening.delete(session)) return;
  const utterances = new Utterances({
    pool,
    session,
    onPartial: (utterance, text) => send({ type: 'stt-partial', session, utterance, text }),
    onFinal: (utterance, recognition) => send({ type: 'stt-final', session, utterance, ...recognition }),
    onFailed: (error) => failed(session, error),
  });
  sessions.set(session, utterances);
  send({ type: 'stt-opened', session });
}

function failed(session: number, error: unknown): void {
  send({ type: 'stt-failed', session, error: portable(error) });
}

function closeStt(session: number): void {
  opening.delete(session);
  pool.leave(session);
  const found = sessions.get(session);
  sessions.delete(session);
  found?.close();
}

function openVad(session: number): void {
  if (vad instanceof Error) throw vad;
  const detection = vad.detectors.open({
    onResult: ({ audioMs, speech }) => send({ type: 'vad-result', session, audioMs, speech }),
    onFailed: (error) => send({ type: 'vad-failed', session, error: portable(error) }),
  });
  detections.set(session, detection);
}

function closeVad(session: number): void {
  detections.get(session)?.close();
  detections.delete(session);
}

function handle(message: ToListener): void {
  switch (message.type) {
    case 'vad-open':
      return openVad(message.session);
    case 'vad-push':
      return detections.get(message.session)?.push(message.pcm);
    case 'vad-close':
      return closeVad(message.session);
    case 'stt-open':
      open(message.session, message.context).catch((error: unknown) => {
        opening.delete(message.session);
        pool.leave(message.session);
        failed(message.session, error);
      });
      return;
    case 'stt-start':
      return sessions.get(message.session)?.start(message.utterance);
    case 'stt-push':
      return sessions.get(message.session)?.push(message.pcm);
    case 'stt-finish':
      return sessions.get(message.session)?.finish();
    case 'stt-close':
      return closeStt(message.session);
    case 'echo':
      return send({ type: 'echo' });
    default:
      return message satisfies never;
  }
}

/** The thread ends once nothing more comes to it and what is being judged is. `process.exit` would interrupt that, and the whole process with it. */
function leave(): void {
  for (const detection of detections.values()) detection.close();
  parentPort?.close();
}

parentPort?.on('message', (messages: ToListener[]) => {
  if (messages.length === 0) return leave();
  for (const message of messages) {
    try {
      handle(message);
    } catch (error) {
      if (message.type === 'echo') throw error;
      const kind = message.type.startsWith('vad') ? 'vad-failed' : 'stt-failed';
      send({ type: kind, session: message.session, error: portable(error) });
    }
  }
});

/** Null when it works, else why not. */
async function attempt(load: () => unknown): Promise<Error | null> {
  try {
    await load();
    return null;
  } catch (error) {
    return portable(error);
  }
}

send({
  type: 'ready',
  vad: vad instanceof Error ? vad : { runtime: vad.runtime, passedOver: vad.passedOver === null ? null : portable(vad.passedOver) },
  stt: await attempt(async () => (await decoding()).warmUp()),
});
