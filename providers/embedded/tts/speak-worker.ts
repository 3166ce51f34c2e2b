/** A speaking worker: renders one clause at a time. */
import { parentPort } from 'node:worker_threads';
import type { Word } from '@parley/contract';
import { synthesise } from './flite.ts';

export interface ToSpeaker {
  job: number;
  text: string;
  voice: string;
  speed: number;
}

export type FromSpeaker =
  | { type: 'ready'; problem: string | null }
  | { type: 'rendered'; job: number; pcm: Int16Array; sampleRate: number; words: Word[] }
  | { type: 'failed'; job: number; message: string };

const send = (message: FromSpeaker, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 300) : 'unknown error');

parentPort?.on('message', ({ job, text, voice, speed }: ToSpeaker) => {
  synthesise(text, voice, speed).then(
    ({ pcm, sampleRate, words }) => send({ type: 'rendered', job, pcm, sampleRate, words }, [pcm.buffer as ArrayBuffer]),
    (error: unknown) => send({ type: 'failed', job, message: messageOf(error) }),
  );
});

synthesise('Ready.', 'slt', 1).then(
  () => send({ type: 'ready', problem: null }),
  (error: unknown) => send({ type: 'ready', problem: messageOf(error) }),
);
