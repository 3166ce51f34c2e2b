export * from './fake-transport.ts';
export * from './fakes.ts';
export * from './rehearsal.ts';
export * from './virtual-clock.ts';
