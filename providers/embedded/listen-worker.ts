/** A listening worker: detects and recognises speech for several calls, one message at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { createHash } from 'node:crypto';
import type { SpeechContext } from '@parley/engine/stt/stt.ts';
import type { FromListener, ListenerData, ToListener } from './listen-messages.ts';
import type { Recogniser } from './stt/decoder.ts';
import { phrasesFor } from './stt/vocabulary.ts';
import { createDetector, type Detector } from './vad/detector.ts';

/** Loaded late, so that a recogniser whose package is broken takes nothing else along. */
const decoding = () => import('./stt/decoder.ts');
const { vadModel } = workerData as ListenerData;

/** Frames between two looks at the partial transcript. */
const PARTIAL_EVERY_FRAMES = 8;
/** Recognisers and detectors kept warm for the next call. */
const MAX_SPARE = 4;

interface SttSession {
  key: string;
  recogniser: Recogniser;
  utterance: number;
  frames: number;
  partial: string;
}

const detectors = new Map<number, Detector>();
const spareDetectors: Detector[] = [];
const sessions = new Map<number, SttSession>();
/** Being opened; taken out when closed before that. */
const opening = new Set<number>();
const spare: { key: string; recogniser: Recogniser }[] = [];

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

const messageOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 300) : 'unknown error');

const keyOf = (context: SpeechContext): string => createHash('sha256').update(JSON.stringify(context)).digest('hex');

async function open(session: number, context: SpeechContext): Promise<void> {
  opening.add(session);
  const key = keyOf(context);
  const at = spare.findIndex((one) => one.key === key);
  const [warm] = at < 0 ? [] : spare.splice(at, 1);
  const recogniser = warm?.recogniser ?? (await (await decoding()).openRecogniser(phrasesFor(context)));
  // Closed meanwhile.
  if (!opening.delete(session)) return retire(key, recogniser);
  sessions.set(session, { key, recogniser, utterance: 0, frames: 0, partial: '' });
  send({ type: 'stt-opened', session });
}

function retire(key: string, recogniser: Recogniser): void {
  spare.push({ key, recogniser });
  if (spare.length > MAX_SPARE) spare.shift()?.recogniser.close();
}

function closeStt(session: number): void {
  opening.delete(session);
  const found = sessions.get(session);
  if (found === undefined) return;
  sessions.delete(session);
  if (found.utterance !== 0) found.recogniser.finish();
  retire(found.key, found.recogniser);
}

function hear(session: number, pcm: Int16Array): void {
  const found = sessions.get(session);
  if (found === undefined || found.utterance === 0) return;
  found.recogniser.push(pcm);
  found.frames += 1;
  if (found.frames % PARTIAL_EVERY_FRAMES !== 0) return;
  const text = found.recogniser.partial();
  if (text === found.partial) return;
  found.partial = text;
  send({ type: 'stt-partial', session, utterance: found.utterance, text });
}

function finish(session: number): void {
  const found = sessions.get(session);
  if (found === undefined || found.utterance === 0) return;
  const { utterance } = found;
  found.utterance = 0;
  send({ type: 'stt-final', session, utterance, ...found.recogniser.finish() });
}

function detect(session: number, pcm: Int16Array): void {
  for (const result of detectors.get(session)?.push(pcm) ?? []) send({ type: 'vad-result', session, ...result });
}

function closeVad(session: number): void {
  const detector = detectors.get(session);
  if (detector === undefined) return;
  detectors.delete(session);
  detector.reset();
  if (spareDetectors.length < MAX_SPARE) spareDetectors.push(detector);
}

function handle(message: ToListener): void {
  switch (message.type) {
    case 'vad-open':
      detectors.set(message.session, spareDetectors.pop() ?? createDetector(vadModel));
      return;
    case 'vad-push':
      return detect(message.session, message.pcm);
    case 'vad-close':
      return closeVad(message.session);
    case 'stt-open':
      open(message.session, message.context).catch((error: unknown) => {
        opening.delete(message.session);
        send({ type: 'stt-failed', session: message.session, message: messageOf(error) });
      });
      return;
    case 'stt-start': {
      const found = sessions.get(message.session);
      if (found === undefined) return;
      if (found.utterance !== 0) found.recogniser.finish();
      Object.assign(found, { utterance: message.utterance, frames: 0, partial: '' });
      found.recogniser.start();
      return;
    }
    case 'stt-push':
      return hear(message.session, message.pcm);
    case 'stt-finish':
      return finish(message.session);
    case 'stt-close':
      return closeStt(message.session);
    default:
      return message satisfies never;
  }
}

parentPort?.on('message', (messages: ToListener[]) => {
  for (const message of messages) {
    try {
      handle(message);
    } catch (error) {
      const kind = message.type.startsWith('vad') ? 'vad-failed' : 'stt-failed';
      send({ type: kind, session: message.session, message: messageOf(error) });
    }
  }
});

/** Null when it works, else why not. */
async function attempt(load: () => unknown): Promise<string | null> {
  try {
    await load();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

send({
  type: 'ready',
  vad: await attempt(() => spareDetectors.push(createDetector(vadModel))),
  stt: await attempt(async () => (await decoding()).warmUp()),
});
