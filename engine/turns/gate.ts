/**
 * Between what is generated and the world stands one gate. While it is closed the model goes on and the voice renders, nothing is
 * audible and no function is requested. It opens when no reason is left. Pure.
 */
export type GateReason =
  /** The caller speaks over the agent, and it is not clear yet whether that is an interruption. */
  | 'overlap'
  /** The call is not answered yet. */
  | 'early'
  /** The caller put the call on hold. */
  | 'held'
  /** The caller presses keys, and it may not have been the last. */
  | 'collecting';

export interface Gate {
  readonly closedBy: readonly GateReason[];
}

export const OPEN: Gate = { closedBy: [] };

export const isOpen = ({ closedBy }: Gate): boolean => closedBy.length === 0;

/** True while nobody is at the other end: the caller is not heard either, and nothing that waits for the caller goes on. */
export const isAway = ({ closedBy }: Gate): boolean => closedBy.includes('early') || closedBy.includes('held');

export const closed = (gate: Gate, by: GateReason): Gate => ({ closedBy: [...gate.closedBy.filter((one) => one !== by), by] });

export const opened = (gate: Gate, by: GateReason): Gate => ({ closedBy: gate.closedBy.filter((one) => one !== by) });
