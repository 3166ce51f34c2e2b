/** What somebody has to look after, above every page. */
import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { systemQuery } from '../api/queries.ts';
import { RequestFailed } from '../api/problem.ts';

const ENGINES = {
  vad: 'Voice detection',
  stt: 'Speech recognition',
  tts: 'The voice',
  llm: 'The dialogue model',
  webrtc: 'WebRTC',
} as const;

const Banner = ({ children }: { children: string }) => (
  <p role="alert" className="flex items-start gap-2 border-b border-line bg-amber-soft px-6 py-2 text-amber max-md:px-4">
    <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
    {children}
  </p>
);

export function Banners() {
  const { data, error } = useQuery(systemQuery);
  if (error instanceof RequestFailed && error.code === 'unreachable')
    return <Banner>The server does not answer. This page catches up as soon as it does.</Banner>;
  const failed = data?.engines.filter(({ state }) => state === 'failed') ?? [];
  const lost = data?.media_processes.some(({ state }) => state === 'lost') ?? false;
  return (
    <>
      {failed.map(({ kind, name, message }) => (
        <Banner key={`${kind}-${name}`}>{`${ENGINES[kind]} does not work. ${message}`}</Banner>
      ))}
      {lost && <Banner>A media process stopped and is being started again. Its calls ended; new calls are taken by the others.</Banner>}
    </>
  );
}
