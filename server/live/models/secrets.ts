/** Keys and addresses of the vendors that one call's agent uses. */
export interface CallSecrets {
  llm: { apiKey: string | undefined; baseUrl: string | undefined; addressFrom: 'operator' | 'tenant' } | undefined;
}
