import { describe, expect, test } from 'vitest';
import { loadConfig, StartError } from './config.ts';

describe('defaults', () => {
  test('an empty environment is a complete configuration', () => {
    expect(loadConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 3_000,
      dataDirectory: `${process.cwd()}/data`,
      databaseUrl: undefined,
      media: { processes: 2, callsPerProcess: 50, callsAtFirst: undefined, audioLagMs: 100, listeningLagMs: 300, recognisersPerWorker: 8 },
      vadRuntime: undefined,
      webrtc: { udpBasePort: 28_000, turn: undefined },
      drainMs: 5_000,
      eventsWaitingMax: 100_000,
      recordings: true,
      analysis: true,
      rateLimit: { perMinute: 1_000, store: 'memory' },
      corsOrigins: ['*'],
      vendors: { openai: { apiKey: undefined, baseUrl: undefined } },
    });
  });

  test('limits are shared where the database is', () => {
    expect(loadConfig({ DATABASE_URL: 'postgres://db/parley' }).rateLimit.store).toBe('database');
  });

  test('an empty variable counts as absent', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: ' ', OPENAI_API_KEY: '' })).toEqual(loadConfig({}));
  });
});

test('every variable is read', () => {
  const config = loadConfig({
    HOST: '0.0.0.0',
    PORT: '0',
    PARLEY_DATA_DIR: '/srv/parley',
    DATABASE_URL: 'postgresql://user:word@db/parley?sslmode=require',
    PARLEY_SECRET_KEY: 's'.repeat(32),
    PARLEY_BOOTSTRAP_API_KEY: 'pk_0123456789abcdef',
    PARLEY_PUBLIC_URL: 'https://voice.example.org/',
    PARLEY_OUTBOUND_ALLOW: '10.0.0.0/8, fd00::/8,crm.example.org,127.0.0.1',
    PARLEY_MEDIA_PROCESSES: '4',
    PARLEY_CALLS_PER_MEDIA_PROCESS: '25',
    PARLEY_CALLS_AT_FIRST: '40',
    PARLEY_AUDIO_LAG_MS: '150',
    PARLEY_LISTENING_LAG_MS: '500',
    PARLEY_VAD_RUNTIME: 'sherpa',
    PARLEY_RECOGNISERS_PER_CORE: '12',
    PARLEY_WEBRTC_UDP_PORTS: '28100-28103',
    PARLEY_WEBRTC_PUBLIC_ADDRESS: '203.0.113.7',
    PARLEY_WEBRTC_BIND_ADDRESS: '::',
    PARLEY_TURN_URLS: 'turn:turn.example.org:3478,turns:turn.example.org',
    PARLEY_TURN_SECRET: 'turn secret',
    PARLEY_LOG_LEVEL: 'debug',
    PARLEY_CLIENT_TOKEN_TTL_MS: '60000',
    PARLEY_REGISTERED_CALL_TIMEOUT_MS: '30000',
    PARLEY_DRAIN_MS: '60000',
    PARLEY_EVENTS_WAITING_MAX: '2000',
    PARLEY_RECORDINGS: 'off',
    PARLEY_RECORDINGS_WAITING_MB: '500',
    PARLEY_NODE_NAME: 'voice-1',
    PARLEY_ANALYSIS: 'off',
    PARLEY_RATE_LIMIT_PER_MINUTE: '600',
    PARLEY_RATE_LIMIT_STORE: 'memory',
    PARLEY_SIGNING_KEY_DAYS: '7',
    PARLEY_EVENTS_KEPT_DAYS: '14',
    PARLEY_AUDIT_KEPT_DAYS: '2190',
    PARLEY_TRUSTED_PROXIES: '10.0.0.1, 192.0.2.0/24',
    PARLEY_METRICS_ALLOW: '198.51.100.7',
    PARLEY_METRICS_TOKEN: 'a-token-for-figures',
    PARLEY_CORS_ORIGINS: 'https://app.example.org, http://localhost:5173',
    OPENAI_API_KEY: 'sk-openai',
    OPENAI_BASE_URL: 'http://127.0.0.1:9999/v1/',
    ASSEMBLYAI_API_KEY: 'assembly',
  });
  expect(config).toEqual({
    host: '0.0.0.0',
    port: 0,
    dataDirectory: '/srv/parley',
    databaseUrl: 'postgresql://user:word@db/parley?sslmode=require',
    secretKey: 's'.repeat(32),
    bootstrapApiKey: 'pk_0123456789abcdef',
    publicUrl: 'https://voice.example.org',
    outboundAllow: ['10.0.0.0/8', 'fd00::/8', 'crm.example.org', '127.0.0.1'],
    media: { processes: 4, callsPerProcess: 25, callsAtFirst: 40, audioLagMs: 150, listeningLagMs: 500, recognisersPerWorker: 12 },
    vadRuntime: 'sherpa',
    webrtc: {
      udpBasePort: 28_100,
      publicAddress: '203.0.113.7',
      bindAddress: '::',
      turn: { urls: ['turn:turn.example.org:3478', 'turns:turn.example.org'], secret: 'turn secret' },
    },
    logLevel: 'debug',
    clientTokenTtlMs: 60_000,
    registeredCallTimeoutMs: 30_000,
    drainMs: 60_000,
    eventsWaitingMax: 2_000,
    recordings: false,
    recordingStorage: undefined,
    recordingsWaitingMaxBytes: 500_000_000,
    nodeName: 'voice-1',
    analysis: false,
    rateLimit: { perMinute: 600, store: 'memory' },
    signingKeyMs: 7 * 86_400_000,
    eventsKeptMs: 14 * 86_400_000,
    auditKeptMs: 2_190 * 86_400_000,
    trustedProxies: ['10.0.0.1', '192.0.2.0/24'],
    metrics: { allow: ['198.51.100.7'], token: 'a-token-for-figures' },
    corsOrigins: ['https://app.example.org', 'http://localhost:5173'],
    vendors: expect.objectContaining({
      openai: { apiKey: 'sk-openai', baseUrl: 'http://127.0.0.1:9999/v1' },
      assemblyai: { apiKey: 'assembly', baseUrl: undefined },
    }) as unknown,
  });
});

test.each([
  ['PORT', '65536'],
  ['PORT', '3000x'],
  ['PORT', '-1'],
  ['DATABASE_URL', 'mysql://db/parley'],
  ['PARLEY_SECRET_KEY', 'short'],
  ['PARLEY_BOOTSTRAP_API_KEY', 'has a space in it, and is long'],
  ['PARLEY_PUBLIC_URL', 'voice.example.org'],
  ['PARLEY_OUTBOUND_ALLOW', '10.0.0.0/33'],
  ['PARLEY_OUTBOUND_ALLOW', 'http://crm.example.org'],
  ['PARLEY_MEDIA_PROCESSES', '0'],
  ['PARLEY_MEDIA_PROCESSES', '1.5'],
  ['PARLEY_VAD_RUNTIME', 'tensorflow'],
  ['PARLEY_RECOGNISERS_PER_CORE', '0'],
  ['PARLEY_WEBRTC_UDP_PORTS', '28010-28000'],
  ['PARLEY_WEBRTC_UDP_PORTS', '28000-28000'],
  ['PARLEY_WEBRTC_UDP_PORTS', '65535'],
  ['PARLEY_WEBRTC_PUBLIC_ADDRESS', 'example.org'],
  ['PARLEY_TURN_URLS', 'stun:turn.example.org'],
  ['PARLEY_LOG_LEVEL', 'loud'],
  ['PARLEY_RECORDINGS', 'maybe'],
  ['PARLEY_RECORDINGS_S3_BUCKET', 'Not_A_Bucket'],
  ['PARLEY_RECORDINGS_S3_PREFIX', 'a/../b'],
  ['PARLEY_RECORDINGS_S3_ENDPOINT', 'minio:9000'],
  ['PARLEY_RECORDINGS_S3_REGION', 'EU West'],
  ['PARLEY_RECORDINGS_S3_PATH_STYLE', 'maybe'],
  ['PARLEY_RECORDINGS_S3_ENCRYPTION', 'rot13'],
  ['PARLEY_RECORDINGS_S3_LINKS', 'maybe'],
  ['PARLEY_RECORDINGS_WAITING_MB', '1'],
  ['PARLEY_NODE_NAME', 'voice 1'],
  ['PARLEY_ANALYSIS', 'maybe'],
  ['PARLEY_CLIENT_TOKEN_TTL_MS', '10'],
  ['OPENAI_BASE_URL', 'ftp://example.org'],
])('%s=%s stops the start with one sentence that names it', (name, value) => {
  const load = (): unknown => loadConfig({ [name]: value });
  expect(load).toThrow(StartError);
  expect(load).toThrow(new RegExp(`^${name} must [^.]*(\\.\\d[^.]*)*\\.$`));
});

test('TURN without its secret is refused', () => {
  expect(() => loadConfig({ PARLEY_TURN_URLS: 'turn:turn.example.org' })).toThrow(
    'PARLEY_TURN_SECRET must be set when PARLEY_TURN_URLS is.',
  );
});

const BUCKET = { PARLEY_RECORDINGS_S3_BUCKET: 'recordings' };

test.each<[string, Record<string, string>, string]>([
  [
    'no bucket',
    { PARLEY_RECORDINGS_S3_REGION: 'eu-central-1' },
    'PARLEY_RECORDINGS_S3_BUCKET must be set when PARLEY_RECORDINGS_S3_REGION is.',
  ],
  [
    'neither region nor endpoint',
    BUCKET,
    'PARLEY_RECORDINGS_S3_REGION must be set when PARLEY_RECORDINGS_S3_BUCKET is and no PARLEY_RECORDINGS_S3_ENDPOINT.',
  ],
  [
    'half of the credentials',
    { ...BUCKET, PARLEY_RECORDINGS_S3_REGION: 'eu-central-1', PARLEY_RECORDINGS_S3_ACCESS_KEY_ID: 'AKIA' },
    'PARLEY_RECORDINGS_S3_ACCESS_KEY_ID and PARLEY_RECORDINGS_S3_SECRET_ACCESS_KEY must be set together, or neither of them.',
  ],
  [
    'a key without its encryption',
    { ...BUCKET, PARLEY_RECORDINGS_S3_REGION: 'eu-central-1', PARLEY_RECORDINGS_S3_KMS_KEY_ID: 'alias/x' },
    'PARLEY_RECORDINGS_S3_ENCRYPTION must be "aws:kms" when PARLEY_RECORDINGS_S3_KMS_KEY_ID is set.',
  ],
])('an object storage with %s is refused', (_title, environment, sentence) => {
  expect(() => loadConfig(environment)).toThrow(sentence);
});

test("an object storage is read, Amazon's or another", () => {
  expect(
    loadConfig({ ...BUCKET, PARLEY_RECORDINGS_S3_REGION: 'eu-central-1', PARLEY_RECORDINGS_S3_ENCRYPTION: 'aws:kms' }).recordingStorage,
  ).toEqual({
    bucket: 'recordings',
    prefix: '',
    endpoint: undefined,
    region: 'eu-central-1',
    pathStyle: false,
    credentials: undefined,
    encryption: { algorithm: 'aws:kms', kmsKeyId: undefined },
    links: 'redirect',
  });
  const other = {
    ...BUCKET,
    PARLEY_RECORDINGS_S3_ENDPOINT: 'http://minio:9000/',
    PARLEY_RECORDINGS_S3_PREFIX: '/parley/calls/',
    PARLEY_RECORDINGS_S3_ACCESS_KEY_ID: 'id',
    PARLEY_RECORDINGS_S3_SECRET_ACCESS_KEY: 'secret',
    PARLEY_RECORDINGS_S3_LINKS: 'proxy',
  };
  expect(loadConfig(other).recordingStorage).toEqual({
    bucket: 'recordings',
    prefix: 'parley/calls',
    endpoint: 'http://minio:9000',
    region: 'us-east-1',
    pathStyle: true,
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    encryption: undefined,
    links: 'proxy',
  });
});

test('a wrong value is not repeated: it may be a secret in the wrong place', () => {
  expect(() => loadConfig({ PARLEY_SECRET_KEY: 'hunter2' })).toThrow(/^(?!.*hunter2)/);
});
