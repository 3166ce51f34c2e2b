/**
 * Runs each method of retell-sdk for the resources that this server has, unmodified, and prints what came of it.
 * `npm run retell-check [URL KEY]`: against that server, or one that is started for it.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import Retell, { APIError } from 'retell-sdk';
import { eventually, startTestServer } from '../server/testing.ts';

interface Row {
  method: string;
  status: number | string;
  result: string;
  passed: boolean;
}

const rows: Row[] = [];

const brief = (value: unknown): string => {
  const text = value === undefined || value === null || value === '' ? 'nothing' : JSON.stringify(value);
  return text.length > 90 ? `${text.slice(0, 87)}…` : text;
};

interface Answering<T> extends Promise<T> {
  withResponse(): Promise<{ data: T; response: Response }>;
}

const statusOf = (error: unknown): number | string => (error instanceof APIError ? ((error as { status?: number }).status ?? '-') : '-');

/** The method must answer; `holds` says what the answer must be. */
async function passes<T>(method: string, answering: Answering<T>, holds: (data: T) => boolean = () => true): Promise<T> {
  try {
    const { data, response } = await answering.withResponse();
    const passed = holds(data);
    rows.push({ method, status: response.status, result: passed ? brief(data) : `not as expected: ${brief(data)}`, passed });
    return data;
  } catch (error) {
    rows.push({ method, status: statusOf(error), result: String(error), passed: false });
    throw error;
  }
}

/** The method must be refused with this status, as an error of the SDK whose message says why. */
async function refuses(method: string, status: number, asking: Promise<unknown>): Promise<void> {
  const error: unknown = await asking.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const body = error instanceof APIError ? (error.error as object | undefined) : undefined;
  const passed = statusOf(error) === status && isDeepStrictEqual(Object.keys(body ?? {}), ['status', 'message']);
  rows.push({ method, status: statusOf(error), result: error === undefined ? 'was not refused' : brief((error as Error).message), passed });
}

async function checkVoices(client: Retell): Promise<string> {
  const voices = await passes('voice.list', client.voice.list(), (list) => list.length > 0);
  const voice = voices[0]?.voice_id ?? '';
  await passes('voice.retrieve', client.voice.retrieve(voice), (one) => one.voice_id === voice);
  await passes('identity.retrieve', client.identity.retrieve(), (one) => one.org_name !== '');
  await passes('concurrency.retrieve', client.concurrency.retrieve(), (one) => one.current_concurrency === 0);
  await refuses('voice.addResource', 501, client.voice.addResource({ provider_voice_id: 'v', voice_name: 'v' }));
  await refuses('voice.search', 501, client.voice.search({ search_query: 'v' }));
  await refuses(
    'voice.clone',
    501,
    client.voice.clone({ files: [new File(['x'], 'x.wav')], voice_name: 'v', voice_provider: 'elevenlabs' }),
  );
  return voice;
}

async function checkLlms(client: Retell): Promise<string> {
  const llm = await passes(
    'llm.create',
    client.llm.create({ general_prompt: 'Answer {{name}} briefly.', begin_message: 'Hello', default_dynamic_variables: { name: 'Ada' } }),
    (one) => one.version === 0,
  );
  await passes('llm.retrieve', client.llm.retrieve(llm.llm_id), (one) => one.general_prompt === 'Answer {{name}} briefly.');
  await passes(
    'llm.update',
    client.llm.update(llm.llm_id, { begin_message: 'Good morning', states: [{ name: 'start' }] }),
    (one) => one.begin_message === 'Good morning',
  );
  await passes('llm.list', client.llm.list({ limit: 1_000 }), (page) => page.items?.some((one) => one.llm_id === llm.llm_id) === true);
  return llm.llm_id;
}

async function checkAgents(client: Retell, llm_id: string, voice_id: string): Promise<string> {
  const response_engine = { type: 'retell-llm', llm_id } as const;
  const agent = await passes(
    'agent.create',
    client.agent.create({ response_engine, voice_id, agent_name: 'Check', ambient_sound: 'call-center' }),
    (one) => one.version === 0,
  );
  const id = agent.agent_id;
  await passes('agent.retrieve', client.agent.retrieve(id), (one) => one.ambient_sound === 'call-center');
  await passes('agent.update', client.agent.update(id, { interruption_sensitivity: 0.5 }), (one) => one.interruption_sensitivity === 0.5);
  await passes(
    'agent.list',
    client.agent.list({ limit: 1_000, filter_criteria: { channel: { type: 'string', op: 'eq', value: 'voice' } } }),
    (page) => page.items.some((one) => one.agent_id === id),
  );
  await passes('agent.publish', client.agent.publish(id, { version: 0, version_title: 'First' }));
  await passes('agent.createVersion', client.agent.createVersion(id, { base_version: 0 }), (one) => one.version === 1);
  await passes('agent.listVersions', client.agent.listVersions(id), (page) => page.items.length === 2);
  await passes('agent.getVersions', client.agent.getVersions(id), (list) => list.length === 2);
  await passes('agent.deleteVersion', client.agent.deleteVersion(id, { version: 1 }));
  await refuses('agent.repair', 501, client.agent.repair(id));
  const spare = await client.agent.create({ response_engine, voice_id });
  await passes('agent.delete', client.agent.delete(spare.agent_id));
  return id;
}

async function checkChatAgents(client: Retell, llm_id: string): Promise<string> {
  const response_engine = { type: 'retell-llm', llm_id } as const;
  const { agent_id } = await passes(
    'chatAgent.create',
    client.chatAgent.create({ response_engine, agent_name: 'Typed' }),
    (one) => one.version === 0,
  );
  await passes('chatAgent.retrieve', client.chatAgent.retrieve(agent_id), (one) => one.agent_name === 'Typed');
  await passes(
    'chatAgent.update',
    client.chatAgent.update(agent_id, { auto_close_message: 'Bye' }),
    (one) => one.auto_close_message === 'Bye',
  );
  await passes('chatAgent.list', client.chatAgent.list({ limit: 1_000 }), (page) =>
    page.items.some((one) => one.agent_id === agent_id && one.channel === 'chat'),
  );
  await passes('chatAgent.publish', client.chatAgent.publish(agent_id, { version: 0 }));
  await passes('chatAgent.createVersion', client.chatAgent.createVersion(agent_id, { base_version: 0 }), (one) => one.version === 1);
  await passes('chatAgent.getVersions', client.chatAgent.getVersions(agent_id), (list) => list.length === 2);
  await passes('chatAgent.deleteVersion', client.chatAgent.deleteVersion(agent_id, { version: 1 }));
  const spare = await client.chatAgent.create({ response_engine });
  await passes('chatAgent.delete', client.chatAgent.delete(spare.agent_id));
  return agent_id;
}

async function checkCalls(client: Retell, agent_id: string): Promise<void> {
  const call = await passes(
    'call.createWebCall',
    client.call.createWebCall({ agent_id, metadata: { customer: 7 }, retell_llm_dynamic_variables: { name: 'Grace' } }),
    (one) => one.transport === 'gateway',
  );
  await passes('call.retrieve', client.call.retrieve(call.call_id), (one) => one.call_status === 'registered');
  await passes('call.update', client.call.update(call.call_id, { metadata: { customer: 8, notes: ['a'] } }), (one) =>
    isDeepStrictEqual(one.metadata, { customer: 8, notes: ['a'] }),
  );
  await passes(
    'call.list',
    client.call.list({ include_total: true, filter_criteria: { agent: [{ agent_id }] } }),
    (page) => page.total === 1,
  );
  await refuses('call.updateLive (not live)', 422, client.call.updateLive(call.call_id, { call_control: { additional_context: 'x' } }));
  await passes('call.stop', client.call.stop(call.call_id));
  await passes('call.delete', client.call.delete(call.call_id));
  await refuses(
    'call.createPhoneCall',
    422,
    client.call.createPhoneCall({ from_number: '+15551230000', to_number: '+15551230001', override_agent_id: agent_id }),
  );
  await refuses('call.registerPhoneCall', 501, client.call.registerPhoneCall({ agent_id }));
  await refuses('call.listenLive', 501, client.call.listenLive(call.call_id));
  await refuses('call.takeOverLive', 501, client.call.takeOverLive(call.call_id, { participant_id: 'p' }));
  await refuses('call.rerunAnalysis', 501, client.call.rerunAnalysis(call.call_id));
}

const opened = (url: string): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'start', encoding: 'pcm_s16le', sample_rate: 16_000 })));
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string' && (JSON.parse(data) as { type: string }).type === 'ready') resolve(socket);
    });
    socket.addEventListener('error', () => reject(new Error('the call could not be joined')));
    socket.addEventListener('close', () => reject(new Error('the call was closed')));
  });

const ended = (socket: WebSocket): Promise<void> => new Promise((resolve) => socket.addEventListener('close', () => resolve()));

/** A call that somebody has joined with the token that the SDK was given. */
async function checkLiveCall(client: Retell, agent_id: string): Promise<void> {
  const { call_id, access_token } = await client.call.createWebCall({ agent_id });
  const socket = await opened(
    `${client.baseURL.replace(/^http/, 'ws').replace(/\/retell$/, '')}/api/v1/calls/${call_id}/media?token=${access_token}`,
  );
  // The call is told to the database a moment after its client.
  await eventually(
    () => client.call.retrieve(call_id),
    (one) => one.call_status === 'ongoing',
  );
  await passes('call.retrieve (live)', client.call.retrieve(call_id), (one) => one.call_status === 'ongoing');
  await passes('concurrency.retrieve (live)', client.concurrency.retrieve(), (one) => (one.current_concurrency ?? 0) > 0);
  const changed = { call_control: { additional_context: 'The caller is a customer.' }, fields_to_override: { metadata: { known: true } } };
  await passes('call.updateLive', client.call.updateLive(call_id, changed), (one) => one.success);
  const over = ended(socket);
  await passes('call.stop (live)', client.call.stop(call_id));
  await over;
  const isOver = (one: Retell.CallResponse): boolean =>
    one.disconnection_reason === 'manual_stopped' && isDeepStrictEqual(one.metadata, { known: true });
  await eventually(() => client.call.retrieve(call_id), isOver);
  await passes('call.retrieve (ended)', client.call.retrieve(call_id), isOver);
}

async function checkChats(client: Retell, agent_id: string): Promise<void> {
  const { chat_id } = await passes(
    'chat.create',
    client.chat.create({ agent_id, metadata: { from: 'check' } }),
    (one) => one.chat_status === 'ongoing',
  );
  await passes(
    'chat.createChatCompletion',
    client.chat.createChatCompletion({ chat_id, content: 'What are your opening hours?' }),
    (one) => one.messages.length > 0,
  );
  await passes(
    'chat.retrieve',
    client.chat.retrieve(chat_id),
    (one) => one.transcript?.includes('User: What are your opening hours?') === true,
  );
  await passes('chat.update', client.chat.update(chat_id, { metadata: { from: 'elsewhere' } }), (one) =>
    isDeepStrictEqual(one.metadata, { from: 'elsewhere' }),
  );
  await passes(
    'chat.list',
    client.chat.list({ include_total: true, filter_criteria: { agent: [{ agent_id }] } }),
    (page) => page.total === 1,
  );
  await passes('chat.end', client.chat.end(chat_id));
  await passes('chat.delete', client.chat.delete(chat_id));
  await refuses('chat.createSMSChat', 501, client.chat.createSMSChat({ from_number: '+15551230000', to_number: '+15551230001' }));
  await refuses('chat.rerunAnalysis', 501, client.chat.rerunAnalysis(chat_id));
}

async function checkNumbers(client: Retell, agent_id: string): Promise<void> {
  const inbound_agents = [{ agent_id, weight: 1 }];
  const digits = (): string => `+1555${String(Date.now() % 10_000_000).padStart(7, '0')}`;
  const bought = digits();
  await passes(
    'phoneNumber.create',
    client.phoneNumber.create({ phone_number: bought, inbound_agents }),
    (one) => one.phone_number === bought,
  );
  await passes('phoneNumber.retrieve', client.phoneNumber.retrieve(bought), (one) => one.inbound_agents?.[0]?.agent_id === agent_id);
  await passes('phoneNumber.update', client.phoneNumber.update(bought, { nickname: 'Front desk' }), (one) => one.nickname === 'Front desk');
  await passes('phoneNumber.list', client.phoneNumber.list(), (page) => page.items?.some((one) => one.phone_number === bought) === true);
  await passes('phoneNumber.delete', client.phoneNumber.delete(bought));
  const brought = digits();
  await passes(
    'phoneNumber.import',
    client.phoneNumber.import({ phone_number: brought, termination_uri: 'trunk.example.org' }),
    (one) => one.sip_outbound_trunk_config?.termination_uri === 'trunk.example.org',
  );
  await client.phoneNumber.delete(brought);
}

async function check(client: Retell): Promise<void> {
  const voice = await checkVoices(client);
  const llm = await checkLlms(client);
  const agent = await checkAgents(client, llm, voice);
  const chatAgent = await checkChatAgents(client, llm);
  await checkCalls(client, agent);
  await checkLiveCall(client, agent);
  await checkChats(client, chatAgent);
  await checkNumbers(client, agent);
  await client.agent.delete(agent);
  await client.chatAgent.delete(chatAgent);
  await passes('llm.delete', client.llm.delete(llm));
}

function print(): boolean {
  const width = Math.max(...rows.map(({ method }) => method.length));
  for (const { method, status, result, passed } of rows)
    console.log(`${passed ? 'pass' : 'FAIL'}  ${method.padEnd(width)}  ${String(status).padEnd(4)} ${result}`);
  const failed = rows.filter(({ passed }) => !passed);
  console.log(`\n${String(rows.length)} checks, ${String(failed.length)} failed`);
  return failed.length === 0;
}

const { positionals } = parseArgs({ allowPositionals: true });
const [url, key] = positionals;
if (url !== undefined && key === undefined) throw new Error('With a URL its API key is needed: npm run retell-check URL KEY');
const started = url === undefined ? await startTestServer({ mediaProcesses: 1 }) : undefined;
const apiKey = key ?? (await started?.tenant())?.key ?? '';
await check(new Retell({ apiKey, baseURL: `${url ?? started?.url ?? ''}/retell`, maxRetries: 0 })).catch((error: unknown) =>
  console.error(error),
);
await started?.close();
process.exitCode = print() ? 0 : 1;
