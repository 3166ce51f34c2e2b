/** Whether what a model gave for a function fits the function's parameters: asked of a thread of its own, in calls and typed answers. */

export type ArgumentVerdict = { ok: true } | { ok: false; error: string };

/**
 * `error` is in words for the model. Rejects when aborted, and with an `AppError` when nobody can check. Whoever implements it for
 * schemas of tenants may neither block the thread that asks nor take for ever.
 */
export type CheckArguments = (schema: Record<string, unknown>, args: unknown, signal: AbortSignal) => Promise<ArgumentVerdict>;
