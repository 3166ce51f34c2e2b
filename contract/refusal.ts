import { z } from 'zod';

/** As a provider put it: facts to act on, its key and what was said in the call taken out. */
export const ProviderRefusal = z
  .strictObject({
    status: z.int().optional().meta({ description: 'The HTTP status; absent when the refusal came in the middle of an answer.' }),
    type: z.string().optional().meta({ description: "The provider's kind of error, such as `invalid_request_error`." }),
    code: z.string().optional().meta({ description: "The provider's code, such as `model_not_found`." }),
    param: z.string().optional().meta({ description: 'The parameter that it refuses.' }),
    message: z
      .string()
      .optional()
      .meta({ description: "The provider's words, shortened; keys, credentials and long quotations are taken out." }),
  })
  .meta({ id: 'ProviderRefusal', description: "A provider's own account of why it refused a request." });
export type ProviderRefusal = z.infer<typeof ProviderRefusal>;
