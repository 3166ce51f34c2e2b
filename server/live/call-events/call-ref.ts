/** A call and whose it is. */
export interface CallRef {
  organizationId: string;
  callId: string;
}

/** Of a call's row. */
export const refOf = ({ organizationId, id }: { organizationId: string; id: string }): CallRef => ({ organizationId, callId: id });
