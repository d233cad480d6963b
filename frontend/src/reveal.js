// Questions asked only under one answer. GOV.UK's own script marks the answers with aria-expanded, which radios and
// checkboxes may not carry; showing what follows directly after the answer needs no such mark.

export function startReveals () {
  document.addEventListener("change", event => {
    if (event.target.matches("input[type=radio], input[type=checkbox]")) bringUpToDate()
  })
  window.addEventListener("pageshow", bringUpToDate) // the browser may restore other answers than the page came with
  bringUpToDate()
}

function bringUpToDate () {
  for (const answer of document.querySelectorAll("input[data-aria-controls]")) {
    const more = document.getElementById(answer.dataset.ariaControls)
    more?.classList.toggle(`govuk-${answer.type === "radio" ? "radios" : "checkboxes"}__conditional--hidden`, !answer.checked)
  }
}
