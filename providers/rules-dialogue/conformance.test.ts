import { describe, expect, test } from 'vitest';
import { brokenModels } from '../conformance/broken-llm.ts';
import { llmCases } from '../conformance/llm.ts';
import { failedCases } from '../conformance/suite.ts';
import { createRulesDialogue } from './index.ts';

describe('the embedded dialogue model conforms', () => {
  test.each(llmCases.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    await one.run({ engine: createRulesDialogue() });
  });
});

describe('the suite finds a model that', () => {
  test.each(brokenModels(createRulesDialogue()).map((one) => [one.fault, one] as const))('%s', async (_fault, { engine, foundBy }) => {
    const cases = llmCases.filter((one) => one.name === foundBy);
    expect(cases).toHaveLength(1);
    expect(await failedCases(cases, { engine })).toEqual([foundBy]);
  });
});
