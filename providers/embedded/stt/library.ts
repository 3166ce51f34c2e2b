/**
 * SoundSwallower in an instance of its own for each recogniser: its memory goes with it, which that of a decoder among others does not, and what
 * breaks in it touches no other. An instance can be copied as it stands: some milliseconds instead of the 200 that a grammar takes.
 */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import createModule, { type Decoder, type SoundSwallowerModule } from 'soundswallower';

const folder = path.dirname(createRequire(import.meta.url).resolve('soundswallower'));
export const modelFolder = path.join(folder, 'model');

type Address = number;

/** What the package exports and leaves out of its type declarations. */
export interface Library extends SoundSwallowerModule {
  _s3file_init(address: Address, bytes: number): Address;
  _set_mdef(decoder: Address, definition: Address): void;
  _bin_mdef_read_s3file(file: Address, contextIndependent: number): Address;
  _load_gmm(decoder: Address, means: Address, variances: Address, weights: Address, senones: Address): number;
  _decoder_init_acmod_post(decoder: Address): number;
  _decoder_init_dict_s3file(decoder: Address, words: Address, fillers: Address): Address;
  _decoder_init_grammar_s3file(decoder: Address, graph: Address, jsgf: Address): number;
}

export interface OpenDecoder extends Decoder {
  cdecoder: Address;
  cacmod: Address;
  /** Its feature computation. */
  features: Address;
  unread: Unread;
  init_featparams(): Promise<unknown>;
  init_cleanup(): Promise<void>;
  init_fe(): Promise<Address>;
  init_feat(): Promise<Address>;
  init_acmod(): Promise<Address>;
  load_tmat(file: string): Promise<Address>;
}

const HOOKS: readonly string[] = ['uncaughtException', 'unhandledRejection'];
/** By any name; the declared names each have listeners of their own kind. */
const hooks: NodeJS.EventEmitter = process;
const CHUNK_BYTES = 65_536;

let compiled: WebAssembly.Module | undefined;
let created: Promise<unknown> = Promise.resolve();

const compile = (): WebAssembly.Module =>
  (compiled ??= new WebAssembly.Module(readFileSync(path.join(folder, 'soundswallower.node.wasm'))));

type Instantiated = (instance: WebAssembly.Instance) => void;

/**
 * Each instance listens to the process for ever, by which its memory would be held for ever: nothing that it could hear there is its own. One at a
 * time, so that it is known whose listeners are new.
 */
export function createLibrary(): Promise<Library> {
  const creation = created.then(async () => {
    const before = HOOKS.map((hook) => hooks.listeners(hook));
    const library = await createModule({
      modelBase: `${modelFolder}/`,
      instantiateWasm: (imports: WebAssembly.Imports, done: Instantiated) => {
        done(new WebAssembly.Instance(compile(), imports));
        return {};
      },
    } as unknown as Partial<SoundSwallowerModule>);
    for (const [index, hook] of HOOKS.entries())
      for (const listener of hooks.listeners(hook))
        if (before[index]?.includes(listener) === false) hooks.off(hook, listener as () => void);
    return library as Library;
  });
  created = creation.catch(() => undefined);
  return creation;
}

/** Of memory that the original needed for opening a decoder only. */
export interface Unread {
  from: Address;
  to: Address;
}

/** Addresses mean in the copy what they mean in the original, also those of a decoder in it. */
export async function copyLibrary(original: Library, unread: Unread): Promise<Library> {
  const copy = await createLibrary();
  const missing = original.HEAPU8.length - copy.HEAPU8.length;
  if (missing > 0) copy._free(copy._malloc(missing));
  const { buffer, byteLength } = original.HEAPU8;
  for (let at = 0; at < byteLength; at += CHUNK_BYTES) {
    if (at >= unread.from && at + CHUNK_BYTES <= unread.to) continue;
    const chunk = Buffer.from(buffer, at, Math.min(CHUNK_BYTES, byteLength - at));
    const own = Buffer.from(copy.HEAPU8.buffer, at, chunk.length);
    // Memory that was never written to takes none.
    if (!chunk.equals(own)) chunk.copy(own);
  }
  return copy;
}

/** A file in the library's memory; nothing reads it after `use` unless `keep` says so, and the library itself never frees one. */
function withFile<T>(library: Library, content: Uint8Array | string, use: (file: Address, address: Address) => T, keep = false): T {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const address = library._malloc(bytes.length + 1);
  if (address === 0) throw new Error('The recogniser has no memory for its model.');
  library.HEAPU8.set(bytes, address);
  library.HEAPU8[address + bytes.length] = 0;
  try {
    return use(library._s3file_init(address, bytes.length), address);
  } finally {
    if (!keep) library._free(address);
  }
}

const must = (done: boolean, what: string): void => {
  if (!done) throw new Error(`The recogniser does not load its ${what}.`);
};

export interface Material {
  /** Finite-state graph. */
  graph: string;
  /** Words and their pronunciations. */
  words: string;
}

/**
 * The definition of the phones in context is a file that stays in memory. Opening a decoder looks in its tree and its list of phones; decoding reads
 * the names at its beginning and the sequences of states at its end.
 */
const PHONE_NAMES_BYTES = 65_536;
const STATE_SEQUENCES_BYTES = 262_144;

/** What the package's `initialize` does, with graph and words from memory, and without leaving in memory what was read. */
export async function openDecoder(
  library: Library,
  config: Record<string, string | number>,
  { graph, words }: Material,
): Promise<OpenDecoder> {
  const decoder = new library.Decoder(config) as OpenDecoder;
  const file = (key: string): Uint8Array => readFileSync(decoder.get_config(key) as string);
  await decoder.init_featparams();
  await decoder.init_cleanup();
  await decoder.init_fe();
  decoder.features = await decoder.init_feat();
  decoder.cacmod = await decoder.init_acmod();
  const { cdecoder } = decoder;
  const phones = file('mdef');
  withFile(
    library,
    phones,
    (from, address) => {
      const definition = library._bin_mdef_read_s3file(from, 0);
      must(definition !== 0, 'phones');
      library._set_mdef(cdecoder, definition);
      decoder.unread = { from: address + PHONE_NAMES_BYTES, to: address + phones.length - STATE_SEQUENCES_BYTES };
    },
    true,
  );
  await decoder.load_tmat(decoder.get_config('tmat') as string);
  withFile(
    library,
    file('sendump'),
    (senones) =>
      withFile(library, file('mean'), (means) =>
        withFile(library, file('var'), (variances) =>
          must(library._load_gmm(cdecoder, means, variances, 0, senones) >= 0, 'acoustic model'),
        ),
      ),
    true,
  );
  must(library._decoder_init_acmod_post(cdecoder) >= 0, 'scores');
  withFile(library, words, (own) =>
    withFile(library, file('fdict'), (fillers) => must(library._decoder_init_dict_s3file(cdecoder, own, fillers) !== 0, 'dictionary')),
  );
  withFile(library, graph, (from) => must(library._decoder_init_grammar_s3file(cdecoder, from, 0) >= 0, 'grammar'));
  decoder.initialized = true;
  return decoder;
}

/** The same decoder in a copy of its library. */
export function decoderIn(copy: Library, { cdecoder, cacmod, features, unread }: OpenDecoder): OpenDecoder {
  const decoder = Object.create(copy.Decoder.prototype as object) as OpenDecoder;
  return Object.assign(decoder, { initialized: true, cdecoder, cacmod, features, unread });
}
