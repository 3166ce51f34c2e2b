/* global SwaggerUIBundle, SwaggerUIStandalonePreset, window */
window.ui = SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#swagger-ui',
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  filter: true,
  persistAuthorization: true,
  defaultModelsExpandDepth: 0,
  // The picture of a validator elsewhere would be asked for from there.
  validatorUrl: null,
});
