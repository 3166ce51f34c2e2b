/** What we take of a browser's offer, and what our answer needs besides what libdatachannel writes. */
import { AppError } from '@parley/contract';

const MAX_SDP_CHARS = 65_536;
const MAX_LINES = 2_000;
const AUDIO_LEVEL = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

export interface Offer {
  /** The offer, reduced to Opus, telephone-event and the data channel, without candidates. */
  sdp: string;
  opusPayloadType: number;
  /** Null when the caller cannot send key presses as events. */
  eventPayloadType: number | null;
  /** False when the caller only listens (a microphone that was not given). */
  sendsAudio: boolean;
}

const invalid = (detail: string): AppError => new AppError('invalid_sdp', { detail });

interface Section {
  media: string;
  lines: string[];
}

function sectionsOf(sdp: string): { session: string[]; sections: Section[] } {
  const session: string[] = [];
  const sections: Section[] = [];
  for (const line of sdp.split(/\r\n|\n|\r/)) {
    if (line === '') continue;
    if (!/^[a-z]=[^\0]*$/.test(line)) throw invalid('The body is not SDP.');
    if (line.startsWith('m=')) sections.push({ media: line.slice(2), lines: [line] });
    else (sections.at(-1)?.lines ?? session).push(line);
  }
  return { session, sections };
}

/** Payload type to `name/clock`, lower case. */
function codecsOf(lines: readonly string[]): Map<number, string> {
  const codecs = new Map<number, string>();
  for (const line of lines) {
    const match = /^a=rtpmap:(\d{1,3}) ([\w.-]+\/\d+)/.exec(line);
    if (match !== null) codecs.set(Number(match[1]), (match[2] ?? '').toLowerCase());
  }
  return codecs;
}

const payloadTypeOf = (codecs: ReadonlyMap<number, string>, name: string): number | null => {
  for (const [payloadType, codec] of codecs) if (codec === name) return payloadType;
  return null;
};

/** Browsers' own candidates are left out: ICE finds the caller where its checks come from, and no server address is probed for anyone. */
const isDropped = (line: string): boolean => /^a=(candidate|end-of-candidates|rtcp-fb|ssrc|ssrc-group|rid|simulcast)\b/.test(line);

function audioLines({ lines }: Section, opus: number, event: number | null): string[] {
  const kept = event === null ? [opus] : [opus, event];
  return lines.flatMap((line) => {
    if (line.startsWith('m=')) return [[...line.split(' ').slice(0, 3), ...kept].join(' ')];
    if (isDropped(line) || line.startsWith('a=fmtp:')) return [];
    if (line.startsWith('a=extmap:')) return line.includes(AUDIO_LEVEL) ? [line] : [];
    const rtpmap = /^a=rtpmap:(\d+) /.exec(line);
    if (rtpmap === null) return [line];
    const payloadType = Number(rtpmap[1]);
    if (payloadType === opus) return [line, `a=fmtp:${opus} minptime=10;useinbandfec=1`];
    return payloadType === event ? [line, `a=fmtp:${payloadType} 0-15`] : [];
  });
}

function checkTransport(session: readonly string[], section: Section): void {
  for (const attribute of ['ice-ufrag', 'ice-pwd', 'fingerprint', 'setup']) {
    if (![...session, ...section.lines].some((line) => line.startsWith(`a=${attribute}:`)))
      throw invalid('The offer has no ICE or DTLS parameters.');
  }
}

/** Reads and reduces an offer; throws `AppError('invalid_sdp')` for anything that is not an offer of Opus audio. */
export function readOffer(sdp: string): Offer {
  if (sdp.length > MAX_SDP_CHARS) throw invalid('The offer is too large.');
  if (!/^v=0\r?\n/.test(sdp)) throw invalid('The body is not SDP.');
  const { session, sections } = sectionsOf(sdp);
  if (session.length + sections.reduce((sum, { lines }) => sum + lines.length, 0) > MAX_LINES) throw invalid('The offer is too large.');
  const audio = sections.filter(({ media }) => media.startsWith('audio '));
  const [section] = audio;
  if (section === undefined) throw invalid('The offer has no audio.');
  if (audio.length > 1 || sections.some(({ media }) => !/^(audio|application) /.test(media)) || sections.length > 2) {
    throw invalid('The offer must have one audio section and at most one data channel section.');
  }
  if (!/^audio \d+ UDP\/TLS\/RTP\/SAVPF? /.test(section.media)) throw invalid('The offer has no encrypted audio over UDP.');
  checkTransport(session, section);
  const codecs = codecsOf(section.lines);
  const opusPayloadType = payloadTypeOf(codecs, 'opus/48000');
  if (opusPayloadType === null || opusPayloadType > 127) throw invalid('The offer has no Opus.');
  // Opus's own clock where the browser has it: one clock for all packets of the stream.
  const eventPayloadType = payloadTypeOf(codecs, 'telephone-event/48000') ?? payloadTypeOf(codecs, 'telephone-event/8000');
  const reduced = sections.flatMap((one) =>
    one === section ? audioLines(one, opusPayloadType, eventPayloadType) : one.lines.filter((line) => !isDropped(line)),
  );
  return {
    sdp: [...session, ...reduced, ''].join('\r\n'),
    opusPayloadType,
    eventPayloadType,
    sendsAudio: !section.lines.some((line) => line === 'a=recvonly' || line === 'a=inactive'),
  };
}

export interface AnswerPatch {
  ssrc: number;
  cname: string;
  /** Where callers reach us, when that is not an address of this machine (1:1 NAT). */
  publicAddress?: string | undefined;
  publicPort?: number | undefined;
}

/**
 * Adds our SSRC, which libdatachannel leaves out of answers and without which Chromium drops our audio, and puts the public
 * address into the candidates.
 */
export function patchAnswer(sdp: string, patch: AnswerPatch): string {
  let inAudio = false;
  let candidateWritten = false;
  const lines = sdp.split(/\r?\n/).flatMap((line) => {
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
  return lines.join('\r\n');
}

function publicCandidate(line: string, address: string, port: number | undefined): string {
  const fields = line.split(' ');
  fields[4] = address;
  if (port !== undefined) fields[5] = String(port);
  return fields.join(' ');
}
