import { readFileSync } from 'node:fs';
import { AppError } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patchAnswer } from './sdp-answer.ts';
import { readOffer } from './sdp.ts';

const SESSION = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS stream',
];
const ICE = [
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  'a=ice-options:trickle',
  `a=fingerprint:sha-256 ${Array(32).fill('AA').join(':')}`,
  'a=setup:actpass',
];
/** As Chromium writes it. */
const AUDIO = [
  'm=audio 54321 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126',
  'c=IN IP4 192.0.2.1',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=candidate:1 1 udp 2122260223 192.0.2.1 54321 typ host generation 0',
  ...ICE,
  'a=mid:0',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'a=sendrecv',
  'a=msid:stream track',
  'a=rtcp-mux',
  'a=rtcp-rsize',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'a=rtpmap:9 G722/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:13 CN/8000',
  'a=rtpmap:110 telephone-event/48000',
  'a=rtpmap:126 telephone-event/8000',
  'a=ssrc:1 cname:x',
];
const DATA = [
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  ...ICE,
  'a=mid:1',
  'a=sctp-port:5000',
  'a=max-message-size:262144',
];
const VIDEO = [
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
  'c=IN IP4 0.0.0.0',
  ...ICE,
  'a=mid:2',
  'a=sendrecv',
  'a=rtpmap:96 VP8/90000',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=ssrc-group:FID 5 6',
];
const sdp = (...parts: string[][]): string => [...parts.flat(), ''].join('\r\n');
const OFFER = sdp(SESSION, AUDIO, DATA);

const codeOf = (body: string): string => {
  try {
    readOffer(body);
    return 'accepted';
  } catch (error) {
    return error instanceof AppError ? error.code : 'untyped';
  }
};

describe('an offer', () => {
  test('is reduced to Opus, key presses and the data channel', () => {
    const offer = readOffer(OFFER);
    expect(offer).toMatchObject({ opusPayloadType: 111, eventPayloadType: 110, sendsAudio: true });
    const lines = offer.sdp.split('\r\n');
    expect(lines).toContain('m=audio 54321 UDP/TLS/RTP/SAVPF 111 110');
    expect(lines.filter((line) => line.startsWith('a=rtpmap:'))).toEqual([
      'a=rtpmap:111 opus/48000/2',
      'a=rtpmap:110 telephone-event/48000',
    ]);
    expect(lines.filter((line) => line.startsWith('a=extmap:'))).toEqual(['a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level']);
    expect(lines.filter((line) => /candidate|rtcp-fb|ssrc:/.test(line))).toEqual([]);
    expect(lines).toContain('a=mid:1');
    expect(offer.sdp.endsWith('\r\n')).toBe(true);
  });

  test('keeps 8 kHz key presses where there are no others', () => {
    const offer = readOffer(
      sdp(
        SESSION,
        AUDIO.filter((line) => !line.includes('telephone-event/48000')),
        DATA,
      ),
    );
    expect(offer.eventPayloadType).toBe(126);
  });

  test('may come without key presses and without a data channel', () => {
    const offer = readOffer(
      sdp(
        SESSION,
        AUDIO.filter((line) => !line.includes('telephone-event')),
      ),
    );
    expect(offer.eventPayloadType).toBeNull();
  });

  test('that only listens is told apart', () => {
    expect(readOffer(OFFER.replace('a=sendrecv', 'a=recvonly')).sendsAudio).toBe(false);
  });

  test.each([
    ['nothing', ''],
    ['JSON', '{"type":"offer","sdp":"v=0"}'],
    ['prose', 'v=0\r\nhello'],
    ['no audio', sdp(SESSION, DATA)],
    [
      'no Opus',
      sdp(
        SESSION,
        AUDIO.filter((line) => !line.includes('opus')),
      ),
    ],
    ['plain RTP', OFFER.replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP')],
    ['no fingerprint', OFFER.replaceAll(/a=fingerprint:.*\r\n/g, '')],
    ['video only', sdp(SESSION, VIDEO)],
    ['audio that is switched off', OFFER.replace('m=audio 54321', 'm=audio 0')],
    ['a media line without a format', sdp(SESSION, AUDIO, ['m=video 9 UDP/TLS/RTP/SAVPF'])],
    ['audio over two ports', OFFER.replace('m=audio 54321', 'm=audio 54320/2')],
    ['audio over no port', OFFER.replace('m=audio 54321', 'm=audio 54321/0')],
    ['a port that does not exist', OFFER.replace('m=audio 54321', 'm=audio 65536')],
    ['ports that do not exist', sdp(SESSION, AUDIO, ['m=smell 65535/2 X/Y 1'])],
    ['a port in words', OFFER.replace('m=audio 54321', 'm=audio any')],
    ['a port below zero', OFFER.replace('m=audio 54321', 'm=audio -9')],
    ['a count of ports in words', OFFER.replace('m=audio 54321', 'm=audio 54321/two')],
    ['Opus that its line does not offer', OFFER.replace('SAVPF 111 ', 'SAVPF ')],
    ['too much', `${OFFER}${'a=x:y\r\n'.repeat(20_000)}`],
    ['too many lines', `${OFFER}${'a=x:y\r\n'.repeat(3_000)}`],
  ])('of %s is refused', (_case, body) => expect(codeOf(body)).toBe('invalid_sdp'));

  test('broken anyhow is read or refused, never more', () => {
    const line = fc.oneof(
      fc.constantFrom(...SESSION, ...AUDIO, ...DATA),
      fc.string({ maxLength: 60 }),
      fc.string({ maxLength: 30 }).map((text) => `a=${text}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        expect(['accepted', 'invalid_sdp']).toContain(codeOf(sdp(['v=0'], lines)));
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(codeOf(text)).toBe('invalid_sdp');
      }),
    );
  });
});

/** With the mid given, and other changes. */
const named = (lines: readonly string[], mid: string): string[] => lines.map((line) => (line.startsWith('a=mid:') ? `a=mid:${mid}` : line));
const bundle = (...mids: string[]): string[] =>
  SESSION.map((line) => (line.startsWith('a=group:') ? `a=group:BUNDLE ${mids.join(' ')}` : line));

/** What is answered to an offer, of which the library saw the reduced part: it answers each line of that. */
function answerTo(offered: string) {
  const offer = readOffer(offered);
  const seen = offer.sdp.split('\r\n').filter((line) => /^(v=|o=|s=|t=|a=group:|m=|c=|a=mid:)/.test(line));
  const answer = patchAnswer(seen.join('\r\n'), { offered: offer, ssrc: 42, cname: 'name' }).split('\r\n');
  const sections = answer.join('\n').split('\nm=').slice(1);
  return {
    offer,
    groups: answer.filter((line) => line.startsWith('a=group:')),
    lines: sections.map((section) => `${section.split('\n')[0]} | ${/a=mid:(\S+)/.exec(section)?.[1] ?? '-'}`),
    answer,
  };
}

describe('a line that we do not take is refused with port 0, where it stands', () => {
  test('video after audio and messages', () => {
    const { lines, groups, answer, offer } = answerTo(sdp(bundle('0', '1', '2'), AUDIO, DATA, VIDEO));
    expect(lines).toEqual([
      'audio 54321 UDP/TLS/RTP/SAVPF 111 110 | 0',
      'application 9 UDP/DTLS/SCTP webrtc-datachannel | 1',
      'video 0 UDP/TLS/RTP/SAVPF 96 | 2',
    ]);
    expect(groups).toEqual(['a=group:BUNDLE 0 1']);
    expect(answer.slice(answer.indexOf('m=video 0 UDP/TLS/RTP/SAVPF 96'))).toEqual([
      'm=video 0 UDP/TLS/RTP/SAVPF 96',
      'c=IN IP4 0.0.0.0',
      'a=rtpmap:96 VP8/90000',
      'a=mid:2',
      'a=inactive',
      '',
    ]);
    expect(offer.sdp).not.toContain('video');
    expect(offer.sdp).toContain('a=group:BUNDLE 0 1\r\n');
  });

  test('video before audio, of which the bundle has its address: the audio gets it', () => {
    const bare = named(AUDIO, '1').flatMap((line) => {
      if (ICE.includes(line)) return [];
      return line.startsWith('m=audio') ? [line.replace('54321', '0'), 'a=bundle-only'] : [line];
    });
    const { lines, groups, offer } = answerTo(sdp(bundle('2', '1'), VIDEO, bare));
    expect(lines).toEqual(['video 0 UDP/TLS/RTP/SAVPF 96 | 2', 'audio 9 UDP/TLS/RTP/SAVPF 111 110 | 1']);
    expect(groups).toEqual(['a=group:BUNDLE 1']);
    expect(offer.sdp).toContain('a=ice-ufrag:abcd');
    expect(offer.sdp).not.toContain('bundle-only');
  });

  test.each([
    ['video that is switched off', VIDEO.map((line) => line.replace('m=video 9', 'm=video 0')), 'video 0 UDP/TLS/RTP/SAVPF 96 | 2'],
    ['a second line of audio', named(AUDIO, '2'), 'audio 0 UDP/TLS/RTP/SAVPF 111 | 2'],
    ['a second data channel', named(DATA, '2'), 'application 0 UDP/DTLS/SCTP webrtc-datachannel | 2'],
    ['real-time text', ['m=text 9 UDP/TLS/RTP/SAVPF 98', 'a=rtpmap:98 t140/1000', 'a=mid:2'], 'text 0 UDP/TLS/RTP/SAVPF 98 | 2'],
    ['floor control', ['m=application 9 UDP/TLS/BFCP *', 'a=mid:2'], 'application 0 UDP/TLS/BFCP * | 2'],
    [
      'audio over two ports',
      named(AUDIO, '2').map((line) => line.replace('m=audio 54321', 'm=audio 54320/2')),
      'audio 0 UDP/TLS/RTP/SAVPF 111 | 2',
    ],
    [
      'messages over two ports',
      named(DATA, '2').map((line) => line.replace('m=application 9', 'm=application 9/2')),
      'application 0 UDP/DTLS/SCTP webrtc-datachannel | 2',
    ],
    ['something unheard of', ['m=smell 9/2 X/Y 1 2', 'a=mid:2'], 'smell 0 X/Y 1 | 2'],
    ['a line without a name', ['m=image 9 udptl t38'], 'image 0 udptl t38 | -'],
  ])('%s', (_case, section, refused) => {
    const { lines, groups } = answerTo(sdp(bundle('0', '1', '2'), AUDIO, DATA, section));
    expect(lines.at(-1)).toBe(refused);
    expect(lines).toHaveLength(3);
    expect(groups).toEqual(['a=group:BUNDLE 0 1']);
    // And in front of what we take.
    const turned = answerTo(sdp(bundle('2', '0', '1'), section, AUDIO, DATA));
    expect(turned.lines).toHaveLength(3);
    expect(turned.groups[0]).toContain('BUNDLE');
  });

  test('audio over one port that is counted is audio', () => {
    const { lines, offer } = answerTo(OFFER.replace('m=audio 54321', 'm=audio 54321/1'));
    expect(lines[0]).toBe('audio 54321 UDP/TLS/RTP/SAVPF 111 110 | 0');
    expect(offer.sdp).toContain('m=audio 54321 UDP/TLS/RTP/SAVPF 111 110\r\n');
  });

  test('the lines of Chromium with a camera and two microphones', () => {
    const chromium = readFileSync(new URL('./testing/chromium-camera-offer.sdp', import.meta.url), 'utf8');
    const { lines, groups } = answerTo(chromium);
    expect(lines.map((line) => line.replace(/^(\w+) [1-9]\d* /, '$1 N '))).toEqual([
      'video 0 UDP/TLS/RTP/SAVPF 96 | 0',
      'audio N UDP/TLS/RTP/SAVPF 111 110 | 1',
      'audio 0 UDP/TLS/RTP/SAVPF 111 | 2',
      'video 0 UDP/TLS/RTP/SAVPF 96 | 3',
      'application N UDP/DTLS/SCTP webrtc-datachannel | 4',
    ]);
    expect(groups).toEqual(['a=group:BUNDLE 1 4']);
  });

  test('audio without Opus, when another line has it', () => {
    const plain = AUDIO.filter((line) => !line.includes('opus'));
    const { lines, offer } = answerTo(sdp(bundle('0', '2'), plain, named(AUDIO, '2')));
    expect(lines).toEqual(['audio 0 UDP/TLS/RTP/SAVPF 111 | 0', 'audio 54321 UDP/TLS/RTP/SAVPF 111 110 | 2']);
    expect(offer.opusPayloadType).toBe(111);
  });

  test('messages that do not share the connection of the audio', () => {
    const { lines, groups } = answerTo(
      sdp(
        SESSION.filter((line) => !line.startsWith('a=group:')),
        AUDIO,
        DATA,
      ),
    );
    expect(lines.at(-1)).toBe('application 0 UDP/DTLS/SCTP webrtc-datachannel | 1');
    expect(groups).toEqual([]);
  });
});

describe('an answer', () => {
  const { lines: OFFERED, bundled } = readOffer(OFFER);
  const offered = { lines: OFFERED, bundled };
  const ANSWER = sdp([
    'v=0',
    'm=audio 4000 UDP/TLS/RTP/SAVPF 111',
    'a=mid:0',
    'a=candidate:2 1 UDP 2116026111 fd00::1 4000 typ host',
    'a=candidate:1 1 UDP 2114977791 10.0.0.5 4000 typ host',
    'm=application 4000 UDP/DTLS/SCTP webrtc-datachannel',
    'a=mid:1',
  ]);

  test('names our source in the audio section', () => {
    const lines = patchAnswer(ANSWER, { offered, ssrc: 42, cname: 'name' }).split('\r\n');
    expect(lines.indexOf('a=ssrc:42 cname:name')).toBe(lines.indexOf('a=mid:0') + 1);
    expect(lines.filter((line) => line.startsWith('a=ssrc'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('a=candidate'))).toHaveLength(2);
  });

  test('has one candidate with the public address and port', () => {
    const lines = patchAnswer(ANSWER, { offered, ssrc: 42, cname: 'name', publicAddress: '203.0.113.7', publicPort: 5000 }).split('\r\n');
    expect(lines.filter((line) => line.startsWith('a=candidate'))).toEqual(['a=candidate:2 1 UDP 2116026111 203.0.113.7 5000 typ host']);
  });
});
