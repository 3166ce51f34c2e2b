# Written by sdks/generate/main.ts from the OpenAPI document. Do not edit.
