// Encircle's one module. Every page works without it; it only makes pages kinder.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs"
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs"
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs"
import { ExitThisPage } from "govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs"
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs"
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.mjs"
import { ServiceNavigation } from "govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs"
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs"
import { initAll } from "./start.js"
import { startAutosave } from "./autosave.js"
import { startReveals } from "./reveal.js"
import { guardSubmits } from "./submits.js"
import { startTimeOut } from "./timeout.js"

document.body.classList.add("js-enabled", "govuk-frontend-supported")

initAll([
  Button, CharacterCount, ErrorSummary, ExitThisPage, NotificationBanner, PasswordInput, ServiceNavigation, SkipLink
])
guardSubmits()
startReveals()
document.querySelectorAll("form[data-autosave-url]").forEach(startAutosave)
const dialog = document.querySelector("dialog[data-timeout]")
if (dialog) startTimeOut(dialog)
document.addEventListener("click", event => {
  if (event.target.closest?.("[data-print]")) window.print()
})
