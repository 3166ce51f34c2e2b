/** Prometheus figures at `/metrics`. */
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  observe: RequestHandler;
  serve: RequestHandler;
}

/** What carries this node's calls, as far as figures go. */
export interface Carrier {
  readonly liveCalls: number;
  readonly load: { room: number; reserved: number; refused: number; lag: { audioMs: number; listeningMs: number } };
  status(): { media_processes: readonly { state: string }[] };
}

/** Unexpected errors since the server began, by place. */
export interface Defects {
  entries(): Iterable<[place: string, count: number]>;
}

/** Recordings on their way to the object storage; null where there is none. */
export interface RecordingTraffic {
  status(): { reachable: boolean; waiting: number; waitingBytes: number; stored: number; failures: number } | null;
}

function measureRecordings(registry: Registry, recordings: RecordingTraffic): void {
  if (recordings.status() === null) return;
  const gauge = (name: string, help: string, read: (now: NonNullable<ReturnType<RecordingTraffic['status']>>) => number): void =>
    void new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const now = recordings.status();
        if (now !== null) this.set(read(now));
      },
    });
  gauge('parley_recording_storage_reachable', '1 while the object storage takes recordings', ({ reachable }) => (reachable ? 1 : 0));
  gauge('parley_recordings_waiting', 'Recordings on this disk that the object storage does not have', ({ waiting }) => waiting);
  gauge('parley_recordings_waiting_bytes', 'What they take of this disk', ({ waitingBytes }) => waitingBytes);
  gauge('parley_recordings_stored', 'Recordings uploaded since the server began', ({ stored }) => stored);
  gauge('parley_recording_upload_failures', 'Uploads that failed since the server began; each is tried again', ({ failures }) => failures);
}

function measureLoad(registry: Registry, host: Carrier): void {
  const registers = [registry];
  const gauge = (name: string, help: string, read: (load: Carrier['load']) => number): void =>
    void new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read(host.load));
      },
    });
  gauge('parley_calls_room', 'Calls that this node would take at the moment', ({ room }) => room);
  gauge('parley_calls_reserved', 'Places kept for registered calls whose clients have not come yet', ({ reserved }) => reserved);
  gauge('parley_media_lag_seconds', 'How late the audio of the latest media process is', ({ lag }) => lag.audioMs / 1_000);
  gauge('parley_listening_lag_seconds', 'How long words wait for the embedded recogniser', ({ lag }) => lag.listeningMs / 1_000);
  new Counter({
    name: 'parley_calls_refused_total',
    help: 'Requests and connections that were told busy',
    registers,
    collect() {
      this.reset();
      this.inc(host.load.refused);
    },
  });
}

export function createMetrics(host: Carrier, defects: Defects, recordings: RecordingTraffic): Metrics {
  const registry = new Registry();
  // Its timer wakes the process as often: every 10 ms would be most of what a server at rest does.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  const durations = new Histogram({
    name: 'parley_http_request_seconds',
    help: 'Time to answer a request, by operation',
    labelNames: ['operation', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  new Gauge({
    name: 'parley_calls_live',
    help: 'Calls going on at this node',
    registers: [registry],
    collect() {
      this.set(host.liveCalls);
    },
  });
  new Gauge({
    name: 'parley_media_processes_ready',
    help: 'Media processes that take calls',
    registers: [registry],
    collect() {
      this.set(host.status().media_processes.filter((one) => one.state === 'ready').length);
    },
  });
  measureRecordings(registry, recordings);
  measureLoad(registry, host);
  new Counter({
    name: 'parley_defects_total',
    help: 'Unexpected errors, by the place where they were met; the log has a line for each',
    labelNames: ['place'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [place, count] of defects.entries()) this.inc({ place }, count);
    },
  });
  return {
    observe: (_request, response, next) => {
      const began = process.hrtime.bigint();
      response.on('finish', () => {
        const operation = response.locals.routeId as string | undefined;
        if (operation !== undefined)
          durations.observe({ operation, status: response.statusCode }, Number(process.hrtime.bigint() - began) / 1e9);
      });
      next();
    },
    serve: (_request, response, next) => {
      registry.metrics().then((text) => response.type(registry.contentType).send(text), next);
    },
  };
}
