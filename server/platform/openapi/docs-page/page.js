/* global SwaggerUIBundle, SwaggerUIStandalonePreset, window */

/** The samples of an operation (`x-codeSamples`), one language at a time, above its responses. */
function samples({ React, specSelectors }, { path, method }) {
  const given = specSelectors.specJson().getIn(['paths', path, method, 'x-codeSamples']);
  const [chosen, choose] = React.useState(0);
  if (given === undefined) return null;
  const all = given.toJS();
  const tab = ({ label }, index) =>
    React.createElement(
      'button',
      { key: label, type: 'button', role: 'tab', 'aria-selected': index === chosen, onClick: () => choose(index) },
      label,
    );
  return React.createElement(
    'section',
    { className: 'samples', 'aria-label': 'Samples' },
    React.createElement('div', { className: 'samples-languages', role: 'tablist' }, all.map(tab)),
    React.createElement('pre', { tabIndex: 0 }, all[chosen].source),
  );
}

const samplesPlugin = (system) => {
  const Samples = (props) => samples(system, props);
  return {
    wrapComponents: {
      responses: (Original) => (props) =>
        system.React.createElement(
          'div',
          null,
          system.React.createElement(Samples, { path: props.path, method: props.method }),
          system.React.createElement(Original, props),
        ),
    },
  };
};

window.ui = SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#swagger-ui',
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  plugins: [samplesPlugin],
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
