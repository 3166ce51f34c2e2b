/** What our answer needs besides what the library writes. */
import type { Offer, OfferedLine } from './sdp.ts';

export interface AnswerPatch {
  ssrc: number;
  cname: string;
  /** Of the offer that is answered: a line for each of its lines, in its order. */
  offered: Pick<Offer, 'lines' | 'bundled'>;
  /** Where callers reach us, when that is not an address of this machine (1:1 NAT). */
  publicAddress?: string | undefined;
  publicPort?: number | undefined;
}

/** Port 0, and the line's own name: all that a refused line has (RFC 8829 §5.3.1). */
const refusal = ({ media, protocol, format, rtpmap, mid }: OfferedLine): string[] => [
  `m=${media} 0 ${protocol} ${format}`,
  'c=IN IP4 0.0.0.0',
  ...(rtpmap === null ? [] : [rtpmap]),
  ...(mid === null ? [] : [`a=mid:${mid}`]),
  'a=inactive',
];

/**
 * Adds our SSRC, which libdatachannel leaves out of answers and without which Chromium drops our audio, puts the public
 * address into the candidates, and refuses what the library was not shown of the offer.
 */
export function patchAnswer(sdp: string, patch: AnswerPatch): string {
  const [session = [], ...sections] = partsOf(withOurs(sdp, patch));
  const { lines, bundled } = patch.offered;
  const groups = bundled.length === 0 ? [] : [`a=group:BUNDLE ${bundled.join(' ')}`];
  const own = session.flatMap((line) => (line.startsWith('a=group:') ? [] : [line]));
  const answered = lines.flatMap((line) => {
    const section = line.accepted ? sections.find(([first]) => first?.startsWith(`m=${line.media} `)) : undefined;
    return section ?? refusal(line);
  });
  return [...own, ...groups, ...answered, ''].join('\r\n');
}

/** The session's lines, then those of each media line. */
function partsOf(lines: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (line.startsWith('m=')) parts.push([]);
    if (line !== '') parts.at(-1)?.push(line);
  }
  return parts;
}

function withOurs(sdp: string, patch: AnswerPatch): string[] {
  let inAudio = false;
  let candidateWritten = false;
  return sdp.split(/\r?\n/).flatMap((line) => {
    if (line.startsWith('m=')) {
      inAudio = line.startsWith('m=audio');
      candidateWritten = false;
    }
    if (inAudio && line.startsWith('a=ssrc:')) return [];
    if (inAudio && line.startsWith('a=mid:')) return [line, `a=ssrc:${patch.ssrc} cname:${patch.cname}`];
    if (!line.startsWith('a=candidate:') || patch.publicAddress === undefined) return [line];
    // One public address stands for all of ours.
    if (candidateWritten) return [];
    candidateWritten = true;
    return [publicCandidate(line, patch.publicAddress, patch.publicPort)];
  });
}

function publicCandidate(line: string, address: string, port: number | undefined): string {
  const fields = line.split(' ');
  fields[4] = address;
  if (port !== undefined) fields[5] = String(port);
  return fields.join(' ');
}
