/** A speaking worker: renders one clause at a time. */
import { parentPort } from 'node:worker_threads';
import type { Word } from '@parley/contract';
import { portable } from '../worker-error.ts';
import { synthesise } from './flite.ts';

export interface ToSpeaker {
  job: number;
  text: string;
  voice: string;
  speed: number;
}

export type FromSpeaker =
  | { type: 'ready'; problem: Error | null }
  | { type: 'rendered'; job: number; pcm: Int16Array; sampleRate: number; words: Word[] }
  | { type: 'failed'; job: number; error: Error };

const send = (message: FromSpeaker, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

parentPort?.on('message', ({ job, text, voice, speed }: ToSpeaker) => {
  synthesise(text, voice, speed).then(
    ({ pcm, sampleRate, words }) => send({ type: 'rendered', job, pcm, sampleRate, words }, [pcm.buffer as ArrayBuffer]),
    (error: unknown) => send({ type: 'failed', job, error: portable(error) }),
  );
});

synthesise('Ready.', 'slt', 1).then(
  () => send({ type: 'ready', problem: null }),
  (error: unknown) => send({ type: 'ready', problem: portable(error) }),
);
