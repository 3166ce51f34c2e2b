/** Voices, and a sample of each: spoken on demand, kept in the data directory. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError, type Voice } from '@parley/contract';
import { EMBEDDED_TTS } from '@parley/providers/embedded/abilities.ts';

const SAMPLE = 'Hello, this is how I sound. How can I help you today?';

export class Voices {
  readonly #folder: string;
  readonly #making = new Map<string, Promise<Buffer>>();
  readonly #synthesise: (voice: string, text: string) => Promise<Uint8Array>;

  constructor(dataDirectory: string, synthesise: (voice: string, text: string) => Promise<Uint8Array>) {
    this.#folder = path.join(dataDirectory, 'voice-samples');
    this.#synthesise = synthesise;
  }

  list(): Voice[] {
    return EMBEDDED_TTS.voices.map(({ id, name, language }) => ({
      provider: 'embedded',
      id,
      name,
      language,
      sample_url: `/api/v1/voices/embedded/${id}/sample`,
    }));
  }

  /** A WAV file. */
  async sample(provider: string, id: string): Promise<Buffer> {
    if (provider !== 'embedded' || !EMBEDDED_TTS.voices.some((voice) => voice.id === id)) throw new AppError('not_found');
    const file = path.join(this.#folder, `${id}.wav`);
    const kept = await readFile(file).catch(() => null);
    if (kept !== null) return kept;
    const making = this.#making.get(id) ?? this.#make(id, file).finally(() => this.#making.delete(id));
    this.#making.set(id, making);
    return making;
  }

  async #make(id: string, file: string): Promise<Buffer> {
    const wav = Buffer.from(await this.#synthesise(id, SAMPLE));
    await mkdir(this.#folder, { recursive: true });
    await writeFile(`${file}.new`, wav);
    await rename(`${file}.new`, file);
    return wav;
  }
}
