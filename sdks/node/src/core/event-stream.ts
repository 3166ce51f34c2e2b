import { ParleyError } from './errors.ts';

/**
 * Events as they come: `for await (const event of stream)`. The request is sent when the iteration begins, and ends with it:
 * `break` closes the connection.
 */
export class EventStream<T> implements AsyncIterable<T> {
  readonly #events: () => AsyncGenerator<T, void, undefined>;
  #taken = false;

  constructor(events: () => AsyncGenerator<T, void, undefined>) {
    this.#events = events;
  }

  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    if (this.#taken) throw new ParleyError('A stream can be read once.');
    this.#taken = true;
    return this.#events();
  }
}
