/** The models that the embedded dialogue has: itself. */
export const RULES_DIALOGUE_MODELS = ['dialogue-rules'] as const;
