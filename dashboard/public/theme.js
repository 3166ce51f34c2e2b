/* global window, document */
// Before the first paint, so that a dark page never flashes white.
(function () {
  var stored;
  try {
    stored = window.localStorage.getItem('parley.theme');
  } catch (error) {
    stored = null;
  }
  var dark = stored === 'dark' || (stored !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
