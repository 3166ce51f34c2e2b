import { ParleyError } from './errors.ts';

/** A page as the API sends it. */
export interface PageBody<T> {
  items: T[];
  next_cursor: string | null;
  has_more: boolean;
}

type Load<T> = (cursor: string | undefined) => Promise<PageBody<T>>;

/** One page of a list; iterating over it goes on through all pages behind it, asking for each when it is needed. */
export class Page<T> implements AsyncIterable<T>, PageBody<T> {
  readonly items: T[];
  readonly next_cursor: string | null;
  readonly has_more: boolean;
  readonly #load: Load<T>;

  constructor(body: PageBody<T>, load: Load<T>) {
    this.items = body.items;
    this.next_cursor = body.next_cursor;
    this.has_more = body.has_more;
    this.#load = load;
  }

  /** Null behind the last page. */
  async nextPage(): Promise<Page<T> | null> {
    const { next_cursor: cursor } = this;
    if (cursor === null || !this.has_more) return null;
    const next = new Page(await this.#load(cursor), this.#load);
    if (next.next_cursor === cursor) throw new ParleyError('The server sends the same page again and again.');
    return next;
  }

  /** This page and all behind it. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    yield this;
    const next = await this.nextPage();
    if (next !== null) yield* next.pages();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page.items;
  }
}

/** A list that was asked for: `await` it for its first page, or iterate over all of its items. Nothing is sent before. */
export class PageRequest<T> implements PromiseLike<Page<T>>, AsyncIterable<T> {
  readonly #load: Load<T>;
  #first: Promise<Page<T>> | undefined;

  constructor(load: Load<T>) {
    this.#load = load;
  }

  #page(): Promise<Page<T>> {
    this.#first ??= this.#load(undefined).then((body) => new Page(body, this.#load));
    return this.#first;
  }

  then<A = Page<T>, B = never>(
    onPage?: ((page: Page<T>) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#page().then(onPage, onError);
  }

  catch<B = never>(onError?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Page<T> | B> {
    return this.#page().catch(onError);
  }

  finally(onSettled?: (() => void) | null): Promise<Page<T>> {
    return this.#page().finally(onSettled);
  }

  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    yield* (await this.#page()).pages();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    yield* await this.#page();
  }
}
