/** Everything that main process and media processes say to each other. */
import type {
  AgentProblem,
  AgentSnapshot,
  CallEvent,
  CallTransportKind,
  DisconnectionReason,
  EngineStatus,
  ErrorCode,
  HangUpBy,
  DefectPlace,
} from '@parley/contract';
import type { Config } from '../../config.ts';
import type { CallSecrets } from '../models/secrets.ts';

/** Why a call does not begin, to be told to its client. */
interface CallRefusal {
  code: AgentProblem['code'];
  message: string;
}

export interface CallStart {
  callId: string;
  organizationId: string;
  agent: AgentSnapshot;
  variables: Record<string, string>;
  transport: CallTransportKind;
  secrets: CallSecrets;
  record: boolean;
  /** The client is let in all the same: a browser cannot read why its WebSocket was turned away. */
  refusal: CallRefusal | null;
}

/** What `ws` needs of the request that asked for the upgrade. */
export interface UpgradeRequest {
  method: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
}

export interface MediaSettings {
  udpPort: number;
  bindAddress: string | undefined;
  publicAddress: string | undefined;
  /** Threads for voice detection and recognition: the cores are shared among the media processes. */
  listeningWorkers: number;
  /** What runs the embedded voice detector; undefined: the provider's own choice. */
  vadRuntime: Config['vadRuntime'];
  /** Embedded recognisers that the calls of such a thread share, at most. */
  recognisersPerWorker: number;
  /** Networks and hosts that tenants' URLs may reach besides public addresses. */
  outboundAllow: string[];
  logLevel: string;
}

/** How late a media process is, in ms. */
export interface MediaLag {
  /** Its event loop, which sends every call's audio. */
  audioMs: number;
  /** The embedded recogniser: how long callers' words wait for it. */
  listeningMs: number;
}

export type ToMedia =
  | { type: 'settings'; settings: MediaSettings }
  /** The socket itself travels with this message. */
  | { type: 'upgrade'; call: CallStart; request: UpgradeRequest; head: Uint8Array }
  | { type: 'offer'; id: number; call: CallStart; sdp: string }
  | { type: 'hang-up'; callId: string; by: Exclude<HangUpBy, 'user'> }
  | { type: 'inject'; callId: string; text: string }
  | { type: 'synthesise'; id: number; voice: string; text: string }
  | { type: 'drain' };

export type FromMedia =
  | { type: 'ready'; engines: EngineStatus[] }
  | { type: 'events'; callId: string; events: CallEvent[] }
  /** Interleaved 16-bit samples, 16 kHz, caller left and agent right. */
  | { type: 'recording'; callId: string; pcm: Uint8Array }
  /** `message`: why a call did not begin. */
  | { type: 'ended'; callId: string; reason: DisconnectionReason | null; message?: string }
  /** Told when it changes. */
  | { type: 'load'; lag: MediaLag }
  /** One was met, and is in the log already. */
  | { type: 'defect'; place: DefectPlace }
  | { type: 'answer'; id: number; sdp: string }
  | { type: 'synthesised'; id: number; wav: Uint8Array }
  | { type: 'failed'; id: number; code: ErrorCode; message: string };
