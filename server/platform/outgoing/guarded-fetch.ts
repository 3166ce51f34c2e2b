/** The only way out to URLs that tenants enter: public addresses, and those the installation allows, checked at connect time. */
import dns from 'node:dns';
import net from 'node:net';
import { AppError } from '@parley/contract';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector, fetch as undiciFetch, request, type Dispatcher } from 'undici';
import { networkOf } from './address-range.ts';
import { speaksSomethingElse } from './foreign-ports.ts';

export type Allow = (address: string, host: string) => boolean;

const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

/** RFC 4291 2.4: the only part of IPv6 that is given out for the public; `::127.0.0.1` and the like are outside of it. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public by their range, and yet answered by the cloud that a machine stands in: Azure's wire server. The other clouds' are in private ranges. */
const CLOUD_INTERNAL = new Set(['168.63.129.16']);

export function isPublicAddress(address: string): boolean {
  // The library takes `1.2.3` and octal numbers for addresses as well.
  if (net.isIP(address) === 0) return false;
  // `process` unwraps IPv4-mapped addresses; everything that is not plain unicast is private, reserved or translated.
  const parsed = ipaddr.process(address);
  if (CLOUD_INTERNAL.has(parsed.toString())) return false;
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST));
}

/** `PARLEY_OUTBOUND_ALLOW`: networks and host names. */
export function allowList(entries: readonly string[]): Allow {
  const networks = entries.filter((entry) => net.isIP(entry.split('/')[0] ?? '') !== 0).map(networkOf);
  const hosts = entries.filter((entry) => net.isIP(entry.split('/')[0] ?? '') === 0).map((entry) => entry.toLowerCase());
  return (address, host) => {
    if (hosts.some((one) => one === host.toLowerCase() || (one.startsWith('*.') && host.toLowerCase().endsWith(one.slice(1))))) return true;
    // A proxy's header may hold anything.
    if (net.isIP(address) === 0) return false;
    const parsed = ipaddr.process(address);
    return networks.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits));
  };
}

const blocked = (): AppError =>
  new AppError('forbidden', { detail: 'The address is not a public one; PARLEY_OUTBOUND_ALLOW can allow it.' });

const foreignPort = (port: string): AppError =>
  new AppError('forbidden', { detail: `Port ${port} belongs to another protocol than HTTP; PARLEY_OUTBOUND_ALLOW can allow its host.` });

/** Stands for a name that is not resolved yet: only entries by name allow it. */
const NO_ADDRESS = '255.255.255.255';

/** RFC 6761, 6.3: these names are this machine whatever a resolver says. */
const isLoopbackName = (host: string): boolean => /^(?:.*\.)?localhost\.?$/i.test(host);

/** Throws when a URL cannot be reached whatever its name resolves to. */
export function checkUrl(url: string, allow: Allow): void {
  const { protocol, username, password, hostname, port } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') throw blocked();
  if (username !== '' || password !== '') throw new AppError('forbidden', { detail: 'A URL must not contain credentials.' });
  const host = bare(hostname);
  const address = isLoopbackName(host) ? '127.0.0.1' : host;
  if (net.isIP(address) !== 0 && !isPublicAddress(address) && !allow(address, host)) throw blocked();
  if (speaksSomethingElse(port) && !allow(net.isIP(address) === 0 ? NO_ADDRESS : address, host)) throw foreignPort(port);
}

/** Plain http is for hosts that the installation allows by name or address: everything else is public, and read on the way. */
export function requireHttps(url: string, allow: Allow): void {
  const { protocol, hostname } = new URL(url);
  const host = bare(hostname);
  const address = isLoopbackName(host) ? '127.0.0.1' : net.isIP(host) === 0 ? NO_ADDRESS : host;
  if (protocol !== 'https:' && !allow(address, host)) throw new AppError('forbidden', { detail: 'The URL must begin with https://.' });
}

/** As `dns.lookup` does; tests bring their own. */
export type Resolve = (
  host: string,
  options: dns.LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void,
) => void;

function guardedAgent(allow: Allow, resolve: Resolve): Agent {
  const lookup: net.LookupFunction = (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      // One private answer among public ones is an attack or a mistake; neither is followed.
      if (addresses.length === 0 || addresses.some(({ address }) => !isPublicAddress(address) && !allow(address, host)))
        return callback(blocked(), []);
      callback(null, addresses);
    });
  };
  const connect = buildConnector({ lookup, timeout: 5_000 });
  return new Agent({
    connect: (options, callback) => {
      const host = bare(options.hostname);
      // A literal address never passes through `lookup`.
      if (net.isIP(host) !== 0 && !isPublicAddress(host) && !allow(host, host)) return callback(blocked(), null);
      connect(options, callback);
    },
    headersTimeout: 30_000,
    bodyTimeout: 30_000,
    maxHeaderSize: 16_384,
  });
}

/** `fetch` through the guard; redirects are not followed. */
export function guardedFetch(entries: readonly string[], resolve: Resolve = dns.lookup): typeof globalThis.fetch {
  const allow = allowList(entries);
  const dispatcher = guardedAgent(allow, resolve);
  return (input: string | URL | Request, init?: RequestInit) => {
    const url = input instanceof Request ? input.url : String(input);
    try {
      checkUrl(url, allow);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : blocked());
    }
    return undiciFetch(url, { ...(init as object), dispatcher, redirect: 'manual' });
  };
}

interface GuardedAnswer {
  status: number;
  headers: Record<string, string>;
  /** As much of it as was asked for, and as came within 2 s. */
  body: string;
}

interface GuardedPostOptions {
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
  /** Of the answer's body; the rest is not read. */
  maxBytes: number;
}

export type GuardedPost = (url: string, options: GuardedPostOptions) => Promise<GuardedAnswer>;

/** A body that is not complete by then is kept as far as it came: its sender has answered with the status. */
const BODY_MS = 2_000;

async function beginningOf(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const tooLate = setTimeout(() => body.destroy(), BODY_MS);
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, maxBytes - bytes));
      bytes += chunk.length;
      if (bytes >= maxBytes) break;
    }
  } catch {
    // It broke off, or has no end.
  } finally {
    clearTimeout(tooLate);
  }
  return Buffer.concat(chunks).toString();
}

/** A POST through the guard, for deliveries: redirects are not followed. Abort passes through. */
export function guardedPost(entries: readonly string[], resolve: Resolve = dns.lookup): GuardedPost {
  const allow = allowList(entries);
  const dispatcher = guardedAgent(allow, resolve);
  return async (url, { headers, body, signal, maxBytes }) => {
    checkUrl(url, allow);
    const answer = await request(url, { method: 'POST', headers, body, signal, dispatcher });
    const flat = Object.entries(answer.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]);
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(flat) as Record<string, string>,
      body: await beginningOf(answer.body, maxBytes),
    };
  };
}
