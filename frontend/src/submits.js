// A second press of a button must not send a form twice. The server refuses doubles too; this spares the wait.

const RELEASE_AFTER = 8000 // a download leaves the page where it is: let people press again

export function guardSubmits () {
  document.addEventListener("submit", event => {
    const form = event.target
    if (event.defaultPrevented || form.method === "dialog") return
    if (form.dataset.sending) return event.preventDefault()
    form.dataset.sending = "yes"
    setTimeout(() => release(form), RELEASE_AFTER)
  })
  // The time-out looks for this: a page with something typed on it is not taken away.
  document.addEventListener("input", event => {
    const form = event.target.form
    if (form?.method === "post") form.dataset.dirty = "yes"
  }, { capture: true })
  // Coming back with the browser's Back button finds the form as it was left.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release))
}

function release (form) {
  delete form.dataset.sending
}
