import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { KeptChild, type LifeEvents, type Restart } from './kept-child.ts';
import { Questions } from './questions.ts';

/** A child whose lives the test ends. */
function kept(restart: Restart) {
  const lives: (LifeEvents<string> & { sent: string[]; ended: boolean })[] = [];
  const heard: string[] = [];
  const losses: string[] = [];
  const child = new KeptChild<string, string>({
    begin: (events) => {
      const life = { ...events, sent: [] as string[], ended: false };
      lives.push(life);
      return { send: (message) => void life.sent.push(message), end: () => void (life.ended = true) };
    },
    restart,
    onMessage: (message) => void heard.push(message),
    onLost: (reason) => void losses.push(reason.message),
  });
  return { child, lives, heard, losses, die: () => lives.at(-1)?.onGone(new Error('died')) };
}

describe('a kept child', () => {
  test('on demand begins with the first message, and after its death with the next', () => {
    const { child, lives, losses, die } = kept({ when: 'on demand' });
    expect(lives).toHaveLength(0);
    child.send('one');
    die();
    expect([lives.length, losses]).toEqual([1, ['died']]);
    child.send('two');
    expect(lives.map((life) => life.sent)).toEqual([['one'], ['two']]);
  });

  test('is broken after so many deaths in a row; a word from it begins the count anew', () => {
    const { child, lives, heard, die } = kept({ when: 'at once', mostDeaths: 2 });
    die();
    die();
    lives.at(-1)?.onMessage('alive');
    die();
    die();
    expect([child.broken, lives.length, heard]).toEqual([false, 5, ['alive']]);
    die();
    expect([child.broken, lives.length]).toEqual([true, 5]);
    child.send('into the void');
    expect(lives.at(-1)?.sent).toEqual([]);
  });

  test('that dies young is begun later and later, one that was sound at once', async () => {
    const clock = new VirtualClock();
    const { lives, die } = kept({ when: 'at once', delays: { clock, ms: [0, 250, 1_000], soundAfterMs: 30_000 } });
    die();
    await clock.advance(249);
    expect(lives).toHaveLength(1);
    await clock.advance(1);
    expect(lives).toHaveLength(2);
    die();
    await clock.advance(999);
    expect(lives).toHaveLength(2);
    await clock.advance(1);
    expect(lives).toHaveLength(3);
    await clock.advance(30_001);
    die();
    expect(lives).toHaveLength(4);
  });

  test('that is closed while it waits to be begun again stays away', async () => {
    const clock = new VirtualClock();
    const { child, lives, die } = kept({ when: 'at once', delays: { clock, ms: [0, 250], soundAfterMs: 30_000 } });
    die();
    await child.close();
    await clock.advance(1_000);
    expect(lives).toHaveLength(1);
  });

  test('may say its farewell before it is ended, and its end is no loss', async () => {
    const clock = new VirtualClock();
    const { child, lives, losses, die } = kept({ when: 'at once' });
    const closed = child.close({ message: 'drain', clock, withinMs: 4_000 });
    await clock.advance(3_999);
    expect([lives[0]?.sent, lives[0]?.ended]).toEqual([['drain'], false]);
    await clock.advance(1);
    expect(lives[0]?.ended).toBe(true);
    die();
    await closed;
    expect([lives.length, losses]).toEqual([1, []]);
  });
});

describe('questions', () => {
  test('are answered by number, in any order, and once', async () => {
    const questions = new Questions<string>();
    const ids: number[] = [];
    const [first, second] = [questions.ask((id) => void ids.push(id)), questions.ask((id) => void ids.push(id))];
    questions.answer(ids[1]!, 'second');
    questions.answer(ids[0]!, 'first');
    questions.answer(ids[0]!, 'again');
    expect(await Promise.all([first, second])).toEqual(['first', 'second']);
  });

  test('that are not answered in time are told so, and a late answer is dropped', async () => {
    const clock = new VirtualClock();
    const questions = new Questions<string>();
    let asked = 0;
    const answer = questions.ask((id) => (asked = id), { clock, withinMs: 15_000, tooLate: () => new Error('too late') });
    const told = expect(answer).rejects.toThrow('too late');
    await clock.advance(15_000);
    await told;
    questions.answer(asked, 'late');
  });

  test('of a child that is gone are all refused, and leave no timer', async () => {
    const clock = new VirtualClock();
    const questions = new Questions<string>();
    const patience = { clock, withinMs: 15_000, tooLate: () => new Error('too late') };
    const told = Promise.all([1, 2].map(() => expect(questions.ask(() => undefined, patience)).rejects.toThrow('gone')));
    questions.refuseAll(() => new Error('gone'));
    await told;
    expect(clock.pending).toBe(0);
  });
});
