/** What every recogniser must do. The engine hears a caller's voice saying known sentences. */
import assert from 'node:assert/strict';
import { AppError, type Word } from '@parley/contract';
import type { SpeechContext, SttEngine, SttSession } from '@parley/engine/stt/stt.ts';
import { wordCount, wordErrors } from './sentences.ts';
import { framesOf, join, silence, within, type ConformanceCase } from './suite.ts';

export interface SpokenSentence {
  text: string;
  /** 16 kHz. */
  pcm: Int16Array;
}

export interface SttSubject {
  engine: SttEngine;
  context: SpeechContext;
  sentences: readonly SpokenSentence[];
  /** Speech outside the recogniser's domain; empty where it has none. */
  outOfDomain: readonly SpokenSentence[];
  /** Share of wrong words allowed over all sentences. */
  maxWordErrorRate: number;
  /** A language it does not recognise, null where it knows all. */
  unsupportedLanguage: string | null;
}

const ANSWER_MS = 20_000;
/** Enough to reach every worker of an engine. */
const OTHER_CALLS = 6;
/** What a call gives before the detected onset and after the end. */
const PRE_ROLL_MS = 200;
const HANGOVER_MS = 240;

interface Heard {
  text: string;
  words: Word[];
  rejected: boolean;
  partials: string[];
}

export interface Conversation {
  session: SttSession;
  /** Pushes an utterance and waits for its final. */
  say(pcm: Int16Array): Promise<Heard>;
  /** Callbacks that came for no utterance in progress. */
  strays: number;
}

export async function converse(engine: SttEngine, context: SpeechContext, signal = AbortSignal.timeout(600_000)): Promise<Conversation> {
  let current: { utterance: number; partials: string[]; final: PromiseWithResolvers<Heard> } | null = null;
  let utterance = 0;
  const conversation = { strays: 0 } as Conversation;
  conversation.session = await within(
    ANSWER_MS,
    'session',
    engine.open(
      context,
      {
        onPartial: (id, text) => {
          if (current?.utterance !== id) conversation.strays += 1;
          else current.partials.push(text);
        },
        onFinal: (id, result) => {
          if (current?.utterance !== id) {
            conversation.strays += 1;
            return;
          }
          const { final, partials } = current;
          current = null;
          final.resolve({ ...result, partials });
        },
        onFailed: (error) => current?.final.reject(error),
      },
      signal,
    ),
  );
  conversation.say = async (pcm) => {
    utterance += 1;
    const final = Promise.withResolvers<Heard>();
    current = { utterance, partials: [], final };
    conversation.session.start(utterance);
    for (const frame of framesOf(pcm)) conversation.session.push(frame);
    conversation.session.finish();
    return within(ANSWER_MS, 'final', final.promise);
  };
  return conversation;
}

export const asHeardInCall = (pcm: Int16Array): Int16Array => join([silence(PRE_ROLL_MS), pcm, silence(HANGOVER_MS)]);

export interface Accuracy {
  wordErrorRate: number;
  rejected: number;
  misheard: { said: string; heard: string }[];
}

/** One call that says every sentence. */
export async function measureAccuracy(engine: SttEngine, context: SpeechContext, sentences: readonly SpokenSentence[]): Promise<Accuracy> {
  const conversation = await converse(engine, context);
  let errors = 0;
  let rejected = 0;
  const misheard: Accuracy['misheard'] = [];
  try {
    for (const { text, pcm } of sentences) {
      const heard = await conversation.say(asHeardInCall(pcm));
      errors += wordErrors(text, heard.text);
      if (heard.rejected) rejected += 1;
      if (heard.text !== text) misheard.push({ said: text, heard: heard.text });
    }
  } finally {
    conversation.session.close();
  }
  return { wordErrorRate: errors / wordCount(sentences.map((sentence) => sentence.text)), rejected, misheard };
}

/** The longest sentences: enough audio for partials and word times to mean something. */
const longest = ({ sentences }: SttSubject, count: number): SpokenSentence[] =>
  sentences.toSorted((a, b) => b.pcm.length - a.pcm.length).slice(0, count);

export const sttCases: readonly ConformanceCase<SttSubject>[] = [
  {
    name: 'understands what the agent expects to hear',
    async run({ engine, context, sentences, maxWordErrorRate }) {
      const { wordErrorRate, rejected, misheard } = await measureAccuracy(engine, context, sentences);
      assert.ok(wordErrorRate <= maxWordErrorRate, `${(wordErrorRate * 100).toFixed(1)} % wrong: ${JSON.stringify(misheard)}`);
      assert.ok(rejected <= sentences.length / 20, `${rejected} rejected`);
    },
  },
  {
    name: 'says so when speech is outside its domain',
    async run({ engine, context, outOfDomain }) {
      if (outOfDomain.length === 0) return;
      const { rejected } = await measureAccuracy(engine, context, outOfDomain);
      assert.ok(rejected >= outOfDomain.length * 0.8, `${rejected} of ${outOfDomain.length} rejected`);
    },
  },
  {
    name: 'gives partial transcripts while the caller speaks, then one final, all of the utterance begun last',
    async run(subject) {
      const conversation = await converse(subject.engine, subject.context);
      for (const { pcm } of longest(subject, 3)) {
        const heard = await conversation.say(asHeardInCall(pcm));
        assert.ok(heard.partials.filter((text) => text !== '').length >= 2, 'partials');
        assert.ok(
          heard.partials.some((text) => text !== '' && text.split(' ').length < heard.text.split(' ').length),
          'partials grow',
        );
      }
      conversation.session.close();
      assert.equal(conversation.strays, 0);
    },
  },
  {
    name: 'word times ascend inside the utterance and spell its text',
    async run(subject) {
      const conversation = await converse(subject.engine, subject.context);
      for (const { pcm } of longest(subject, 3)) {
        const audio = asHeardInCall(pcm);
        const { text, words } = await conversation.say(audio);
        assert.equal(words.map((word) => word.text).join(' '), text);
        words.forEach(({ start_ms, end_ms }, index) => {
          assert.ok(Number.isInteger(start_ms) && Number.isInteger(end_ms), 'whole ms');
          assert.ok(start_ms >= (words[index - 1]?.end_ms ?? 0) && end_ms > start_ms, 'in order');
        });
        const lengthMs = (audio.length / 16_000) * 1_000;
        assert.ok(
          (words.at(-1)?.end_ms ?? 0) <= lengthMs && (words.at(-1)?.end_ms ?? 0) >= lengthMs - 700,
          'the last word ends where speech does',
        );
        assert.ok((words[0]?.start_ms ?? 0) <= PRE_ROLL_MS + 200, 'the first word begins where speech does');
      }
      conversation.session.close();
    },
  },
  {
    name: 'an utterance without audio or without speech is empty',
    async run({ engine, context }) {
      const conversation = await converse(engine, context);
      for (const pcm of [silence(0), silence(20), silence(1_000)]) {
        const { text, words } = await conversation.say(pcm);
        assert.deepEqual({ text, words }, { text: '', words: [] });
      }
      conversation.session.close();
    },
  },
  {
    name: 'the same audio gives the same text in a new call, whatever the call before it heard',
    async run(subject) {
      const [first, second] = longest(subject, 2);
      assert.ok(first !== undefined && second !== undefined);
      const fresh = await converse(subject.engine, subject.context);
      const text = (await fresh.say(asHeardInCall(first.pcm))).text;
      for (let round = 0; round < 3; round += 1) await fresh.say(asHeardInCall(second.pcm.map((sample) => sample / 8)));
      fresh.session.close();
      const next = await converse(subject.engine, subject.context);
      assert.equal((await next.say(asHeardInCall(first.pcm))).text, text);
      next.session.close();
    },
  },
  {
    name: 'calls at the same time do not mix',
    async run(subject) {
      const spoken = longest(subject, 4);
      const alone: string[] = [];
      for (const { pcm } of spoken) {
        const conversation = await converse(subject.engine, subject.context);
        alone.push((await conversation.say(asHeardInCall(pcm))).text);
        conversation.session.close();
      }
      const conversations = await Promise.all(spoken.map(() => converse(subject.engine, subject.context)));
      const heard = await Promise.all(
        conversations.map((conversation, index) => conversation.say(asHeardInCall(spoken[index]?.pcm ?? silence(0)))),
      );
      for (const { session } of conversations) session.close();
      assert.deepEqual(
        heard.map(({ text }) => text),
        alone,
      );
    },
  },
  {
    name: 'refuses a language it does not know',
    async run({ engine, context, unsupportedLanguage }) {
      if (unsupportedLanguage === null) return;
      await assert.rejects(within(ANSWER_MS, 'refusal', converse(engine, { ...context, language: unsupportedLanguage })), AppError);
    },
  },
  {
    name: 'an aborted call gets no session',
    async run({ engine, context }) {
      const reason = new Error('the call is over');
      await assert.rejects(converse(engine, context, AbortSignal.abort(reason)), (error) => error === reason);
    },
  },
  {
    name: 'a closed session is silent',
    async run(subject) {
      let late = 0;
      let closed = false;
      const count = (): void => void (late += closed ? 1 : 0);
      const session = await subject.engine.open(
        subject.context,
        { onPartial: count, onFinal: count, onFailed: count },
        AbortSignal.timeout(60_000),
      );
      const [sentence] = longest(subject, 1);
      assert.ok(sentence !== undefined);
      session.start(1);
      for (const frame of framesOf(sentence.pcm)) session.push(frame);
      session.finish();
      session.close();
      closed = true;
      session.close();
      const others = await Promise.all(Array.from({ length: OTHER_CALLS }, () => converse(subject.engine, subject.context)));
      await Promise.all(others.map((other) => other.say(asHeardInCall(sentence.pcm))));
      for (const other of others) other.session.close();
      assert.equal(late, 0);
    },
  },
];
