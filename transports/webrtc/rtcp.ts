/** RTCP sender and receiver reports (RFC 3550 6.4). libdatachannel hands RTCP through unchanged, so reports are ours to write. */

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const SOURCE_DESCRIPTION = 202;
const CNAME = 1;
const VERSION = 0x80;
const REPORT_BYTES = 24;
const SENDER_INFO_BYTES = 20;
/** Seconds from 1900, where NTP time begins, to 1970. */
const NTP_EPOCH_S = 2_208_988_800;

/** What one side says of the other's packets. */
export interface ReportBlock {
  /** Whose packets are reported on. */
  ssrc: number;
  /** Part of the packets lost since the last report, 0 to 1. */
  fractionLost: number;
  cumulativeLost: number;
  highestSequence: number;
  /** In timestamp units. */
  jitter: number;
  /** Middle 32 bits of the last sender report's NTP time; 0 when there was none. */
  lastSenderReport: number;
  /** Since that report, in 1/65536 s. */
  delaySinceLastSenderReport: number;
}

export interface RtcpReport {
  senderSsrc: number;
  /** Middle 32 bits of the NTP time, when this is a sender report. */
  senderReport: number | null;
  blocks: ReportBlock[];
}

/** Sender and receiver reports of a compound packet; what is cut short, unknown or not RTCP is left out. */
export function parseRtcp(bytes: Uint8Array): RtcpReport[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reports: RtcpReport[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const end = at + 4 + view.getUint16(at + 2) * 4;
    if (view.getUint8(at) >> 6 !== 2 || end > bytes.length) break;
    const type = view.getUint8(at + 1);
    const info = type === SENDER_REPORT ? SENDER_INFO_BYTES : 0;
    if ((type === SENDER_REPORT || type === RECEIVER_REPORT) && at + 8 + info <= end) {
      const blocks: ReportBlock[] = [];
      for (let block = at + 8 + info; block + REPORT_BYTES <= end && blocks.length < (view.getUint8(at) & 0x1f); block += REPORT_BYTES) {
        blocks.push(parseBlock(view, block));
      }
      const senderReport = type === SENDER_REPORT ? ((view.getUint16(at + 10) << 16) | view.getUint16(at + 12)) >>> 0 : null;
      reports.push({ senderSsrc: view.getUint32(at + 4), senderReport, blocks });
    }
    at = end;
  }
  return reports;
}

const parseBlock = (view: DataView, at: number): ReportBlock => ({
  ssrc: view.getUint32(at),
  fractionLost: view.getUint8(at + 4) / 256,
  cumulativeLost: (view.getInt32(at + 4) << 8) >> 8,
  highestSequence: view.getUint32(at + 8),
  jitter: view.getUint32(at + 12),
  lastSenderReport: view.getUint32(at + 16),
  delaySinceLastSenderReport: view.getUint32(at + 20),
});

export interface SenderInfo {
  wallTime: Date;
  timestamp: number;
  packets: number;
  octets: number;
}

/** A compound packet: a sender report (a receiver report while nothing was sent) and the CNAME that RFC 3550 6.1 asks for. */
export function buildRtcp(ssrc: number, cname: string, sender: SenderInfo | null, blocks: readonly ReportBlock[]): Uint8Array {
  const name = new TextEncoder().encode(cname).subarray(0, 255);
  const info = sender === null ? 0 : SENDER_INFO_BYTES;
  const reportBytes = 8 + info + blocks.length * REPORT_BYTES;
  // The chunk ends with at least one zero byte and fills whole words.
  const chunkBytes = 4 * Math.ceil((4 + 2 + name.length + 1) / 4);
  const bytes = new Uint8Array(reportBytes + 4 + chunkBytes);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION | blocks.length);
  view.setUint8(1, sender === null ? RECEIVER_REPORT : SENDER_REPORT);
  view.setUint16(2, reportBytes / 4 - 1);
  view.setUint32(4, ssrc);
  if (sender !== null) writeSenderInfo(view, sender);
  blocks.forEach((block, index) => writeBlock(view, 8 + info + index * REPORT_BYTES, block));
  view.setUint8(reportBytes, VERSION | 1);
  view.setUint8(reportBytes + 1, SOURCE_DESCRIPTION);
  view.setUint16(reportBytes + 2, chunkBytes / 4);
  view.setUint32(reportBytes + 4, ssrc);
  view.setUint8(reportBytes + 8, CNAME);
  view.setUint8(reportBytes + 9, name.length);
  bytes.set(name, reportBytes + 10);
  return bytes;
}

function writeSenderInfo(view: DataView, { wallTime, timestamp, packets, octets }: SenderInfo): void {
  const ms = wallTime.getTime();
  view.setUint32(8, Math.floor(ms / 1_000) + NTP_EPOCH_S);
  view.setUint32(12, Math.floor(((ms % 1_000) / 1_000) * 2 ** 32));
  view.setUint32(16, timestamp >>> 0);
  view.setUint32(20, packets >>> 0);
  view.setUint32(24, octets >>> 0);
}

function writeBlock(view: DataView, at: number, block: ReportBlock): void {
  view.setUint32(at, block.ssrc);
  view.setUint32(at + 4, block.cumulativeLost & 0xff_ff_ff);
  view.setUint8(at + 4, Math.max(0, Math.min(255, Math.floor(block.fractionLost * 256))));
  view.setUint32(at + 8, block.highestSequence >>> 0);
  view.setUint32(at + 12, block.jitter >>> 0);
  view.setUint32(at + 16, block.lastSenderReport >>> 0);
  view.setUint32(at + 20, block.delaySinceLastSenderReport >>> 0);
}

/** Counts one source's packets for its report block (RFC 3550 A.1, A.3, A.8). */
export class ReceptionStatistics {
  readonly ssrc: number;
  readonly #ticksPerMs: number;
  #base: number | null = null;
  /** Highest sequence number with its wraps in the upper bits. */
  #highest = 0;
  #received = 0;
  #jitter = 0;
  #transit: number | null = null;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #senderReport: { ntp: number; atMs: number } | null = null;

  constructor(ssrc: number, ticksPerMs: number) {
    this.ssrc = ssrc;
    this.#ticksPerMs = ticksPerMs;
  }

  received(sequence: number, timestamp: number, nowMs: number): void {
    this.#received += 1;
    if (this.#base === null) {
      this.#base = sequence;
      this.#highest = sequence;
    }
    const ahead = ((sequence - this.#highest) << 16) >> 16;
    if (ahead > 0) this.#highest += ahead;
    const transit = (Math.round(nowMs * this.#ticksPerMs) - timestamp) | 0;
    if (this.#transit !== null) this.#jitter += (Math.abs((transit - this.#transit) | 0) - this.#jitter) / 16;
    this.#transit = transit;
  }

  senderReport(ntp: number, nowMs: number): void {
    this.#senderReport = { ntp, atMs: nowMs };
  }

  /** The block since the last one; null before the first packet. */
  report(nowMs: number): ReportBlock | null {
    if (this.#base === null) return null;
    const expected = this.#highest - this.#base + 1;
    const expectedNow = expected - this.#expectedBefore;
    const lostNow = expectedNow - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    return {
      ssrc: this.ssrc,
      fractionLost: expectedNow <= 0 || lostNow <= 0 ? 0 : lostNow / expectedNow,
      cumulativeLost: Math.max(-0x80_00_00, Math.min(0x7f_ff_ff, expected - this.#received)),
      highestSequence: this.#highest,
      jitter: Math.round(this.#jitter),
      lastSenderReport: this.#senderReport?.ntp ?? 0,
      delaySinceLastSenderReport: this.#senderReport === null ? 0 : Math.round(((nowMs - this.#senderReport.atMs) * 65_536) / 1_000),
    };
  }
}
