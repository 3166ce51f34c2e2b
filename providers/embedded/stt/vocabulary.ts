/** From an agent's own words to the phrases its callers may say. Pure. */
import type { SpeechContext } from '@parley/engine/stt/stt.ts';
import { phrasesOf, parseScript } from '../../rules-dialogue/script.ts';
import type { Phrase } from './language-model.ts';
import { EVERYDAY, FILLERS, LISTENING_SIGNALS } from './spoken-material.ts';

/** How many fillings of a template go into the model. */
const FILLINGS = 40;

/** How often each source counts as heard, all fillings of a template together. Below one a filling, back-off would outweigh the phrase. */
const WEIGHTS = { everyday: 50, signal: 300, script: 400, keyword: 200, prose: 15, filler: 2.5 } as const;

/** The kind of filler for a placeholder: by the slot's own type, else by what its name says. */
function fillerKind(slot: string, types: Readonly<Record<string, string>>): keyof typeof FILLERS | null {
  const type = types[slot] ?? slot;
  for (const kind of Object.keys(FILLERS)) if (type === kind || type.includes(kind)) return kind;
  if (/day/.test(type)) return 'date';
  if (/hour/.test(type)) return 'time';
  if (/phone|digits|count|amount/.test(type)) return 'number';
  return null;
}

const normalise = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/[’]/g, "'")
    .replace(/\b(\w)\.(?=\w\.|\s|$)/g, '$1')
    .replace(/[^a-z' {}_]+/g, ' ')
    .split(/\s+/)
    .map((word) => word.replace(/^'+|'+$/g, ''))
    .filter((word) => /^[a-z][a-z']*$/.test(word));

/** Fills a template's slots; a template with a slot of unknown kind keeps its words without it. */
function fill(template: string, types: Readonly<Record<string, string>>, offset: number): string[] {
  const slots = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  if (slots.length === 0) return [template];
  return Array.from({ length: FILLINGS }, (_, round) => {
    let position = 0;
    return template.replace(/\{(\w+)\}/g, (_whole, slot: string) => {
      const kind = fillerKind(slot, types);
      const fillers = kind === null ? [''] : (FILLERS[kind] ?? ['']);
      position += 1;
      // A step that shares no factor with the length reaches every filler; the offset keeps templates apart.
      return fillers[(offset * 17 + round * 31 + position * 101) % fillers.length] ?? '';
    });
  });
}

const sentences = (text: string): string[] =>
  text
    .split(/[.!?\n;:]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

export function phrasesFor(context: SpeechContext): Phrase[] {
  const script = parseScript(context.prompt);
  const types = Object.fromEntries(script.intents.flatMap((intent) => intent.slots.map((slot) => [slot.name, slot.type])));
  const templates = [
    ...EVERYDAY.map((text) => ({ text, weight: WEIGHTS.everyday })),
    ...LISTENING_SIGNALS.map((text) => ({ text, weight: WEIGHTS.signal })),
    ...phrasesOf(script).map((text) => ({ text, weight: WEIGHTS.script })),
    ...context.keywords.map((text) => ({ text, weight: WEIGHTS.keyword })),
    ...sentences(`${context.prompt}\n${context.greeting}`).map((text) => ({ text, weight: WEIGHTS.prose })),
  ];
  const all = templates.flatMap(({ text, weight }, index) => {
    const filled = fill(text, types, index);
    return filled.map((one) => ({ words: normalise(one), weight: weight / filled.length }));
  });
  const fillers = Object.values(FILLERS).flatMap((list) => list.map((text) => ({ words: normalise(text), weight: WEIGHTS.filler })));
  return [...all, ...fillers].filter((phrase) => phrase.words.length > 0);
}
