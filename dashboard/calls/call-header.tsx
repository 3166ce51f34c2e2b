import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Call } from '@parley/contract';
import { Download, Pause, PhoneOff, Play } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { queryClient } from '../api/queries.ts';
import { duration, milliseconds, money } from '../format/format.ts';
import { reasonInWords } from '../format/reasons.ts';
import { Button, buttonStyle } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { CopyId } from '../ui/copy-id.tsx';
import { MenuItem, MoreMenu } from '../ui/menu.tsx';
import { Time } from '../ui/time.tsx';
import { CallLength } from './call-length.tsx';
import { CallStatusPill } from './call-status.tsx';
import type { Player } from './player.ts';
import { usePlayer } from './use-player.ts';

function PlayControls({ player }: { player: Player }) {
  const playing = usePlayer(player, (state) => state.playing);
  const rate = usePlayer(player, (state) => state.rate);
  const seconds = usePlayer(player, (state) => Math.floor(state.timeMs / 1_000));
  const failed = usePlayer(player, (state) => state.failed);
  if (failed) return <span className="text-red">The recording could not be played.</span>;
  return (
    <div className="flex items-center gap-2">
      <Button look="primary" size="icon" onClick={() => player.toggle()} aria-label={playing ? 'Pause' : 'Play recording'}>
        {playing ? <Pause aria-hidden className="size-4 fill-current" /> : <Play aria-hidden className="size-4 fill-current" />}
      </Button>
      <span className="w-10 text-right">{duration(seconds * 1_000)}</span>
      <Button onClick={() => player.nextRate()} aria-label={`Speed ${rate} times`} className="w-14">
        {rate}×
      </Button>
    </div>
  );
}

function DeleteCall({ call, onClose }: { call: Call; onClose: () => void }) {
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => api.deleteCall(call.id),
    onSuccess: async () => {
      await navigate({ to: '/calls' });
      queryClient.removeQueries({ queryKey: ['calls', call.id] });
      await queryClient.invalidateQueries({ queryKey: ['calls', 'list'] });
      toast('The call is deleted');
    },
    onError: (error) => toast.error('The call was not deleted', { description: messageOf(error) }),
  });
  return (
    <ConfirmDialog
      title={`Delete this call with ${call.agent_name}`}
      description="Its recording, transcript, events and collected data go with it. This cannot be undone."
      button="Delete call"
      action={remove}
      onClose={onClose}
    />
  );
}

function Facts({ call }: { call: Call }) {
  const facts = [
    call.disconnection_reason === null ? null : reasonInWords(call.disconnection_reason),
    <CallLength key="length" call={call} />,
    money(call.cost.total),
    call.latency.e2e.p50 === null ? null : `p50 ${milliseconds(call.latency.e2e.p50)}`,
    call.transport === 'webrtc' ? 'WebRTC' : 'WebSocket',
    call.agent_version === null ? 'draft' : `version ${call.agent_version}`,
    <Time key="when" at={call.created_at} />,
  ].filter((fact) => fact !== null);
  return (
    <ul className="flex flex-wrap gap-x-2 text-soft">
      {facts.map((fact, index) => (
        <li key={index} className="flex gap-2">
          {index > 0 && (
            <span aria-hidden className="text-faint">
              ·
            </span>
          )}
          {fact}
        </li>
      ))}
    </ul>
  );
}

export function CallHeader({ call, player }: { call: Call; player: Player }) {
  const [deleting, setDeleting] = useState(false);
  const end = useMutation({
    mutationFn: () => api.endCall(call.id),
    onError: (error) => toast.error('The call was not ended', { description: messageOf(error) }),
  });
  const { available, url } = call.recording;
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-xl font-semibold">
            <Link to="/agents/$agentId" params={{ agentId: call.agent_id }} className="hover:underline">
              {call.agent_name}
            </Link>
          </h1>
          <CallStatusPill status={call.status} />
          <CopyId id={call.id} />
        </div>
        <Facts call={call} />
      </div>
      <div className="ml-auto flex flex-wrap items-center gap-2">
        {available && <PlayControls player={player} />}
        {call.status === 'ongoing' && (
          <Button look="danger" onClick={() => end.mutate()}>
            <PhoneOff aria-hidden className="size-3.5" /> End call
          </Button>
        )}
        {url !== null && (
          <a href={url} download={`${call.id}.wav`} className={buttonStyle()}>
            <Download aria-hidden className="size-3.5" /> Recording
          </a>
        )}
        <MoreMenu label="More actions">
          <MenuItem danger onSelect={() => setDeleting(true)}>
            Delete call …
          </MenuItem>
        </MoreMenu>
      </div>
      {deleting && <DeleteCall call={call} onClose={() => setDeleting(false)} />}
    </header>
  );
}
