import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';

/** A setting is wrong, or something the start needs is missing. The message is one sentence that says what to do. */
export class StartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StartError';
  }
}

const NOT_VALID = Symbol('not valid');

/** A variable that is read by `convert`; when that gives NOT_VALID, the sentence reads "<NAME> must be <mustBe>". */
const variable = <T>(mustBe: string, convert: (value: string) => T | typeof NOT_VALID) =>
  z.string().transform((value, context): T => {
    const converted = convert(value);
    if (converted !== NOT_VALID) return converted;
    context.addIssue({ code: 'custom', message: mustBe });
    return z.NEVER;
  });

const whole = (min: number, max: number) =>
  variable(`a whole number from ${min.toString()} to ${max.toString()}`, (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    return number >= min && number <= max ? number : NOT_VALID;
  });

const url = (mustBe: string, schemes: readonly string[]) =>
  variable(mustBe, (value) => (URL.canParse(value) && schemes.includes(new URL(value).protocol) ? value.replace(/\/+$/, '') : NOT_VALID));

const httpUrl = url('an http:// or https:// URL', ['http:', 'https:']);

const list = (value: string) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const hostOrNetwork = (item: string): boolean => {
  const [address = '', bits, ...rest] = item.split('/');
  if (rest.length > 0) return false;
  const family = isIP(address);
  if (bits !== undefined) return family !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
  return family !== 0 || /^(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i.test(address);
};

const addressOrNetwork = (item: string): boolean => hostOrNetwork(item) && isIP(item.split('/')[0] ?? '') !== 0;

/** Loopback, private (RFC 1918, RFC 4193) and link-local. */
const PRIVATE_NETWORKS = ['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '::1/128', 'fc00::/7', 'fe80::/10'] as const;

const onOff = variable('"on" or "off"', (value) => {
  if (['on', 'true', '1', 'yes'].includes(value.toLowerCase())) return true;
  return ['off', 'false', '0', 'no'].includes(value.toLowerCase()) ? false : NOT_VALID;
});

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

const oneOf = <const T extends string>(values: readonly T[]) =>
  variable(
    values.map((value) => `"${value}"`).join(' or '),
    (value): T | typeof NOT_VALID => values.find((one) => one === value) ?? NOT_VALID,
  );

const allOf = (mustBe: string, fits: (item: string) => boolean) =>
  variable(mustBe, (value) => (list(value).every(fits) ? list(value) : NOT_VALID));

const address = variable('an IP address', (value) => (isIP(value) !== 0 ? value : NOT_VALID));

/** "28000" or "28000-28019"; 0 lets the system choose. */
const udpPorts = variable('a UDP port, a range such as 28000-28019, or 0 for any port', (value) => {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(value);
  if (match === null) return NOT_VALID;
  const first = Number(match[1]);
  const last = match[2] === undefined ? undefined : Number(match[2]);
  return first > 65_535 || (last !== undefined && (last > 65_535 || last < first)) ? NOT_VALID : { first, last };
});

const RATE_LIMIT_STORES = ['memory', 'database'] as const;

const VAD_RUNTIMES = ['onnxruntime', 'sherpa'] as const;

const RECORDING_ENCRYPTIONS = ['AES256', 'aws:kms'] as const;
const RECORDING_LINKS = ['redirect', 'proxy'] as const;
/** Below a prefix every recording is `<organization>/<call>.wav`. */
const KEY_PREFIX = /^[A-Za-z0-9!_.*'()-]+(\/[A-Za-z0-9!_.*'()-]+)*$/;

const isOrigin = (item: string): boolean =>
  item === '*' || (/^https?:\/\//.test(item) && URL.canParse(item) && new URL(item).origin === item);

type VendorName = 'openai' | 'anthropic' | 'google' | 'deepgram' | 'elevenlabs' | 'cartesia' | 'assemblyai';
interface VendorSettings {
  apiKey: string | undefined;
  baseUrl: string | undefined;
}

/** Every variable that Parley reads. */
const Environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(0, 65_535).default(3_000),
  PARLEY_DATA_DIR: z.string().default('./data'),
  DATABASE_URL: url('a postgres:// URL', ['postgres:', 'postgresql:']).optional(),
  PARLEY_SECRET_KEY: variable('at least 32 characters', (value) => (value.length >= 32 ? value : NOT_VALID)).optional(),
  PARLEY_BOOTSTRAP_API_KEY: variable('16 to 256 letters, digits, "_" or "-"', (value) =>
    /^[A-Za-z0-9_-]{16,256}$/.test(value) ? value : NOT_VALID,
  ).optional(),
  PARLEY_PUBLIC_URL: httpUrl.optional(),
  PARLEY_OUTBOUND_ALLOW: allOf('a comma-separated list of host names, addresses and networks such as 10.0.0.0/8', hostOrNetwork).default(
    [],
  ),
  PARLEY_MEDIA_PROCESSES: whole(1, 256).default(2),
  PARLEY_CALLS_PER_MEDIA_PROCESS: whole(1, 1_000).default(50),
  PARLEY_CALLS_AT_FIRST: whole(1, 100_000).optional(),
  PARLEY_AUDIO_LAG_MS: whole(20, 60_000).default(100),
  PARLEY_LISTENING_LAG_MS: whole(20, 60_000).default(300),
  PARLEY_VAD_RUNTIME: variable(
    '"onnxruntime" or "sherpa"',
    (value) => VAD_RUNTIMES.find((runtime) => runtime === value) ?? NOT_VALID,
  ).optional(),
  PARLEY_RECOGNISERS_PER_CORE: whole(1, 1_000).default(8),
  PARLEY_WEBRTC_UDP_PORTS: udpPorts.default({ first: 28_000, last: undefined }),
  PARLEY_WEBRTC_PUBLIC_ADDRESS: address.optional(),
  PARLEY_WEBRTC_BIND_ADDRESS: address.optional(),
  PARLEY_TURN_URLS: allOf('a comma-separated list of turn: or turns: URLs', (item) => /^turns?:[^\s]+$/.test(item)).default([]),
  PARLEY_TURN_SECRET: z.string().optional(),
  PARLEY_LOG_LEVEL: variable(
    `one of ${LOG_LEVELS.join(', ')}`,
    (value): LogLevel | typeof NOT_VALID => LOG_LEVELS.find((level) => level === value) ?? NOT_VALID,
  ).default('info'),
  PARLEY_CLIENT_TOKEN_TTL_MS: whole(1_000, 86_400_000).default(600_000),
  PARLEY_REGISTERED_CALL_TIMEOUT_MS: whole(1_000, 86_400_000).default(600_000),
  PARLEY_DRAIN_MS: whole(0, 86_400_000).default(5_000),
  PARLEY_EVENTS_WAITING_MAX: whole(1_000, 10_000_000).default(100_000),
  PARLEY_RECORDINGS: onOff.default(true),
  PARLEY_RECORDINGS_S3_BUCKET: variable('the name of a bucket (3 to 63 small letters, digits, dots and dashes)', (value) =>
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value) ? value : NOT_VALID,
  ).optional(),
  PARLEY_RECORDINGS_S3_PREFIX: variable('a path such as "parley/recordings"', (value) => {
    const path = value.replace(/^\/+|\/+$/g, '');
    return KEY_PREFIX.test(path) && path.length <= 512 && !/(^|\/)\.\.?(\/|$)/.test(path) ? path : NOT_VALID;
  }).optional(),
  PARLEY_RECORDINGS_S3_ENDPOINT: httpUrl.optional(),
  PARLEY_RECORDINGS_S3_REGION: variable('a region such as "eu-central-1"', (value) =>
    /^[a-z0-9-]{2,64}$/.test(value) ? value : NOT_VALID,
  ).optional(),
  PARLEY_RECORDINGS_S3_PATH_STYLE: onOff.optional(),
  PARLEY_RECORDINGS_S3_ACCESS_KEY_ID: z.string().optional(),
  PARLEY_RECORDINGS_S3_SECRET_ACCESS_KEY: z.string().optional(),
  PARLEY_RECORDINGS_S3_ENCRYPTION: oneOf(RECORDING_ENCRYPTIONS).optional(),
  PARLEY_RECORDINGS_S3_KMS_KEY_ID: z.string().optional(),
  PARLEY_RECORDINGS_S3_LINKS: oneOf(RECORDING_LINKS).optional(),
  PARLEY_RECORDINGS_WAITING_MB: whole(10, 100_000_000).default(20_000),
  PARLEY_NODE_NAME: variable('1 to 128 letters, digits, dots, underscores and dashes', (value) =>
    /^[A-Za-z0-9._-]{1,128}$/.test(value) ? value : NOT_VALID,
  ).optional(),
  PARLEY_ANALYSIS: onOff.default(true),
  PARLEY_RATE_LIMIT_PER_MINUTE: whole(0, 10_000_000).default(1_000),
  PARLEY_RATE_LIMIT_STORE: variable(
    '"memory" or "database"',
    (value) => RATE_LIMIT_STORES.find((store) => store === value) ?? NOT_VALID,
  ).optional(),
  PARLEY_SIGNING_KEY_DAYS: whole(1, 365).default(30),
  PARLEY_EVENTS_KEPT_DAYS: whole(1, 3_650).default(30),
  PARLEY_AUDIT_KEPT_DAYS: variable('"forever", or a whole number of days from 30 to 36500', (value) => {
    if (value === 'forever') return null;
    const days = /^\d{1,6}$/.test(value) ? Number(value) : NaN;
    return days >= 30 && days <= 36_500 ? days : NOT_VALID;
  }).default(null),
  PARLEY_TRUSTED_PROXIES: allOf('a comma-separated list of addresses and networks such as 10.0.0.0/8', addressOrNetwork).default([]),
  PARLEY_METRICS_ALLOW: allOf('a comma-separated list of addresses and networks such as 10.0.0.0/8', addressOrNetwork).default([
    ...PRIVATE_NETWORKS,
  ]),
  PARLEY_METRICS_TOKEN: variable('16 to 256 visible characters', (value) =>
    /^[\x21-\x7e]{16,256}$/.test(value) ? value : NOT_VALID,
  ).optional(),
  PARLEY_CORS_ORIGINS: allOf('"*", or a comma-separated list of origins such as https://app.example.com', isOrigin).default(['*']),
});

/** Where recordings are kept besides the disk: an object storage that speaks S3's protocol. */
export interface ObjectStorageSettings {
  bucket: string;
  /** Without slashes at its ends; empty: the recordings are at the top of the bucket. */
  prefix: string;
  /** Absent: Amazon's own for the region. */
  endpoint: string | undefined;
  region: string;
  /** `https://host/bucket/key`, not `https://bucket.host/key`. */
  pathStyle: boolean;
  /** Absent: where Amazon's tools look for them (environment, profile, role of the machine). */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
  encryption: { algorithm: (typeof RECORDING_ENCRYPTIONS)[number]; kmsKeyId: string | undefined } | undefined;
  /** What a signed URL of ours does: leads on to one of the storage, or passes the bytes on. */
  links: (typeof RECORDING_LINKS)[number];
}

export interface Config {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** Absolute. */
  dataDirectory: string;
  /** Absent: the embedded database in the data directory. */
  databaseUrl: string | undefined;
  /** As given in the environment; `loadSecretKey` makes one where it is absent. */
  secretKey: string | undefined;
  bootstrapApiKey: string | undefined;
  /** Absent: derived from the address that the server listens on. */
  publicUrl: string | undefined;
  outboundAllow: string[];
  media: {
    processes: number;
    callsPerProcess: number;
    callsAtFirst: number | undefined;
    /** A media process whose audio, or whose recogniser, is later than this takes no more calls. */
    audioLagMs: number;
    listeningLagMs: number;
    recognisersPerWorker: number;
  };
  /** What runs the embedded voice detector; absent: ONNX Runtime, or sherpa-onnx where that does not load. */
  vadRuntime: (typeof VAD_RUNTIMES)[number] | undefined;
  webrtc: {
    /** Media process i listens on `udpBasePort + i`; 0 lets the system choose. */
    udpBasePort: number;
    publicAddress: string | undefined;
    bindAddress: string | undefined;
    turn: { urls: string[]; secret: string } | undefined;
  };
  logLevel: LogLevel;
  clientTokenTtlMs: number;
  registeredCallTimeoutMs: number;
  /** How long live calls may go on after the server was asked to end. */
  drainMs: number;
  /** Events of live calls that may wait in memory while the database is away, about 1 kB each; beyond, the calls that have more to tell end. */
  eventsWaitingMax: number;
  recordings: boolean;
  /** Absent: recordings stay in the data directory. */
  recordingStorage: ObjectStorageSettings | undefined;
  /** Recordings that the object storage does not have yet may take so much of the disk; beyond, calls are not recorded. */
  recordingsWaitingMaxBytes: number;
  /** How this node is called where a recording is on its disk only. */
  nodeName: string;
  /** False: no call is analysed after its end. */
  analysis: boolean;
  /** Points a minute for each caller; 0: no limit. `database`: shared by the nodes, and there after a restart. */
  rateLimit: { perMinute: number; store: (typeof RATE_LIMIT_STORES)[number] };
  /** How long a key signs access tokens. */
  signingKeyMs: number;
  /** How long events and deliveries are kept. */
  eventsKeptMs: number;
  /** How long the audit trail is kept; null: for ever. */
  auditKeptMs: number | null;
  /** Addresses and networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. */
  trustedProxies: string[];
  /** Who reads `/metrics`: with a token, whoever has it; without, whoever comes from these addresses and networks directly. */
  metrics: { allow: string[]; token: string | undefined };
  /** Pages that may use the API from browsers; `*`: all. */
  corsOrigins: string[];
  vendors: Record<VendorName, VendorSettings>;
}

const VendorEnvironment = z.object({ key: z.string().optional(), baseUrl: httpUrl.optional() });

const failOn = (issues: readonly z.core.$ZodIssue[], name: (path: string) => string): never => {
  const { path = [], message = 'valid' } = issues[0] ?? {};
  throw new StartError(`${name(String(path[0]))} ${/^(must|is|has) /.test(message) ? message : `must be ${message}`}.`);
};

function vendorSettings(env: Record<string, string | undefined>, vendor: VendorName): VendorSettings {
  const prefix = vendor.toUpperCase();
  const parsed = VendorEnvironment.safeParse({ key: env[`${prefix}_API_KEY`], baseUrl: env[`${prefix}_BASE_URL`] });
  if (!parsed.success) return failOn(parsed.error.issues, () => `${prefix}_BASE_URL`);
  return { apiKey: parsed.data.key, baseUrl: parsed.data.baseUrl };
}

function checkTogether(values: z.output<typeof Environment>): void {
  if (values.PARLEY_TURN_URLS.length > 0 && values.PARLEY_TURN_SECRET === undefined)
    throw new StartError('PARLEY_TURN_SECRET must be set when PARLEY_TURN_URLS is.');
  const { first, last } = values.PARLEY_WEBRTC_UDP_PORTS;
  const needed = first + values.PARLEY_MEDIA_PROCESSES - 1;
  if (first !== 0 && needed > (last ?? 65_535))
    throw new StartError('PARLEY_WEBRTC_UDP_PORTS must be a range with one port for each of the PARLEY_MEDIA_PROCESSES.');
}

function recordingStorage(values: z.output<typeof Environment>): ObjectStorageSettings | undefined {
  const own = Object.keys(Environment.shape).filter((name) => name.startsWith('PARLEY_RECORDINGS_S3_'));
  const {
    PARLEY_RECORDINGS_S3_BUCKET: bucket,
    PARLEY_RECORDINGS_S3_ENDPOINT: endpoint,
    PARLEY_RECORDINGS_S3_REGION: region,
    PARLEY_RECORDINGS_S3_ACCESS_KEY_ID: accessKeyId,
    PARLEY_RECORDINGS_S3_SECRET_ACCESS_KEY: secretAccessKey,
    PARLEY_RECORDINGS_S3_ENCRYPTION: algorithm,
    PARLEY_RECORDINGS_S3_KMS_KEY_ID: kmsKeyId,
  } = values;
  if (bucket === undefined) {
    const lonely = own.find((name) => values[name as keyof typeof values] !== undefined);
    if (lonely === undefined) return undefined;
    throw new StartError(`PARLEY_RECORDINGS_S3_BUCKET must be set when ${lonely} is.`);
  }
  if (region === undefined && endpoint === undefined)
    throw new StartError(
      'PARLEY_RECORDINGS_S3_REGION must be set when PARLEY_RECORDINGS_S3_BUCKET is and no PARLEY_RECORDINGS_S3_ENDPOINT.',
    );
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined))
    throw new StartError(
      'PARLEY_RECORDINGS_S3_ACCESS_KEY_ID and PARLEY_RECORDINGS_S3_SECRET_ACCESS_KEY must be set together, or neither of them.',
    );
  if (kmsKeyId !== undefined && algorithm !== 'aws:kms')
    throw new StartError('PARLEY_RECORDINGS_S3_ENCRYPTION must be "aws:kms" when PARLEY_RECORDINGS_S3_KMS_KEY_ID is set.');
  return {
    bucket,
    prefix: values.PARLEY_RECORDINGS_S3_PREFIX ?? '',
    endpoint,
    region: region ?? 'us-east-1',
    pathStyle: values.PARLEY_RECORDINGS_S3_PATH_STYLE ?? endpoint !== undefined,
    credentials: accessKeyId === undefined || secretAccessKey === undefined ? undefined : { accessKeyId, secretAccessKey },
    encryption: algorithm === undefined ? undefined : { algorithm, kmsKeyId },
    links: values.PARLEY_RECORDINGS_S3_LINKS ?? 'redirect',
  };
}

const mediaSettings = (values: z.output<typeof Environment>): Config['media'] => ({
  processes: values.PARLEY_MEDIA_PROCESSES,
  callsPerProcess: values.PARLEY_CALLS_PER_MEDIA_PROCESS,
  callsAtFirst: values.PARLEY_CALLS_AT_FIRST,
  audioLagMs: values.PARLEY_AUDIO_LAG_MS,
  listeningLagMs: values.PARLEY_LISTENING_LAG_MS,
  recognisersPerWorker: values.PARLEY_RECOGNISERS_PER_CORE,
});

const recordingSettings = (values: z.output<typeof Environment>) => ({
  recordings: values.PARLEY_RECORDINGS,
  recordingStorage: recordingStorage(values),
  recordingsWaitingMaxBytes: values.PARLEY_RECORDINGS_WAITING_MB * 1_000_000,
  nodeName: values.PARLEY_NODE_NAME ?? hostname(),
});

/** Reads the environment; the first wrong value throws a StartError that names its variable. An empty variable counts as absent. */
export function loadConfig(environment: Record<string, string | undefined>): Config {
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = Environment.safeParse(env);
  if (!parsed.success) return failOn(parsed.error.issues, (path) => path);
  const values = parsed.data;
  checkTogether(values);
  return {
    host: values.HOST,
    port: values.PORT,
    dataDirectory: resolve(values.PARLEY_DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    secretKey: values.PARLEY_SECRET_KEY,
    bootstrapApiKey: values.PARLEY_BOOTSTRAP_API_KEY,
    publicUrl: values.PARLEY_PUBLIC_URL,
    outboundAllow: values.PARLEY_OUTBOUND_ALLOW,
    media: mediaSettings(values),
    vadRuntime: values.PARLEY_VAD_RUNTIME,
    webrtc: {
      udpBasePort: values.PARLEY_WEBRTC_UDP_PORTS.first,
      publicAddress: values.PARLEY_WEBRTC_PUBLIC_ADDRESS,
      bindAddress: values.PARLEY_WEBRTC_BIND_ADDRESS,
      turn:
        values.PARLEY_TURN_SECRET === undefined || values.PARLEY_TURN_URLS.length === 0
          ? undefined
          : { urls: values.PARLEY_TURN_URLS, secret: values.PARLEY_TURN_SECRET },
    },
    logLevel: values.PARLEY_LOG_LEVEL,
    clientTokenTtlMs: values.PARLEY_CLIENT_TOKEN_TTL_MS,
    registeredCallTimeoutMs: values.PARLEY_REGISTERED_CALL_TIMEOUT_MS,
    drainMs: values.PARLEY_DRAIN_MS,
    eventsWaitingMax: values.PARLEY_EVENTS_WAITING_MAX,
    ...recordingSettings(values),
    analysis: values.PARLEY_ANALYSIS,
    rateLimit: {
      perMinute: values.PARLEY_RATE_LIMIT_PER_MINUTE,
      // One process needs nobody to share its limits with.
      store: values.PARLEY_RATE_LIMIT_STORE ?? (values.DATABASE_URL === undefined ? 'memory' : 'database'),
    },
    signingKeyMs: values.PARLEY_SIGNING_KEY_DAYS * 86_400_000,
    eventsKeptMs: values.PARLEY_EVENTS_KEPT_DAYS * 86_400_000,
    auditKeptMs: values.PARLEY_AUDIT_KEPT_DAYS === null ? null : values.PARLEY_AUDIT_KEPT_DAYS * 86_400_000,
    trustedProxies: values.PARLEY_TRUSTED_PROXIES,
    metrics: { allow: values.PARLEY_METRICS_ALLOW, token: values.PARLEY_METRICS_TOKEN },
    corsOrigins: values.PARLEY_CORS_ORIGINS,
    vendors: {
      openai: vendorSettings(env, 'openai'),
      anthropic: vendorSettings(env, 'anthropic'),
      google: vendorSettings(env, 'google'),
      deepgram: vendorSettings(env, 'deepgram'),
      elevenlabs: vendorSettings(env, 'elevenlabs'),
      cartesia: vendorSettings(env, 'cartesia'),
      assemblyai: vendorSettings(env, 'assemblyai'),
    },
  };
}

/** The process's environment: read here and nowhere else. */
export const environment = (): Record<string, string | undefined> => process.env;
