/** A conversation as a file: JSON, plain text, or WebVTT (W3C) to run beside a recording. Pure. */
import type { Conversation, ExportFormat, Message } from '@parley/contract';

/** How long a typed message stands, where nothing tells when it ended. */
const TYPED_MS = 3_000;

export interface ExportedFile {
  type: string;
  extension: string;
  text: string;
}

const speakerOf = (message: Message, agentName: string): string => {
  switch (message.role) {
    case 'user':
      return 'User';
    case 'agent':
      return agentName;
    case 'function':
      return `Function ${message.name}`;
    case 'system':
      return 'System';
    default:
      return message satisfies never;
  }
};

const textOf = (message: Message): string => {
  if (message.role !== 'function') return message.content;
  const outcome =
    message.status === 'failed'
      ? `failed: ${message.error ?? ''}`
      : message.status === 'running'
        ? 'running'
        : JSON.stringify(message.result ?? null);
  return `${JSON.stringify(message.arguments ?? {})} → ${outcome}`;
};

const asText = ({ agent_name, messages }: Conversation): string =>
  messages.map((message) => `[${message.created_at}] ${speakerOf(message, agent_name)}: ${textOf(message)}\n`).join('');

function timeOf(ms: number): string {
  const pad = (value: number, length: number): string => String(Math.floor(value)).padStart(length, '0');
  return `${pad(ms / 3_600_000, 2)}:${pad((ms / 60_000) % 60, 2)}:${pad((ms / 1_000) % 60, 2)}.${pad(ms % 1_000, 3)}`;
}

/** A cue's text may hold neither markup nor the arrow, and ends at an empty line. */
const cueText = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\n\s*\n/g, '\n');

function asVtt({ agent_name, created_at, messages }: Conversation): string {
  const began = Date.parse(created_at);
  const said = messages.filter((message) => message.role === 'user' || message.role === 'agent');
  const cues = said.map((message, index) => {
    const start = message.start_ms ?? Math.max(0, Date.parse(message.created_at) - began);
    const next = said[index + 1];
    const until = message.end_ms ?? (next === undefined ? start + TYPED_MS : Math.max(0, Date.parse(next.created_at) - began));
    return `${message.id}\n${timeOf(start)} --> ${timeOf(Math.max(until, start + 1))}\n<v ${cueText(speakerOf(message, agent_name))}>${cueText(message.content)}\n`;
  });
  return `WEBVTT\n\n${cues.join('\n')}`;
}

export function exportConversation(conversation: Conversation, format: ExportFormat): ExportedFile {
  switch (format) {
    case 'json':
      return { type: 'application/json; charset=utf-8', extension: 'json', text: JSON.stringify(conversation, null, 2) };
    case 'text':
      return { type: 'text/plain; charset=utf-8', extension: 'txt', text: asText(conversation) };
    case 'vtt':
      return { type: 'text/vtt; charset=utf-8', extension: 'vtt', text: asVtt(conversation) };
    default:
      return format satisfies never;
  }
}
