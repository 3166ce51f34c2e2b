/** Errors that nobody foresaw: each is told once, under an id that what failed because of it names as well. */
import { AppError, type CallStateName, type DefectPlace } from '@parley/contract';

/** Where and when an error was met. */
export interface DefectContext {
  id: string;
  place: DefectPlace;
  /** The call's state; null where there is no call. */
  state: CallStateName | null;
  /** Call time. */
  atMs: number;
}

export interface DefectSink {
  newDefectId: () => string;
  /** Told once for each error. Must not throw. */
  onDefect: (error: unknown, context: Pick<DefectContext, 'id' | 'place'>) => void;
}

/** Answers with the error's id; undefined for what was foreseen: an `AppError` that stands for no defect. */
export type ReportDefect = (error: unknown, place: DefectPlace) => string | undefined;

/** What fails with every frame would fill the log. */
const MAX_TOLD_AT_ONE_PLACE = 5;

export function createDefectReporter({ newDefectId, onDefect }: DefectSink): ReportDefect {
  const ids = new WeakMap<object, string>();
  const told = new Map<DefectPlace, number>();
  return (error, place) => {
    const defect = error instanceof AppError ? error.defect : (error ?? new Error('Nothing was thrown.'));
    if (defect === undefined) return undefined;
    const known = typeof defect === 'object' && defect !== null ? ids.get(defect) : undefined;
    if (known !== undefined) return known;
    const before = told.get(place) ?? 0;
    if (before >= MAX_TOLD_AT_ONE_PLACE) return undefined;
    told.set(place, before + 1);
    const id = newDefectId();
    if (typeof defect === 'object' && defect !== null) ids.set(defect, id);
    onDefect(defect, { id, place });
    return id;
  };
}

/** As part of an event that tells of a failure. */
export const withDefect = (id: string | undefined): { defect_id?: string } => (id === undefined ? {} : { defect_id: id });
