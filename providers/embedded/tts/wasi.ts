/**
 * The few WASI (preview 1) calls that a command-line program with one input (its arguments) and one output file makes.
 * Everything stays in memory; the program sees one preopened folder, "/".
 */

const ERRNO = { success: 0, badf: 8, noent: 44, nosys: 52 } as const;
const STDIO_FDS = 3;
const ALL_RIGHTS = 0xffff_ffff_ffff_ffffn;
const PREOPEN_FD = 3;
const OUTPUT_FD = 4;

/** The ABI's nine: directory, lookup flags, path and its length, open flags, two sets of rights, descriptor flags, where the descriptor goes. */
type PathOpen = [
  dir: number,
  lookup: number,
  path: number,
  length: number,
  oflags: number,
  base: bigint,
  inheriting: bigint,
  fdflags: number,
  out: number,
];

class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super('exit');
    this.code = code;
  }
}

/** What the program wrote into the file it opened, grown as needed; seeks are honoured because headers are patched. */
class OutputFile {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;
  #at = 0;

  write(bytes: Uint8Array): void {
    const end = this.#at + bytes.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, this.#at);
    this.#at = end;
    this.#length = Math.max(this.#length, end);
  }

  seek(offset: number, whence: number): number {
    this.#at = whence === 0 ? offset : whence === 1 ? this.#at + offset : this.#length + offset;
    return this.#at;
  }

  contents(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

export interface ProgramResult {
  code: number;
  output: Uint8Array;
  /** What it printed, stdout and stderr together. */
  printed: string;
}

type Calls = Record<string, (...args: never[]) => number>;

/** What one run of a program sees of the world. */
class Host {
  readonly file = new OutputFile();
  readonly printed: Uint8Array[] = [];
  readonly #args: readonly Uint8Array[];
  #memory: WebAssembly.Memory | null = null;

  constructor(args: readonly string[]) {
    this.#args = args.map((arg) => new TextEncoder().encode(`${arg}\0`));
  }

  attach(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  calls(): Calls {
    return { ...this.#processCalls(), ...this.#folderCalls(), ...this.#fileCalls() };
  }

  /** The memory moves when it grows, so views are made anew. */
  get #view(): DataView {
    return new DataView(this.#buffer);
  }

  get #buffer(): ArrayBuffer {
    if (this.#memory === null) throw new Error('the program runs before its memory is known');
    return this.#memory.buffer;
  }

  #bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.#buffer, at, length);
  }

  #processCalls(): Calls {
    return {
      args_sizes_get: (count: number, size: number) => {
        this.#view.setUint32(count, this.#args.length, true);
        this.#view.setUint32(
          size,
          this.#args.reduce((sum, arg) => sum + arg.length, 0),
          true,
        );
        return ERRNO.success;
      },
      args_get: (pointers: number, buffer: number) => {
        let at = buffer;
        this.#args.forEach((arg, index) => {
          this.#view.setUint32(pointers + index * 4, at, true);
          this.#bytes(at, arg.length).set(arg);
          at += arg.length;
        });
        return ERRNO.success;
      },
      environ_get: () => ERRNO.success,
      environ_sizes_get: (count: number, size: number) => {
        this.#view.setUint32(count, 0, true);
        this.#view.setUint32(size, 0, true);
        return ERRNO.success;
      },
      clock_time_get: (_id: number, _precision: bigint, out: number) => {
        this.#view.setBigUint64(out, 0n, true);
        return ERRNO.success;
      },
      proc_exit: (code: number) => {
        throw new Exit(code);
      },
    };
  }

  #folderCalls(): Calls {
    return {
      fd_prestat_get: (fd: number, out: number) => {
        if (fd !== PREOPEN_FD) return ERRNO.badf;
        this.#view.setUint8(out, 0);
        this.#view.setUint32(out + 4, 1, true);
        return ERRNO.success;
      },
      fd_prestat_dir_name: (_fd: number, path: number) => {
        this.#bytes(path, 1)[0] = '/'.charCodeAt(0);
        return ERRNO.success;
      },
      // Only the output (O_CREAT) is opened; voices and settings on disk do not exist.
      path_open: (...[, , , , oflags, , , , out]: PathOpen) => {
        if ((oflags & 1) === 0) return ERRNO.noent;
        this.#view.setUint32(out, OUTPUT_FD, true);
        return ERRNO.success;
      },
    };
  }

  #fileCalls(): Calls {
    return {
      fd_close: () => ERRNO.success,
      fd_fdstat_set_flags: () => ERRNO.success,
      fd_fdstat_get: (fd: number, out: number) => {
        this.#bytes(out, 24).fill(0);
        this.#view.setUint8(out, fd === PREOPEN_FD ? 3 : fd < STDIO_FDS ? 2 : 4);
        this.#view.setBigUint64(out + 8, ALL_RIGHTS, true);
        this.#view.setBigUint64(out + 16, ALL_RIGHTS, true);
        return ERRNO.success;
      },
      fd_seek: (fd: number, offset: bigint, whence: number, out: number) => {
        if (fd !== OUTPUT_FD) return ERRNO.badf;
        this.#view.setBigUint64(out, BigInt(this.file.seek(Number(offset), whence)), true);
        return ERRNO.success;
      },
      fd_write: (fd: number, vectors: number, count: number, out: number) => {
        let written = 0;
        for (let index = 0; index < count; index += 1) {
          const length = this.#view.getUint32(vectors + index * 8 + 4, true);
          const data = this.#bytes(this.#view.getUint32(vectors + index * 8, true), length);
          if (fd === OUTPUT_FD) this.file.write(data);
          else this.printed.push(data.slice());
          written += length;
        }
        this.#view.setUint32(out, written, true);
        return ERRNO.success;
      },
    };
  }
}

/** Runs `module` with `args` (the first is the program's name) to its end and gives back the file it wrote. */
export async function runProgram(module: WebAssembly.Module, args: readonly string[]): Promise<ProgramResult> {
  const host = new Host(args);
  const calls = host.calls();
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    if (from === 'wasi_snapshot_preview1') calls[name] ??= () => ERRNO.nosys;
  }
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: calls });
  host.attach(instance.exports.memory as WebAssembly.Memory);
  let code = 0;
  try {
    (instance.exports._start as () => void)();
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    code = error.code;
  }
  return { code, output: host.file.contents(), printed: Buffer.concat(host.printed).toString('utf8') };
}
