/** Server-sent events (WHATWG HTML 9.2): text in pieces in, messages out. */

export interface SseMessage {
  event: string;
  data: string;
  /** The last id of the stream so far; empty where none was sent. */
  id: string;
}

export class SseParser {
  #rest = '';
  #begun = false;
  #afterCr = false;
  #event = '';
  #data: string[] = [];
  #id = '';
  /** What the server asked to wait before a new connection. */
  retryMs: number | null = null;

  push(text: string): SseMessage[] {
    const given = this.#begun ? text : text.replace(/^\uFEFF/, '');
    this.#begun ||= text !== '';
    // The CR of the piece before ended its line already.
    const lines = (this.#rest + (this.#afterCr && given.startsWith('\n') ? given.slice(1) : given)).split(/\r\n|\n|\r/);
    if (given !== '') this.#afterCr = given.endsWith('\r');
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): SseMessage[] {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#event = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
    return [];
  }

  #dispatch(): SseMessage[] {
    const data = this.#data;
    const event = this.#event;
    this.#data = [];
    this.#event = '';
    return data.length === 0 ? [] : [{ event: event === '' ? 'message' : event, data: data.join('\n'), id: this.#id }];
  }
}
