import { expect, test } from 'vitest';
import { dashboardFiles } from './dashboard.ts';
import { forSessions, readModel } from './model.ts';
import { TEST_DOCUMENT } from './testing-document.ts';

const CONTRACT = new Set(['Agent', 'AgentConfig', 'AgentConfigInput', 'Message', 'Page', 'Settings']);

const written = async (types: ReadonlySet<string> = CONTRACT): Promise<string> =>
  (await dashboardFiles(readModel(TEST_DOCUMENT, forSessions), types)).get('dashboard/api/generated/operations.ts') ?? '';

test('what a session opens, and what everybody does, is a function; what keys or client tokens alone open is not', async () => {
  const text = await written();
  expect(text).toContain('export const getMe = (options: RequestOptions = {}): Promise<string> =>');
  expect(text).toContain('export const getSystem = (');
  expect(text).toContain('export const setUp = (body: AgentConfigInput, options: RequestOptions = {}): Promise<Agent> =>');
  expect(text).not.toContain('createAgent');
  expect(text).not.toContain('offerCall');
});

test('types are the contract’s, those of requests by their input; what it does not name is written out', async () => {
  expect(await written()).toContain(`import type { Agent, AgentConfigInput, Message, Page } from '@parley/contract';`);
  const text = await written(new Set(['Agent', 'Message', 'Page']));
  expect(text).toContain(`import type { Agent, Message, Page } from '@parley/contract';`);
  expect(text).toMatch(/export const setUp = \(\n {2}body: \{\n {4}\/\*\* What people call it\. \*\/\n {4}name: string;/);
});

test('pages, conditions and queries', async () => {
  const text = await written();
  expect(text).toContain(
    'export const listAgents = (query: ListAgentsQuery = {}, options: RequestOptions = {}): Promise<Page<Agent>> =>\n' +
      "  json({ method: 'GET', path: '/agents', query }, options);",
  );
  expect(text).toContain(
    'export const updateAgent = (id: string, body: Record<string, unknown>, options: ConditionalOptions = {}): Promise<Agent> =>\n' +
      "  json({ method: 'PATCH', path: pathOf`/agents/${id}`, body }, options);",
  );
  expect(text).toContain('export const deleteAgent = (id: string, options: RequestOptions = {}): Promise<void> =>\n  empty(');
});

test('what the browser reads by itself is a URL', async () => {
  const text = await written();
  expect(text).toContain('export const getCallRecordingUrl = (id: string): string => urlOf(pathOf`/calls/${id}/recording`);');
  expect(text).not.toContain('export const getCallRecording =');
  expect(text).toContain('export const listCallEventsUrl = (id: string): string => urlOf(pathOf`/calls/${id}/events`);');
  expect(text).toContain('export const listCallEvents =');
  // A stream that a POST asks for is for clients that read it themselves.
  expect(text).not.toContain('createMessageUrl');
});
