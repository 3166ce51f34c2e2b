import type { EndpointingStrategy } from './endpointing-strategy.ts';

/** Always the same silence. */
export const fixedEndpointing: EndpointingStrategy = ({ settings }) => ({ silenceMs: settings.silence_ms, reason: 'fixed_silence' });
