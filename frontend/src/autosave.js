// Saves a draft on the server while someone types. Nothing is ever kept in the browser's own storage.
//
// <form data-autosave-url="…"> is posted whole, with the header X-Autosave: 1, a few seconds after a change. Answers:
//   2xx  saved. JSON may hold "saved_at" ("21:04") and "fields" ({name: value}: hidden inputs to bring up to date)
//   409  someone else saved meanwhile. JSON holds "url": the page that shows both
//   401 or a redirect  the session has ended
//   anything else, or no network: not saved, tried again

const QUIET = 3000 // wait for a pause in typing …
const LONGEST = 15000 // … but not for longer than this
const RETRY = [5000, 10000, 20000, 40000]
const PATIENCE = 20000
const PATIENCE_OF_A_PRESS = 3000
const KEEPALIVE_BYTES = 60000

export function startAutosave (form) {
  const notice = form.querySelector("[data-autosave-notice]") ?? addNotice(form)
  const draft = {
    form, notice, changed: 0, saved: 0, failures: 0, stopped: false, running: null, timer: null, due: null,
    savedOnLeaving: false, lastSaved: form.dataset.savedAt ?? ""
  }
  form.addEventListener("input", () => touched(draft))
  form.addEventListener("change", () => touched(draft))
  form.addEventListener("submit", event => beforeSending(draft, event))
  window.addEventListener("pageshow", event => { if (event.persisted) cameBack(draft) })
  window.addEventListener("online", () => { if (isDirty(draft)) schedule(draft, 0) })
  window.addEventListener("pagehide", () => saveLast(draft))
  window.addEventListener("beforeunload", event => { if (isDirty(draft) && draft.failures) event.preventDefault() })
}

function addNotice (form) {
  const notice = document.createElement("p")
  notice.className = "encircle-saved"
  notice.setAttribute("role", "status")
  form.append(notice)
  return notice
}

function isDirty (draft) {
  return !draft.stopped && draft.changed > draft.saved
}

function touched (draft) {
  if (draft.stopped) return
  draft.changed += 1
  draft.due ??= Date.now() + LONGEST
  if (!draft.failures) schedule(draft, Math.min(QUIET, Math.max(0, draft.due - Date.now())))
}

// A save on its way is let finish first: it may renew hidden fields that the sent form must carry.
function beforeSending (draft, event) {
  if (event.defaultPrevented) return
  const running = draft.running
  stop(draft)
  if (!running) return
  event.preventDefault()
  const again = () => { draft.running = null; draft.form.requestSubmit(event.submitter) }
  Promise.race([running, new Promise(resolve => setTimeout(resolve, PATIENCE_OF_A_PRESS))]).then(again)
}

// By the browser's Back button, to a page kept as it was left: its hidden fields may be older than the last save.
function cameBack (draft) {
  draft.stopped = false
  if (draft.savedOnLeaving) location.reload()
}

function schedule (draft, wait) {
  clearTimeout(draft.timer)
  draft.timer = setTimeout(() => {
    draft.running ??= save(draft).finally(() => { draft.running = null })
  }, wait)
}

function stop (draft) {
  draft.stopped = true
  clearTimeout(draft.timer)
}

async function save (draft) {
  if (!isDirty(draft)) return
  draft.due = null
  const change = draft.changed
  try {
    await answered(draft, await send(draft), change)
  } catch {
    if (!draft.stopped) failed(draft)
  }
  if (isDirty(draft) && !draft.failures) schedule(draft, QUIET)
}

function send (draft) {
  const request = new AbortController()
  const patience = setTimeout(() => request.abort(), PATIENCE)
  return fetch(draft.form.dataset.autosaveUrl, post(draft, { signal: request.signal }))
    .finally(() => clearTimeout(patience))
}

function post (draft, more) {
  return {
    method: "POST",
    body: new URLSearchParams([...new FormData(draft.form)].filter(([, value]) => typeof value === "string")),
    headers: { "X-Autosave": "1", Accept: "application/json" },
    credentials: "same-origin",
    redirect: "manual",
    cache: "no-store",
    ...more
  }
}

async function answered (draft, response, change) {
  if (response.ok) return saved(draft, change, await asJson(response))
  if (draft.stopped) return
  if (response.status === 409) return clashed(draft, await asJson(response))
  if (response.status === 401 || response.type === "opaqueredirect") return ended(draft)
  failed(draft)
}

async function asJson (response) {
  return response.headers.get("Content-Type")?.includes("json") ? response.json() : {}
}

function saved (draft, change, answer) {
  draft.saved = change
  draft.failures = 0
  draft.lastSaved = answer.saved_at ?? clock()
  if (!isDirty(draft)) delete draft.form.dataset.dirty
  for (const [name, value] of Object.entries(answer.fields ?? {})) {
    const input = draft.form.elements.namedItem(name)
    if (input?.type === "hidden") input.value = value
  }
  tell(draft, `Saved at ${draft.lastSaved}`)
}

function failed (draft) {
  const wait = RETRY[Math.min(draft.failures, RETRY.length - 1)]
  draft.failures += 1
  tell(draft, notSaved(draft) + " We will keep trying. Keep this page open.", true)
  schedule(draft, wait)
}

function notSaved (draft) {
  return draft.lastSaved ? `Not saved since ${draft.lastSaved}.` : "Not saved yet."
}

function clashed (draft, answer) {
  stop(draft)
  tell(draft, "Someone else has changed this since you opened it. What you typed is still on this page. ", true)
  const link = document.createElement("a")
  link.className = "govuk-link"
  link.href = sameSite(answer.url)
  link.target = "_blank"
  link.textContent = "See what differs (opens in a new tab)"
  draft.notice.append(link)
}

function sameSite (address) {
  const url = new URL(address ?? location.href, location.href)
  return url.origin === location.origin ? url.href : location.href
}

function ended (draft) {
  draft.failures += 1
  clearTimeout(draft.timer)
  tell(draft, "Your session has ended. Press Save and you will be asked to sign in again. What you typed is kept.", true)
}

// When the page goes away: one last try that outlives it. Too long a text would be refused, so the server's copy stays.
function saveLast (draft) {
  if (!isDirty(draft)) return
  const request = post(draft, { keepalive: true })
  if (request.body.toString().length > KEEPALIVE_BYTES) return
  draft.savedOnLeaving = true
  fetch(draft.form.dataset.autosaveUrl, request).catch(() => {})
}

// The live region is only touched when its words change, or a screen reader would talk all the time.
function tell (draft, text, isFailure = false) {
  draft.notice.classList.toggle("encircle-saved--failed", isFailure)
  if (draft.notice.textContent !== text) draft.notice.textContent = text
}

function clock () {
  return new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" }).format()
}
