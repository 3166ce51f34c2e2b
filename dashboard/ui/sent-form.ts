/** Forms that are sent: checked by a schema first, and told by field what the server says of them. */
import { zodResolver } from '@hookform/resolvers/zod';
import {
  get,
  useForm,
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  type RegisterOptions,
  type UseFormRegisterReturn,
  type UseFormReturn,
} from 'react-hook-form';
import type { SubmitEventHandler } from 'react';
import type { z } from 'zod';
import { RequestFailed } from '../api/problem.ts';
import { atPaths, type Problems } from './form-schema.ts';

interface Sending<Body> {
  mutate(body: Body, options: { onError: (error: Error) => void }): void;
  error: Error | null;
  isPending: boolean;
}

interface SentFormOptions<Typed extends FieldValues, Body> {
  /** From what is typed to what the API takes. */
  schema: z.ZodType<Body, Typed>;
  /** By field: for a schema of the contract, which says it to programs. */
  words?: Readonly<Record<string, string>>;
  opened: Typed;
  save: Sending<Body>;
  /** What the server said by pointer, by the path of the field that it is about; the same where it is not given. */
  problemsFrom?: (fields: Problems, typed: Typed) => Problems;
}

export interface Submitting {
  submit: SubmitEventHandler<HTMLFormElement>;
  /** What is about no field. */
  failure: Error | null;
}

interface Told {
  message?: string;
  /** Of a list as a whole. */
  root?: { message?: string };
}

type Library<Typed extends FieldValues, Body> = Pick<
  UseFormReturn<Typed, unknown, Body>,
  'control' | 'register' | 'setValue' | 'getValues'
>;

export interface SentForm<Typed extends FieldValues, Body> extends Library<Typed, Body>, Submitting {
  /** A control's name and listeners, and what is wrong with it. */
  field: <Path extends FieldPath<Typed>>(
    name: Path,
    rules?: RegisterOptions<Typed, Path>,
  ) => UseFormRegisterReturn<Path> & { error: string | undefined };
  problem: (name: FieldPath<Typed>) => string | undefined;
}

export function useSentForm<Typed extends FieldValues, Body>(options: SentFormOptions<Typed, Body>): SentForm<Typed, Body> {
  const { schema, words, opened, save, problemsFrom = atPaths } = options;
  const inWords = { error: ({ path }: { path?: PropertyKey[] | undefined }) => words?.[String(path?.[0])] };
  const { control, register, setValue, getValues, setError, handleSubmit, formState } = useForm<Typed, unknown, Body>({
    resolver: zodResolver(schema, words === undefined ? undefined : inWords),
    defaultValues: opened as DefaultValues<Typed>,
  });
  const { errors } = formState;
  const problem = (name: string): string | undefined => {
    const error = get<unknown, Told | undefined>(errors, name);
    return error?.message ?? error?.root?.message;
  };
  const saidBy = (error: Error): [string, string][] =>
    error instanceof RequestFailed ? Object.entries(problemsFrom(error.fields, getValues())) : [];
  const isField = ([name]: [string, string]): boolean => (name.split('.')[0] ?? '') in opened;
  const said = save.error === null ? [] : saidBy(save.error);
  const place = (error: Error): void =>
    saidBy(error)
      .filter(isField)
      .forEach(([name, message], index) => setError(name as FieldPath<Typed>, { type: 'server', message }, { shouldFocus: index === 0 }));
  const send = handleSubmit((body) => {
    if (!save.isPending) save.mutate(body, { onError: place });
  });
  return {
    control,
    register,
    setValue,
    getValues,
    field: (name, rules) => ({ ...register(name, rules), error: problem(name) }),
    problem,
    submit: (event) => void send(event),
    failure: said.length > 0 && said.every(isField) ? null : save.error,
  };
}
