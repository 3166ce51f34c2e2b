import type { CreatedCall, ServerMessage } from '@parley/contract';
import { exampleOf } from '@parley/contract/examples/index.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestFailed } from '../api/problem.ts';
import type { CallAudio, Microphone } from './audio.ts';
import type { Connect, MediaConnection, MediaStart } from './media.ts';
import { CallSession } from './session.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);
const LEVELS = { caller: 40, agent: 10 };

class FakeAudio {
  readonly context = { resume: () => Promise.resolve() };
  closed = 0;
  silenced = false;
  readonly #refusal: string | null;
  constructor(refusal: string | null) {
    this.#refusal = refusal;
  }
  openMicrophone = async (): Promise<Microphone> => ({ stream: {} as MediaStream, refusal: this.#refusal });
  levels = () => LEVELS;
  silenceAgent = (): void => void (this.silenced = true);
  unsilenceAgent = (): void => void (this.silenced = false);
  close = (): void => void this.closed++;
}

/** A way to the server that opens and breaks when the test says so. */
class FakeWay {
  starts: MediaStart[] = [];
  sent: unknown[] = [];
  closed = 0;
  isOpen = false;
  /** Does not give up when it is told to. */
  deaf = false;
  #made: PromiseWithResolvers<MediaConnection> = Promise.withResolvers();

  readonly connect: Connect = (start) => {
    this.starts.push(start);
    this.#made = Promise.withResolvers();
    start.signal.addEventListener('abort', () => !this.deaf && this.#made.reject(new Error('aborted')), { once: true });
    return this.#made.promise;
  };
  async open(): Promise<void> {
    this.made();
    this.starts.at(-1)?.events.onOpen();
    await settle();
  }
  made(): void {
    this.isOpen = true;
    const isOpen = (): boolean => this.isOpen;
    this.#made.resolve({
      send: (message) => void this.sent.push(message),
      get isOpen() {
        return isOpen();
      },
      close: () => {
        this.isOpen = false;
        this.closed++;
      },
    });
  }
  async fail(error: Error): Promise<void> {
    this.#made.reject(error);
    await settle();
  }
  receive(message: ServerMessage): void {
    this.starts.at(-1)?.events.onMessage(message);
  }
  lose(): void {
    this.isOpen = false;
    this.starts.at(-1)?.events.onClosed();
  }
}

interface Circumstances {
  refusal?: string | null;
  withoutWebRtc?: boolean;
}

function browser({ refusal = null, withoutWebRtc = false }: Circumstances = {}) {
  const webRtc = new FakeWay();
  const webSocket = new FakeWay();
  const audios: FakeAudio[] = [];
  const registered: { transport: string; answer: PromiseWithResolvers<CreatedCall> }[] = [];
  const ended: string[] = [];
  const session = new CallSession({
    openAudio: () => {
      const audio = new FakeAudio(refusal);
      audios.push(audio);
      return audio as unknown as CallAudio;
    },
    register: (_wanted, transport) => {
      const answer = Promise.withResolvers<CreatedCall>();
      registered.push({ transport, answer });
      return answer.promise;
    },
    end: async (id) => void ended.push(id),
    connectWebRtc: withoutWebRtc ? null : webRtc.connect,
    connectWebSocket: webSocket.connect,
  });
  /** The server registers the call that is asked for. */
  const answer = async (): Promise<void> => {
    const id = `call_${registered.length}`;
    registered.at(-1)?.answer.resolve({ ...(exampleOf('CreatedCall') as CreatedCall), id });
    await settle();
  };
  const live = async (): Promise<void> => {
    void session.talk('agent_1', 'draft');
    await settle();
    await answer();
    await webRtc.open();
  };
  return { session, state: () => session.state.read(), webRtc, webSocket, audios, registered, ended, answer, live };
}

describe('a call', () => {
  it('is live over WebRTC, and shows the levels of both', async () => {
    const { state, live, session, registered } = browser();
    await live();
    expect(state()).toMatchObject({ phase: 'live', transport: 'webrtc', callId: 'call_1', notice: null });
    await vi.advanceTimersByTimeAsync(50);
    expect(session.levels.read()).toEqual(LEVELS);
    expect(registered.map(({ transport }) => transport)).toEqual(['webrtc']);
  });

  it('holds and goes on', async () => {
    const { session, state, webRtc, live } = browser();
    await live();
    session.hold(true);
    session.hold(false);
    expect(webRtc.sent).toEqual([{ type: 'hold' }, { type: 'resume' }]);
    expect(state().held).toBe(false);
    webRtc.receive({ type: 'held', value: true });
    expect(state().held).toBe(true);
    webRtc.receive({ type: 'ended', reason: 'max_duration_reached' });
    expect(state()).toMatchObject({ phase: 'ended', held: false });
  });

  it('is typed when the microphone is refused, and says so', async () => {
    const { session, state, webRtc, answer } = browser({ refusal: 'The browser refused the microphone, so this call is typed.' });
    void session.talk('agent_1', 'draft');
    await settle();
    await answer();
    await webRtc.open();
    expect(state()).toMatchObject({ phase: 'live', notice: 'The browser refused the microphone, so this call is typed.' });
    session.say('  hello ');
    session.say('  ');
    expect(webRtc.sent).toEqual([{ type: 'text', text: 'hello' }]);
  });

  it('is one at a time', async () => {
    const { session, live, registered } = browser();
    await live();
    await session.talk('agent_2', 'draft');
    expect(registered).toHaveLength(1);
  });

  it('fails with the words of the server when it is not registered', async () => {
    const { session, state, registered, audios } = browser();
    void session.talk('agent_1', 'draft');
    await settle();
    registered[0]?.answer.reject(
      new RequestFailed({ message: 'Too many calls.', status: 429, code: 'quota_exceeded', requestId: 'req_7' }),
    );
    await settle();
    expect(state()).toMatchObject({ phase: 'failed', failure: { message: 'Too many calls.', requestId: 'req_7' } });
    expect(audios[0]?.closed).toBe(1);
  });
});

describe('where WebRTC does not get through', () => {
  async function connecting(circumstances: Circumstances = {}) {
    const opened = browser(circumstances);
    void opened.session.talk('agent_1', 'draft');
    await settle();
    await opened.answer();
    return opened;
  }
  async function overWebSocket({ answer, webSocket }: Awaited<ReturnType<typeof connecting>>): Promise<void> {
    await answer();
    await webSocket.open();
  }

  it.each<[string, (way: FakeWay) => Promise<unknown>]>([
    ['fails', (way) => way.fail(new Error('no candidates'))],
    ['is lost before it is open', async (way) => (way.lose(), settle())],
    ['takes too long', () => vi.advanceTimersByTimeAsync(6_000)],
  ])('and %s, the call goes over a WebSocket, with a call of its own', async (_title, happens) => {
    const opened = await connecting();
    await happens(opened.webRtc);
    expect(opened.registered.map(({ transport }) => transport)).toEqual(['webrtc', 'websocket']);
    expect(opened.ended).toEqual(['call_1']);
    expect(opened.webRtc.starts[0]?.signal.aborted).toBe(true);
    await overWebSocket(opened);
    expect(opened.state()).toMatchObject({ phase: 'live', transport: 'websocket', callId: 'call_2' });
    expect(opened.state().notice).toMatch(/over a WebSocket/);
  });

  it('because the browser has none, the WebSocket is taken at once', async () => {
    const opened = await connecting({ withoutWebRtc: true });
    await overWebSocket(opened);
    expect(opened.state()).toMatchObject({ phase: 'live', transport: 'websocket' });
  });

  it('but the server refuses the offer, the call fails with its words', async () => {
    const { webRtc, state, registered } = await connecting();
    await webRtc.fail(new RequestFailed({ message: 'This call is over.', status: 409, code: 'conflict', requestId: 'req_2' }));
    expect(state()).toMatchObject({ phase: 'failed', failure: { message: 'This call is over.' } });
    expect(registered).toHaveLength(1);
  });

  it('nor a WebSocket, the call fails in words', async () => {
    const { webRtc, webSocket, answer, state, audios } = await connecting();
    await webRtc.fail(new Error('no candidates'));
    await answer();
    await webSocket.fail(new Error('The call could not be connected.'));
    expect(state()).toMatchObject({ phase: 'failed', failure: { message: 'The call could not be connected.' } });
    expect(audios[0]?.closed).toBe(1);
  });
});

describe('the end', () => {
  it('by the agent closes everything, and keeps its reason when the connection goes too', async () => {
    const { live, webRtc, state, audios, session } = browser();
    await live();
    webRtc.receive({ type: 'ended', reason: 'agent_hangup' });
    expect([audios[0]?.closed, webRtc.closed]).toEqual([1, 1]);
    webRtc.lose();
    expect(state()).toMatchObject({ phase: 'ended', reason: 'agent_hangup' });
    await vi.advanceTimersByTimeAsync(200);
    expect(session.levels.read()).toEqual({ caller: 0, agent: 0 });
  });

  it('by the caller is told to the server, silent at once, and closed after the goodbye', async () => {
    const { live, webRtc, state, audios, session } = browser();
    await live();
    session.hangUp();
    expect(webRtc.sent).toEqual([{ type: 'hangup' }]);
    expect(state()).toMatchObject({ phase: 'ended', reason: 'user_hangup' });
    await vi.advanceTimersByTimeAsync(1_499);
    expect([audios[0]?.silenced, webRtc.closed]).toEqual([true, 0]);
    await vi.advanceTimersByTimeAsync(1);
    expect([audios[0]?.closed, webRtc.closed]).toEqual([1, 1]);
  });

  it('is a lost connection, where nobody hung up', async () => {
    const { live, webRtc, state } = browser();
    await live();
    webRtc.lose();
    expect(state()).toMatchObject({ phase: 'ended', reason: 'transport_closed' });
  });

  it('is not undone by messages that come late', async () => {
    const { live, webRtc, state, session } = browser();
    await live();
    session.hangUp();
    const before = state();
    webRtc.receive({ type: 'transcript', role: 'agent', turn: 1, text: 'Goodbye', final: true });
    webRtc.receive({ type: 'agent_speaking', value: true });
    webRtc.receive({ type: 'ended', reason: 'agent_hangup' });
    webRtc.lose();
    expect(state()).toBe(before);
  });

  it('lets another call begin, which late news of the first does not touch', async () => {
    const { live, webRtc, state, session, audios, answer } = browser();
    await live();
    const first = webRtc.starts[0];
    session.hangUp();
    await vi.advanceTimersByTimeAsync(10);
    void session.talk('agent_1', 2);
    await settle();
    await answer();
    first?.events.onClosed();
    await vi.advanceTimersByTimeAsync(1_490);
    expect(state()).toMatchObject({ phase: 'connecting', callId: 'call_2' });
    expect(audios.map(({ closed }) => closed)).toEqual([1, 0]);
    expect(session.levels.read()).toEqual(LEVELS);
  });

  it('lets another call begin, which a late failure of the first does not end', async () => {
    const { session, state, registered } = browser();
    void session.talk('agent_1', 'draft');
    await settle();
    session.hangUp();
    void session.talk('agent_1', 'draft');
    await settle();
    registered[0]?.answer.reject(new Error('The server does not answer.'));
    await settle();
    expect(state()).toMatchObject({ phase: 'preparing', failure: null });
  });
});

describe('a hang-up while connecting', () => {
  it('before the call is registered ends it as soon as it is', async () => {
    const { session, state, ended, answer, webRtc, audios } = browser();
    void session.talk('agent_1', 'draft');
    await settle();
    session.hangUp();
    await answer();
    expect(ended).toEqual(['call_1']);
    expect(webRtc.starts).toHaveLength(0);
    expect(state()).toMatchObject({ phase: 'ended', reason: 'user_hangup', callId: null });
    expect(audios[0]?.closed).toBeGreaterThan(0);
  });

  it('over WebRTC ends the call on the server, and tries no other way', async () => {
    const { session, state, ended, answer, webRtc, registered } = browser();
    void session.talk('agent_1', 'draft');
    await settle();
    await answer();
    session.hangUp();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ended).toEqual(['call_1']);
    expect(webRtc.starts[0]?.signal.aborted).toBe(true);
    expect(registered).toHaveLength(1);
    expect(state().phase).toBe('ended');
  });

  it('while the call of the WebSocket is registered ends that one too, and opens no WebSocket', async () => {
    const { session, state, ended, answer, webRtc, webSocket } = browser();
    void session.talk('agent_1', 'draft');
    await settle();
    await answer();
    await webRtc.fail(new Error('no candidates'));
    session.hangUp();
    await settle();
    await answer();
    expect(ended).toContain('call_2');
    expect(webSocket.starts).toHaveLength(0);
    expect(state()).toMatchObject({ phase: 'ended', reason: 'user_hangup' });
  });

  it('closes a connection that is made all the same', async () => {
    const { session, state, answer, webRtc } = browser();
    webRtc.deaf = true;
    void session.talk('agent_1', 'draft');
    await settle();
    await answer();
    webRtc.starts[0]?.events.onOpen();
    await settle();
    session.hangUp();
    await settle();
    webRtc.made();
    await settle();
    expect(webRtc.closed).toBe(1);
    expect(state().phase).toBe('ended');
  });
});
