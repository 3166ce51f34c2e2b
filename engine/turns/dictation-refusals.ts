/** Answers that say plainly that nothing will be dictated, in the languages of the phone. Pure. */
import { latinPattern } from './latin-pattern.ts';

/** The caller says that it is otherwise, and may go on with what is right. */
export const DENIES = /^[\s"']*(?:no|nope|nah|actually|wrong|nein|nee|non|não|falsch)(?![\p{L}])/iu;

const YES =
  "yes|yeah|yep|sure|ja|sí|si|oui|sì|sim|well|um|uh|oh|sorry|no|nope|nein|nee|non|não|thanks|thank you|okay|ok|actually|i'm afraid|leider|désolé|lo siento|mi dispiace|desculpe|helaas";
const ALONE = [
  '(?:it|that|this|he|she|they)(?: still)? (?:is|was|does|did|has|are|were)(?: not|n.t)?(?: (?:right|correct|it|still|the same))?',
  "i (?:do|did|have|am|was|will|can|would)(?: not)?|i (?:don't|didn't|haven't|can't|won't)(?: (?:have|know|remember|think so|want to)(?: (?:it|one|that|any|yet|either|by heart))*)?",
  'not (?:yet|really|now|today|sure|at all|by heart|that i know(?: of)?|any ?more|handy|with me|me)|never(?: mind)?|nothing(?: (?:yet|arrived|came|at all|new))?|none|neither|no idea|no clue|not a clue|i (?:have )?no idea',
  "i (?:don't|do not|don t) (?:have|know|remember|own|use)(?: \\p{L}+){0,3}|i (?:lost|forgot|forget|moved)(?: \\p{L}+){0,2}|i'm not sure|i am not sure|i have none|(?:don't|do not|doesn't) (?:have|know)(?: \\p{L}+){0,2}|dunno|doesn't exist",
  '(?:the )?same(?: as (?:before|last time|always))?|skip(?: it| that)?|later|maybe(?: later)?|almost|of course(?: (?:you|it) (?:can|is))?|you (?:did|can|have it)|ask me later',
  '(?:noch |immer noch |leider |gerade |ich )*nicht|noch nie|nichts|keine? (?:ahnung|idee)|weiß (?:ich )?nicht|(?:das |ich )?weiß (?:ich |es )*(?:leider )?nicht|(?:ich )?hab(?:e)? (?:ich )?(?:leider )?(?:keine?n?s?|nicht)(?: \\p{L}+){0,2}|(?:das |ja |so )?(?:ist|stimmt)(?: (?:es|das|sie|er|richtig|so))?|genau|richtig|doch|vergessen|keine?n?s?',
  'todavía no|aún no|ahora no|nada|ningun[oa]|no (?:lo |la |me )?(?:sé|tengo|recuerdo|acuerdo)(?: \\p{L}+){0,2}|ni idea|(?:ese |esa |este |lo |la )?(?:es|sigue siendo)(?: (?:ese|esa|correcto|el mismo))?|correcto|exacto|el mismo|la misma',
  "pas encore|pas (?:du tout|vraiment|maintenant)|rien|aucun(?:e)?(?: idée)?|je (?:ne )?(?:sais|l'ai|m'en souviens) (?:pas|plus)|je n'(?:en )?ai (?:pas|plus)(?: \\p{L}+){0,2}|c'est (?:ça|bien ça|exact|correct|cela)|exact(?:ement)?|le même|tout à fait",
  "non ancora|niente|nessun[oa]?|non (?:lo |la |mi )?(?:so|ricordo|ce l'ho|ho)(?: \\p{L}+){0,2}|nessuna idea|(?:è )?(?:giusto|esatto|corretto)|lo è|sì lo è|è (?:quello|questo|lui|lei)|lo stesso",
  'ainda não|nada|nenhum[a]?|(?:eu )?não (?:sei|tenho|lembro|me lembro)(?: \\p{L}+){0,2}|(?:é )?(?:isso(?: mesmo)?|esse(?: mesmo)?|certo|correto|exato)|é sim|o mesmo',
  'nog niet|niets|geen(?: idee)?|(?:dat )?(?:weet|heb) (?:ik )?(?:dat |het )?(?:niet|geen)(?: \\p{L}+){0,2}|(?:ik )?(?:weet|heb) (?:het |dat )?(?:niet|geen)(?: \\p{L}+){0,2}|(?:dat )?klopt|(?:dat |ja )?is (?:het|zo|goed)|precies|hetzelfde',
];
const NO_DICTATION = latinPattern(`^(?:(?:${YES})[ ,.!]+)*(?:${YES}|${ALONE.join('|')})$`);

/** All that was said is an answer by which nothing is dictated: "not yet", "I don't have one". */
export const isNoDictation = (text: string): boolean =>
  NO_DICTATION.test(
    text
      .toLowerCase()
      .normalize('NFC')
      .replaceAll('’', "'")
      .replaceAll(/[.,!?]+(?=\s|$)/gu, '')
      .trim(),
  );
