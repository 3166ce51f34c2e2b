/** Names that people read: nothing in them that cannot be seen, or that turns round what stands beside it. */
import { z } from 'zod';

/** Controls, format characters (direction marks and overrides), what is drawn as nothing (zero-width, fillers, variation selectors, tags), separators. */
const UNSEEN = /\p{Cc}|\p{Cf}|\p{Default_Ignorable_Code_Point}|[\u2028\u2029\u2800]|\u{16fe4}/u;

/** Joiners belong to the spelling of these scripts, and to emoji that are made of several; variants to emoji, keycaps, ideographs and Mongolian letters. */
const JOINED =
  /([\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mongolian}\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Gurmukhi}\p{sc=Gujarati}\p{sc=Oriya}\p{sc=Tamil}\p{sc=Telugu}\p{sc=Kannada}\p{sc=Malayalam}\p{sc=Sinhala}][\u200c\u200d]|\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*\u200d(?=\p{Extended_Pictographic})|\p{Extended_Pictographic}\ufe0f|[0-9#*]\ufe0f\u20e3|\p{sc=Han}[\ufe00-\ufe02\u{e0100}-\u{e01ef}]|\p{sc=Mongolian}[\u180b-\u180d\u180f])/gu;

/** Spaces and line breaks are seen. */
export const isVisible = (text: string): boolean => !UNSEEN.test(text.replace(JOINED, '').replace(/[\t\r\n]/g, ' '));

/** Characters of a name, at most; an empty one is refused. */
export const LONGEST_NAME = 128;

export const NOT_VISIBLE = 'must have no characters that cannot be seen or that change the direction of writing';

/** `z.string()` for texts that lists and records show as somebody's or something's name. */
export const visible = (shape: z.ZodString): z.ZodString => shape.refine(isVisible, NOT_VISIBLE);

export const name = visible(z.string().trim().min(1).max(LONGEST_NAME));
