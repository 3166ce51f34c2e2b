import { AppError } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patchAnswer, readOffer } from './sdp.ts';

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
    ['two audio sections', sdp(SESSION, AUDIO, AUDIO)],
    ['video', sdp(SESSION, AUDIO, ['m=video 9 UDP/TLS/RTP/SAVPF 96', 'a=rtpmap:96 VP8/90000'])],
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

describe('an answer', () => {
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
    const lines = patchAnswer(ANSWER, { ssrc: 42, cname: 'name' }).split('\r\n');
    expect(lines.indexOf('a=ssrc:42 cname:name')).toBe(lines.indexOf('a=mid:0') + 1);
    expect(lines.filter((line) => line.startsWith('a=ssrc'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('a=candidate'))).toHaveLength(2);
  });

  test('has one candidate with the public address and port', () => {
    const lines = patchAnswer(ANSWER, { ssrc: 42, cname: 'name', publicAddress: '203.0.113.7', publicPort: 5000 }).split('\r\n');
    expect(lines.filter((line) => line.startsWith('a=candidate'))).toEqual(['a=candidate:2 1 UDP 2116026111 203.0.113.7 5000 typ host']);
  });
});
