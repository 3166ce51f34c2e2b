import { closeSync, fsyncSync, openSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** The parts of Emscripten's NODEFS that are needed here. */
interface FileStream {
  nfd?: number;
  node: unknown;
}
interface NodeFileSystem {
  stream_ops: { fsync?: (stream: FileStream) => number };
  realPath(node: unknown): string;
}

function flush(fileSystem: NodeFileSystem, stream: FileStream): number {
  if (stream.nfd !== undefined) {
    fsyncSync(stream.nfd);
    return 0;
  }
  const descriptor = openSync(fileSystem.realPath(stream.node), 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return 0;
}

/** PGlite's NodeFS never calls fsync, whatever the `fsync` setting says: a power cut would lose acknowledged rows. */
export class DurableFileSystem extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const result = await super.init(...args);
    const preRun = result.emscriptenOpts.preRun;
    if (!Array.isArray(preRun)) throw new Error('PGlite no longer offers preRun hooks.');
    preRun.push((module: unknown) => {
      const fileSystem = (module as { FS: { filesystems: { NODEFS: NodeFileSystem } } }).FS.filesystems.NODEFS;
      fileSystem.stream_ops.fsync = (stream) => flush(fileSystem, stream);
    });
    return result;
  }
}
