/** What the layer keeps beside our own resources. */
export type { Channel, CompatRecord, RecordData } from './record-store.ts';
