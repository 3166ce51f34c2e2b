import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SpokenCourse } from './spoken-course.ts';

const TEXT = 'One two three four.';
/** Each word takes 200 ms, but for the pause of 300 ms after the second. */
const MARKS = [
  { atMs: 200, chars: 3 },
  { atMs: 400, chars: 7 },
  { atMs: 700, chars: 8 },
  { atMs: 900, chars: 13 },
  { atMs: 1_100, chars: 19 },
];
const PACE = 40;
const textAt = (course: SpokenCourse, ms: number): string => course.spokenAt(ms, PACE).text;

describe('by the marks', () => {
  test('a word is heard with its second half', () => {
    const course = new SpokenCourse(TEXT);
    course.mark(MARKS);
    expect([0, 99, 100, 299, 300, 500, 799, 800, 1_100].map((ms) => textAt(course, ms))).toEqual([
      '',
      '',
      'One',
      'One',
      'One two',
      'One two',
      'One two',
      'One two three',
      TEXT,
    ]);
  });

  test('a pause lies between its words', () => {
    const course = new SpokenCourse(TEXT);
    course.mark(MARKS);
    const { words } = course.spokenAt(1_100, PACE);
    expect(words.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 200],
      [200, 400],
      [700, 900],
      [900, 1_100],
    ]);
  });

  test('marks come in any order and any number of batches', () => {
    const course = new SpokenCourse(TEXT);
    for (const mark of MARKS.toReversed()) course.mark([mark]);
    const whole = new SpokenCourse(TEXT);
    whole.mark(MARKS);
    expect(course.spokenAt(850, PACE)).toEqual(whole.spokenAt(850, PACE));
  });

  test('what cannot be a mark says nothing', () => {
    const course = new SpokenCourse(TEXT);
    course.mark([
      { atMs: NaN, chars: 3 },
      { atMs: -5, chars: 3 },
      { atMs: 10, chars: 99 },
      { atMs: 10, chars: -1 },
      ...MARKS,
      { atMs: 950, chars: 2 },
    ]);
    expect(textAt(course, 800)).toBe('One two three');
  });

  test('between two marks that are far apart the words share the time', () => {
    const course = new SpokenCourse(TEXT);
    course.mark([{ atMs: 1_000, chars: TEXT.length }]);
    expect(textAt(course, 500)).toBe('One two');
  });
});

describe('without marks', () => {
  test('the pace says how far the voice is, never that it has said its last word', () => {
    const course = new SpokenCourse(TEXT);
    // 5 + 5 + 7 + 6 units
    expect(textAt(course, 0)).toBe('');
    expect(textAt(course, 400)).toBe('One two');
    expect(textAt(course, 60_000)).toBe('One two three');
  });

  test('a complete clause is spread over its own length', () => {
    const course = new SpokenCourse(TEXT);
    course.completeAt(2_300);
    expect(textAt(course, 400)).toBe('One');
    expect(course.spokenAt(2_300, PACE)).toMatchObject({ text: TEXT, whole: true });
  });

  test('behind the last mark the pace goes on', () => {
    const course = new SpokenCourse(TEXT);
    course.mark([{ atMs: 900, chars: 3 }]);
    expect(textAt(course, 900)).toBe('One');
    expect(textAt(course, 1_000)).toBe('One two');
  });
});

test('words that were left out are not told, however far the voice is', () => {
  const course = new SpokenCourse(TEXT);
  course.mark(MARKS);
  course.leaveOut([{ from: 4, to: 7 }]);
  expect([300, 800].map((ms) => textAt(course, ms))).toEqual(['One', 'One three']);
  course.completeAt(1_100);
  const { text, words, whole } = course.spokenAt(1_100, PACE);
  expect(text).toBe('One three four.');
  expect(words.map((word) => word.text)).toEqual(['One', 'three', 'four.']);
  expect(whole).toBe(false);
});

test('audio that ends long before its marks is not the whole text', () => {
  const course = new SpokenCourse(TEXT);
  course.mark(MARKS);
  course.completeAt(500);
  expect(course.spokenAt(500, PACE)).toMatchObject({ text: 'One two', whole: false });
});

test('audio that ends a little before its last mark is', () => {
  const course = new SpokenCourse(TEXT);
  course.mark(MARKS);
  course.completeAt(1_000);
  expect(course.spokenAt(1_000, PACE)).toMatchObject({ text: TEXT, whole: true });
});

test('whatever the marks, more audio is never less text, and words are in order inside what was played', () => {
  const mark = fc.record({ atMs: fc.integer({ min: -10, max: 3_000 }), chars: fc.integer({ min: -2, max: 25 }) });
  fc.assert(
    fc.property(fc.array(fc.array(mark, { maxLength: 4 }), { maxLength: 4 }), fc.boolean(), (batches, complete) => {
      const course = new SpokenCourse(TEXT);
      for (const marks of batches) course.mark(marks);
      if (complete) course.completeAt(2_000);
      let before = 0;
      for (let ms = 0; ms <= 2_000; ms += 100) {
        const { text, words } = course.spokenAt(ms, PACE);
        expect(text.length).toBeGreaterThanOrEqual(before);
        before = text.length;
        for (const [index, { startMs, endMs }] of words.entries()) {
          expect(startMs).toBeGreaterThanOrEqual((words[index - 1]?.endMs ?? 0) - 0.1);
          expect(startMs).toBeLessThanOrEqual(endMs + 0.1);
          expect(endMs).toBeLessThanOrEqual(ms);
        }
      }
    }),
  );
});
