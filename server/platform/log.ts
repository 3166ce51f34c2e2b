import { pino, type Logger } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Structured lines on stderr; stdout is for what a person starting the server reads. */
export const createLog = (level: string): Log =>
  pino(
    { level, redact: ['*.authorization', '*.apiKey', '*.api_key', '*.password', '*.token'], serializers: { err: pino.stdSerializers.err } },
    pino.destination(2),
  );
