/** What the right half of the call page shows; in the URL. */
export const CALL_TABS = ['turn', 'figures', 'data', 'events'] as const;
export type CallTab = (typeof CALL_TABS)[number];
