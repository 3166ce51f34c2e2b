export * from './common.ts';
export * from './agent.ts';
export * from './media.ts';
export * from './call-event.ts';
export * from './call.ts';
export * from './error.ts';
export * from './account.ts';
