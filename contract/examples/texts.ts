/** Bodies that no schema describes, by type. */
import { ACCOUNT_EXAMPLES } from './account.ts';
import { CONVERSATION_EXAMPLES } from './conversations.ts';

const sdp = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;

const session = (setup: 'actpass' | 'passive'): string =>
  sdp([
    'v=0',
    'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=ice-ufrag:F7gI',
    'a=ice-pwd:x9cml/YzichV2+XlhiMu8g',
    'a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:0F',
    `a=setup:${setup}`,
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtpmap:111 opus/48000/2',
  ]);

const TEXT =
  '[2025-11-25T10:15:04.112Z] User: When are you open?\n' +
  '[2025-11-25T10:15:04.870Z] Front desk: We are open from Monday to Thursday, eight to five.\n';
const VTT = [
  'WEBVTT\n',
  'msg_01kaxy2e4g6j8m0p2r4t6v8x0z\n00:00:04.112 --> 00:00:04.870\n<v User>When are you open?\n',
  'msg_01kaxy2f5h7k9n1q3s5v7x9z1b\n00:00:04.870 --> 00:00:07.870\n<v Front desk>We are open from Monday to Thursday, eight to five.\n',
].join('\n');

const CSV =
  'id,created_at,actor_type,actor_id,actor_name,action,outcome,resource_type,resource_id,address,user_agent,request_id,changes\r\n' +
  'audit_019ab0a1c2d0000000f5a7c31e,2025-11-25T10:02:11.480Z,person,user_01kaxs1b3c5d7e9f1g3h5j7k9m,Olivia Owner,updateAgent,success,agent,agent_01kaxt0a2b4c6d8e0f2g4h6j8k,203.0.113.7,Mozilla/5.0,req_01kaxy0b3c5d7e9f1g3h5j7k9m,\r\n';

export const TEXT_EXAMPLES: Readonly<Record<'request' | 'response', Readonly<Record<string, unknown>>>> = {
  request: { 'application/sdp': session('actpass') },
  response: {
    'application/sdp': session('passive'),
    'text/plain': TEXT,
    'text/vtt': VTT,
    'text/csv': CSV,
    'application/x-ndjson': `${JSON.stringify(ACCOUNT_EXAMPLES.AuditEntry)}\n`,
    'application/json': CONVERSATION_EXAMPLES.Conversation,
  },
};
