/** What we take of a browser's offer: one line of audio and one of messages; every other line is refused in the answer (RFC 3264 §6, RFC 8829 §5.3). */
import { AppError } from '@parley/contract';

const MAX_SDP_CHARS = 65_536;
const MAX_LINES = 2_000;
const MAX_PORT = 65_535;
const AUDIO_LEVEL = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

export interface Offer {
  /** The offer, reduced to Opus, telephone-event and the data channel, without candidates. */
  sdp: string;
  /** Every media line of the offer, in order: the answer has as many. */
  lines: OfferedLine[];
  /** The mids that we take of the offer's bundle; empty when audio was offered by itself. */
  bundled: string[];
  opusPayloadType: number;
  /** Null when the caller cannot send key presses as events. */
  eventPayloadType: number | null;
  /** False when the caller only listens (a microphone that was not given). */
  sendsAudio: boolean;
}

/** A media line as the offer has it. */
export interface OfferedLine {
  accepted: boolean;
  /** `audio`, `application`, … */
  media: string;
  /** Such as `UDP/TLS/RTP/SAVPF`. */
  protocol: string;
  /** The first format with its `a=rtpmap` line, if it has one. */
  format: string;
  rtpmap: string | null;
  mid: string | null;
}

const invalid = (detail: string): AppError => new AppError('invalid_sdp', { detail });

interface Section {
  media: string;
  port: number;
  /** One connection over several ports (RFC 8866 §5.14), which ours is not. */
  overSeveral: boolean;
  protocol: string;
  formats: string[];
  lines: string[];
}

const isLine = (text: string): boolean => /^[a-z]=[^\0]*$/.test(text);

function sectionOf(line: string): Section {
  const match = /^m=(\S+) (\d{1,5})(?:\/([1-9]\d{0,4}))? (\S+) (\S.*)$/.exec(line);
  if (match === null) throw invalid('The body is not SDP.');
  const [, media = '', port = '', ports = '1', protocol = '', formats = ''] = match;
  const last = Number(port) + Number(ports) - 1;
  if (last > MAX_PORT) throw invalid('The offer has a port that does not exist.');
  return { media, port: Number(port), overSeveral: Number(ports) > 1, protocol, formats: formats.trim().split(/ +/), lines: [line] };
}

function sectionsOf(sdp: string): { session: string[]; sections: Section[] } {
  const session: string[] = [];
  const sections: Section[] = [];
  for (const line of sdp.split(/\r\n|\n|\r/)) {
    if (line === '') continue;
    if (!isLine(line)) throw invalid('The body is not SDP.');
    if (line.startsWith('m=')) sections.push(sectionOf(line));
    else (sections.at(-1)?.lines ?? session).push(line);
  }
  return { session, sections };
}

const valueOf = (lines: readonly string[], attribute: string): string | null =>
  lines.find((line) => line.startsWith(`a=${attribute}:`))?.slice(attribute.length + 3) ?? null;

const midOf = ({ lines }: Section): string | null => valueOf(lines, 'mid');

/** Port 0 is a line that is not used, but for one that is sent through the port of another (RFC 8843 §6). */
const isInUse = ({ port, overSeveral, lines }: Section): boolean => !overSeveral && (port !== 0 || lines.includes('a=bundle-only'));

/** Payload type to `name/clock`, lower case, of those that the line itself offers. */
function codecsOf({ lines, formats }: Section): Map<number, string> {
  const codecs = new Map<number, string>();
  for (const line of lines) {
    const match = /^a=rtpmap:(\d{1,3}) ([\w.-]+\/\d+)/.exec(line);
    if (match !== null && formats.includes(match[1] ?? '')) codecs.set(Number(match[1]), (match[2] ?? '').toLowerCase());
  }
  return codecs;
}

const payloadTypeOf = (codecs: ReadonlyMap<number, string>, name: string): number | null => {
  for (const [payloadType, codec] of codecs) if (codec === name) return payloadType;
  return null;
};

/** Browsers' own candidates are left out: ICE finds the caller where its checks come from, and no server address is probed for anyone. */
const isDropped = (line: string): boolean =>
  /^a=(candidate|end-of-candidates|rtcp-fb|ssrc|ssrc-group|rid|simulcast|bundle-only)\b/.test(line);

/** With a port where it had none of its own. */
const openLine = ({ media, port, protocol }: Section, formats: readonly (string | number)[]): string =>
  [`m=${media}`, port === 0 ? 9 : port, protocol, ...formats].join(' ');

function audioLines(section: Section, opus: number, event: number | null): string[] {
  const kept = event === null ? [opus] : [opus, event];
  return section.lines.flatMap((line) => {
    if (line.startsWith('m=')) return [openLine(section, kept)];
    if (isDropped(line) || line.startsWith('a=fmtp:')) return [];
    if (line.startsWith('a=extmap:')) return line.includes(AUDIO_LEVEL) ? [line] : [];
    const rtpmap = /^a=rtpmap:(\d+) /.exec(line);
    if (rtpmap === null) return [line];
    const payloadType = Number(rtpmap[1]);
    if (payloadType === opus) return [line, `a=fmtp:${opus} minptime=10;useinbandfec=1`];
    return payloadType === event ? [line, `a=fmtp:${payloadType} 0-15`] : [];
  });
}

const TRANSPORT_ATTRIBUTES = ['ice-ufrag', 'ice-pwd', 'fingerprint', 'setup'];

/** What a line lacks of its connection stands at the session, or at the line that carries the bundle. */
function transportLines(section: Section, session: readonly string[], carrier: Section | undefined): string[] {
  const here = [...session, ...section.lines];
  return TRANSPORT_ATTRIBUTES.flatMap((attribute) => {
    if (valueOf(here, attribute) !== null) return [];
    const value = carrier === undefined ? null : valueOf(carrier.lines, attribute);
    if (value === null) throw invalid('The offer has no ICE or DTLS parameters.');
    return [`a=${attribute}:${value}`];
  });
}

const isSecureAudio = ({ protocol }: Section): boolean => /^UDP\/TLS\/RTP\/SAVPF?$/.test(protocol);
const opusOf = (section: Section): number | null => {
  const payloadType = payloadTypeOf(codecsOf(section), 'opus/48000');
  return payloadType === null || payloadType > 127 ? null : payloadType;
};
const isDataChannel = ({ media, protocol }: Section): boolean => media === 'application' && /^(?:(?:UDP|TCP)\/)?DTLS\/SCTP$/.test(protocol);

/** The first line that we can talk over; further ones are refused. */
function audioOf(sections: readonly Section[]): { section: Section; opus: number } {
  const audio = sections.filter((section) => section.media === 'audio' && isInUse(section));
  if (audio.length === 0) throw invalid('The offer has no audio.');
  const secure = audio.filter(isSecureAudio);
  if (secure.length === 0) throw invalid('The offer has no encrypted audio over UDP.');
  for (const section of secure) {
    const opus = opusOf(section);
    if (opus !== null) return { section, opus };
  }
  throw invalid('The offer has no Opus.');
}

/** The bundle that the audio is in. */
function bundleOf(session: readonly string[], audio: Section): string[] {
  const mid = midOf(audio);
  const groups = session.flatMap((line) => (line.startsWith('a=group:BUNDLE ') ? [line.split(' ').slice(1)] : []));
  return mid === null ? [] : (groups.find((mids) => mids.includes(mid)) ?? []);
}

function lineOf(section: Section, accepted: boolean): OfferedLine {
  const { media, protocol, formats, lines } = section;
  const [format = '0'] = formats;
  const rtpmap = lines.find((line) => line.startsWith(`a=rtpmap:${format} `)) ?? null;
  return { accepted, media, protocol, format, rtpmap, mid: midOf(section) };
}

/** Reads and reduces an offer; throws `AppError('invalid_sdp')` for anything that is not an offer of Opus audio. */
export function readOffer(sdp: string): Offer {
  if (sdp.length > MAX_SDP_CHARS) throw invalid('The offer is too large.');
  if (!/^v=0\r?\n/.test(sdp)) throw invalid('The body is not SDP.');
  const { session, sections } = sectionsOf(sdp);
  if (session.length + sections.reduce((sum, { lines }) => sum + lines.length, 0) > MAX_LINES) throw invalid('The offer is too large.');
  const { section: audio, opus } = audioOf(sections);
  const group = bundleOf(session, audio);
  // There is one connection: messages come through that of the audio, or not at all.
  const inBundle = (section: Section): boolean => group.includes(midOf(section) ?? '');
  const data = sections.find((section) => isDataChannel(section) && isInUse(section) && inBundle(section));
  const taken = sections.filter((section) => section === audio || section === data);
  const carrier = sections.find((section) => midOf(section) === group[0]);
  // Opus's own clock where the browser has it: one clock for all packets of the stream.
  const codecs = codecsOf(audio);
  const eventPayloadType = payloadTypeOf(codecs, 'telephone-event/48000') ?? payloadTypeOf(codecs, 'telephone-event/8000');
  const bundled = taken.flatMap((section) => (inBundle(section) ? [midOf(section) ?? ''] : []));
  const reduced = taken.flatMap((section) => [
    ...(section === audio ? audioLines(section, opus, eventPayloadType) : dataLines(section)),
    ...transportLines(section, session, carrier),
  ]);
  return {
    sdp: [...sessionLines(session, bundled), ...reduced, ''].join('\r\n'),
    lines: sections.map((section) => lineOf(section, taken.includes(section))),
    bundled,
    opusPayloadType: opus,
    eventPayloadType,
    sendsAudio: ![...session, ...audio.lines].some((line) => line === 'a=recvonly' || line === 'a=inactive'),
  };
}

const dataLines = (section: Section): string[] =>
  section.lines.filter((line) => !isDropped(line)).map((line) => (line.startsWith('m=') ? openLine(section, section.formats) : line));

/** Groups name only lines that are there. */
const sessionLines = (session: readonly string[], bundled: readonly string[]): string[] => {
  const others = session.filter((line) => !line.startsWith('a=group:'));
  return bundled.length === 0 ? others : [...others, `a=group:BUNDLE ${bundled.join(' ')}`];
};
