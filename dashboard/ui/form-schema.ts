/** What is wrong with a form, by the path of the field that it is about, such as `conditions.0.value`. Pure. */
import { schemaFaults } from '@parley/contract';
import { z } from 'zod';

export type Problems = Readonly<Record<string, string>>;

/** `/conditions/0/value` → `conditions.0.value`: for a form whose fields have the API's names. */
export const atPaths = (fields: Problems): Problems =>
  Object.fromEntries(Object.entries(fields).map(([pointer, message]) => [pointer.slice(1).replaceAll('/', '.'), message]));

/** For a form without parts, by its own names where they are not the API's: `/models/0` → `models`. */
export const atNames =
  (names: Problems = {}) =>
  (fields: Problems): Problems =>
    Object.fromEntries(
      Object.entries(fields).map(([pointer, message]) => {
        const [, field = ''] = pointer.split('/');
        return [names[field] ?? field, message];
      }),
    );

/** A text with what is wrong with it, if anything. */
export const textWithout = (problem: (text: string) => string | undefined): z.ZodType<string, string> =>
  z.string().superRefine((text, context) => {
    const message = problem(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** What a schema finds, the first of each path. */
export function problemsIn<Typed>(schema: z.ZodType<unknown, Typed>, typed: Typed): Problems {
  const { error } = schema.safeParse(typed);
  return Object.fromEntries((error?.issues ?? []).reverse().map(({ path, message }) => [path.join('.'), message]));
}

interface Held<Typed> {
  body: (typed: Typed) => unknown;
  /** The API's own schema of the body. */
  contract: z.ZodType;
  problemsFrom: (fields: Problems, typed: Typed) => Problems;
}

/** A form that passed its own checks, and then those of the API: what they find is said where the server's word would be. */
export const heldTo = <Typed>(typed: z.ZodType<Typed, Typed>, { body, contract, problemsFrom }: Held<Typed>): z.ZodType<Typed, Typed> =>
  typed.transform((value, context) => {
    const { error } = contract.safeParse(body(value));
    const faults = error === undefined ? [] : schemaFaults(error);
    const fields = Object.fromEntries(faults.map(({ path, message }) => [`/${path.join('/')}`, message]));
    for (const [name, message] of Object.entries(problemsFrom(fields, value)))
      context.addIssue({ code: 'custom', path: name.split('.'), message });
    return value;
  });
