/** A delivery as a command for a shell. Pure. */
import type { WebhookAttempt } from '@parley/contract';

/** A word of a POSIX shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** `body`: the event as it was sent. Values of own headers are not known here and say so. */
export function curlOf({ request }: Pick<WebhookAttempt, 'request'>, body: string): string {
  const headers = Object.entries(request.headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return [`curl -X POST ${quoted(request.url)}`, ...headers, `--data-raw ${quoted(body)}`].join(' \\\n  ');
}
