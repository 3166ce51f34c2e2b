/** What was asked of a child and is not answered yet: each question has a number, which comes back with its answer. */
import type { Clock } from '../clock.ts';

export interface Patience {
  clock: Clock;
  withinMs: number;
  /** What the asker is told then; an answer that comes later is dropped. */
  tooLate: () => Error;
}

interface Waiting<Answer> {
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
  cancel: () => void;
}

export class Questions<Answer> {
  readonly #waiting = new Map<number, Waiting<Answer>>();
  #last = 0;

  /** Without patience a question waits for as long as its child lives. */
  ask(send: (id: number) => void, patience?: Patience): Promise<Answer> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const cancel =
        patience === undefined ? () => undefined : patience.clock.schedule(patience.withinMs, () => this.refuse(id, patience.tooLate()));
      this.#waiting.set(id, { resolve, reject, cancel });
      send(id);
    });
  }

  answer(id: number, answer: Answer): void {
    this.#settle(id)?.resolve(answer);
  }

  refuse(id: number, error: Error): void {
    this.#settle(id)?.reject(error);
  }

  /** The child is gone: nobody answers any more. */
  refuseAll(because: () => Error): void {
    for (const id of [...this.#waiting.keys()]) this.refuse(id, because());
  }

  #settle(id: number): Waiting<Answer> | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.cancel();
    return waiting;
  }
}
