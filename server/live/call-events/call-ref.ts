/** A call and whose it is. */
export interface CallRef {
  organizationId: string;
  callId: string;
}
