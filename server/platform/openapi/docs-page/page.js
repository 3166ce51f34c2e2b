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

// Every field of the dialog asks for the focus, and the last one gets it: the first is the one for API keys.
const dialogs = new WeakSet();
new window.MutationObserver(() => {
  const dialog = window.document.querySelector('.dialog-ux .modal-ux-content');
  if (dialog === null || dialogs.has(dialog)) return;
  dialogs.add(dialog);
  dialog.scrollTop = 0;
  dialog.querySelector('input')?.focus();
}).observe(window.document.body, { childList: true, subtree: true });
