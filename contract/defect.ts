/** Errors that nobody foresaw, as a call's log and the API tell of them. What they say stays in the server's log, under the same id. */
import { z } from 'zod';
import { id, milliseconds } from './common.ts';

/** Where an error may be met; `host` is the process that carries calls and typed conversations, outside of any engine. */
export const DEFECT_PLACES = ['core', 'llm.stream', 'stt', 'tts', 'vad', 'function', 'transport', 'recorder', 'host', 'analysis'] as const;
export const DefectPlace = z
  .enum(DEFECT_PLACES)
  .meta({ id: 'DefectPlace', description: 'The part of the server in which an unexpected error was met.' });
export type DefectPlace = z.infer<typeof DefectPlace>;

export const defectId = id('defect').meta({ description: "The id of an unexpected error; the server's log has its trace under it." });

export const CallDefect = z
  .strictObject({
    id: id('defect').meta({ description: "The server's log has the trace under this id." }),
    place: DefectPlace,
    at_ms: milliseconds.meta({ description: 'Since the call began.' }),
  })
  .meta({ id: 'CallDefect', description: "An unexpected error on the server's side during the call." });
export type CallDefect = z.infer<typeof CallDefect>;
