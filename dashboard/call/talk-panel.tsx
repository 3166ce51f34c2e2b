import { Link } from '@tanstack/react-router';
import { Mic, Pause, PhoneOff, Play, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { toast } from 'sonner';
import { messageOf } from '../api/problem.ts';
import { duration } from '../format/format.ts';
import { reasonInWords } from '../format/reasons.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/states.tsx';
import { isRunning } from './call-state.ts';
import { LevelMeter } from './level-meter.tsx';
import { callSession } from './session.ts';
import { Transcript } from './transcript.tsx';
import { useCall } from './use-call.ts';
import { useCallSeconds } from './use-call-seconds.ts';

interface TalkPanelProps {
  /** Leaves the panel, where it lies over the page. */
  onClose?: () => void;
  agentId: string;
  /** Saves the draft, so that the call runs on what is on the screen; rejects where it cannot be saved. */
  beforeCall: () => Promise<void>;
}

const PHASES = { preparing: 'Asking for the microphone …', connecting: 'Connecting …', live: '', idle: '', ended: '', failed: '' } as const;

function TalkButton({ agentId, beforeCall, again }: Omit<TalkPanelProps, 'onClose'> & { again: boolean }) {
  const press = (): void => {
    callSession.prepare();
    beforeCall().then(
      () => void callSession.talk(agentId, 'draft'),
      (error: unknown) => toast.error('The call was not begun', { description: messageOf(error) }),
    );
  };
  return (
    <div className="flex flex-col items-center gap-3">
      <button
        type="button"
        onClick={press}
        aria-label="Talk to draft"
        className={`grid place-items-center rounded-full bg-accent text-on-accent shadow-float transition-colors hover:bg-accent-strong focus-visible:outline-offset-4 ${again ? 'size-14' : 'size-24'}`}
      >
        <Mic aria-hidden className={again ? 'size-6' : 'size-9'} />
      </button>
      <span aria-hidden className="font-medium">
        {again ? 'Talk again' : 'Talk to draft'}
      </span>
    </div>
  );
}

function HoldButton() {
  const live = useCall((state) => state.phase === 'live');
  const held = useCall((state) => state.held);
  const Icon = held ? Play : Pause;
  return (
    <Button aria-pressed={held} disabled={!live} onClick={() => callSession.hold(!held)}>
      <Icon aria-hidden className="size-3.5" /> Hold
    </Button>
  );
}

function LiveBar() {
  const phase = useCall((state) => state.phase);
  const elapsed = useCallSeconds();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3">
      <span className="flex items-center gap-2 font-medium">
        <span
          aria-hidden
          className={`size-2 rounded-full ${phase === 'live' ? 'animate-[pulse-ring_1.4s_ease-out_infinite] bg-green' : 'bg-faint'}`}
        />
        {phase === 'live' ? <span role="timer">{duration(elapsed)}</span> : <span role="status">{PHASES[phase]}</span>}
      </span>
      <div className="flex flex-1 items-center justify-center gap-4">
        <LevelMeter side="caller" />
        <LevelMeter side="agent" />
      </div>
      <HoldButton />
      <Button look="danger" onClick={() => callSession.hangUp()}>
        <PhoneOff aria-hidden className="size-3.5" /> Hang up
      </Button>
    </div>
  );
}

function TypeInstead() {
  const live = useCall((state) => state.phase === 'live');
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!live) return;
    callSession.say(text);
    setText('');
  };
  return (
    <form onSubmit={submit} className="border-t border-line p-3">
      <input
        aria-label="Type instead"
        className="field"
        placeholder={live ? 'Type instead …' : 'Wait for the connection …'}
        value={text}
        onChange={(event) => setText(event.target.value)}
        maxLength={4_000}
        autoComplete="off"
      />
    </form>
  );
}

function Outcome() {
  const failure = useCall((state) => state.failure);
  const reason = useCall((state) => state.reason);
  const callId = useCall((state) => state.callId);
  return (
    <div role="status" className="flex flex-col items-center gap-1 text-center">
      {failure === null ? (
        <p className="text-soft">{reasonInWords(reason)}.</p>
      ) : (
        <div className="w-full text-left" role="alert">
          <Notice tone="red">
            {failure.message}
            {failure.requestId !== null && <span className="block font-mono text-xs">Request {failure.requestId}</span>}
          </Notice>
        </div>
      )}
      {callId !== null && (
        <Link
          to="/calls/$callId"
          params={{ callId }}
          className="touch inline-flex items-center font-medium text-accent-text hover:underline"
        >
          Open this call
        </Link>
      )}
    </div>
  );
}

function Before(props: TalkPanelProps) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-6 px-6 text-center">
      <TalkButton {...props} again={false} />
      <p className="max-w-[34ch] text-muted">
        Speak with the draft as it stands. The transcript, both levels and the answer time of every turn appear here.
      </p>
    </div>
  );
}

/** Press, speak, see. The call is the tab's: it goes on while this panel shows another agent. */
export function TalkPanel({ agentId, beforeCall, onClose }: TalkPanelProps) {
  const phase = useCall((state) => state.phase);
  const notice = useCall((state) => state.notice);
  const running = isRunning(phase);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex h-11 shrink-0 items-center border-b border-line px-4 max-md:h-12">
        <h2 className="flex-1 font-semibold">Talk to draft</h2>
        {onClose !== undefined && (
          <Button look="quiet" size="icon" aria-label="Close" onClick={onClose}>
            <X aria-hidden className="size-4" />
          </Button>
        )}
      </header>
      {running && <LiveBar />}
      {running && notice !== null && (
        <div className="px-4 pt-3" role="status">
          <Notice tone="amber">{notice}</Notice>
        </div>
      )}
      {phase === 'idle' ? <Before agentId={agentId} beforeCall={beforeCall} /> : <Transcript />}
      {!running && phase !== 'idle' && (
        <div className="flex flex-col gap-4 border-t border-line p-4">
          <Outcome />
          <TalkButton agentId={agentId} beforeCall={beforeCall} again />
        </div>
      )}
      {running && <TypeInstead />}
    </div>
  );
}
