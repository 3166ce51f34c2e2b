/** Puts an ended call down for analysis. */
import type { Projector } from '../call-events/event-log.ts';
import type { CallRow } from '../call-events/projected-rows.ts';
import { insertPending } from './pending-store.ts';

/** Somebody spoke, and there is a model that can tell what about. */
const isToBeAnalysed = ({ agentSnapshot, transcript }: Pick<CallRow, 'agentSnapshot' | 'transcript'>): boolean =>
  agentSnapshot.config.llm.provider !== 'embedded' && transcript.some((turn) => turn.role === 'user');

/** Within the transaction of the call's end. */
export const noteEndedCall: Projector = async (tx, { organizationId, callId, rows, ends }) => {
  if (ends && isToBeAnalysed((await rows()).call)) await insertPending(tx, { organizationId, callId }, new Date());
};
