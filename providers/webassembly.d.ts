/** The part of the WebAssembly JavaScript API in use; the standard declarations come only with the DOM library. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
    static imports(module: Module): { module: string; name: string; kind: string }[];
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  type Imports = Record<string, Record<string, unknown>>;
  class Instance {
    /** At once, in the thread that calls. */
    constructor(module: Module, imports: Imports);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  /** A trap: the instance's memory is in an unknown state. */
  class RuntimeError extends Error {}
  function instantiate(module: Module, imports: Imports): Promise<Instance>;
}
