// Before anything is drawn: the theme of the last visit, and no header inside another page. A file of its own, since the
// policy allows no script inside the page; and no module, since modules run after the first paint.
try {
  const theme = localStorage.getItem('ptescope.theme')
  if (/^(light|dark)$/.test(theme)) document.documentElement.dataset.theme = theme
} catch {
  // Storage may be forbidden; then the system's theme stands.
}
if (/[?&](notes|ui)=/.test(location.search)) document.documentElement.className = 'bare'
