// Warns two minutes before a session ends. Only real input keeps a session alive; a page left open does not.
//
// <dialog data-timeout data-idle="900" data-absolute="5400"> holds seconds until each limit, counted from the page's
// arrival. Its form posts to the address that keeps the session; the answer may hold JSON {"seconds": 900}.

const WARN_BEFORE = 120
const TOUCH_EVERY = 60 // seconds between telling the server that someone is really typing
const SPOKEN_EVERY = 30

export function startTimeOut (dialog) {
  const session = {
    dialog,
    form: dialog.querySelector("form"),
    idle: Number(dialog.dataset.idle),
    idleEnds: seconds() + Number(dialog.dataset.idle),
    absoluteEnds: dialog.dataset.absolute ? seconds() + Number(dialog.dataset.absolute) : Infinity,
    touched: seconds(),
    tabs: "BroadcastChannel" in window ? new BroadcastChannel("encircle-session") : null
  }
  for (const kind of ["keydown", "pointerdown", "input"]) {
    document.addEventListener(kind, () => realInput(session), { passive: true, capture: true })
  }
  session.tabs?.addEventListener("message", event => heard(session, event.data))
  session.form.addEventListener("submit", event => { event.preventDefault(); answer(session) })
  dialog.addEventListener("cancel", event => { event.preventDefault(); answer(session) })
  setInterval(() => look(session), 1000)
  document.addEventListener("visibilitychange", () => look(session))
}

// Not performance.now(): that stands still while a laptop sleeps, and a session does not.
function seconds () {
  return Date.now() / 1000
}

function realInput (session) {
  if (session.dialog.open || seconds() - session.touched < TOUCH_EVERY) return
  stay(session)
}

// The button (or Escape) in the dialog: stay signed in, or close a warning that cannot be put off.
function answer (session) {
  if (canStay(session)) stay(session)
  else session.dialog.close()
}

async function stay (session) {
  session.touched = seconds()
  try {
    const response = await fetch(session.form.action, {
      method: "POST", body: new URLSearchParams([...new FormData(session.form)]), redirect: "manual", cache: "no-store",
      headers: { Accept: "application/json" }
    })
    if (response.ok) return kept(session, await response.json().catch(() => ({})))
    if (response.status === 401 || response.type === "opaqueredirect") ended(session)
  } catch {
    // No network: the clock goes on, and the next input tries again.
    session.touched = -Infinity
  }
}

function kept (session, answer) {
  extend(session, answer.seconds ?? session.idle)
  session.tabs?.postMessage({ kept: answer.seconds ?? session.idle })
}

function heard (session, message) {
  if (message.kept) extend(session, message.kept)
}

function extend (session, left) {
  session.idleEnds = seconds() + left
  if (session.dialog.open && canStay(session)) session.dialog.close()
}

function canStay (session) {
  return session.absoluteEnds - seconds() > WARN_BEFORE
}

function look (session) {
  const left = Math.ceil(Math.min(session.idleEnds, session.absoluteEnds) - seconds())
  if (left <= 0) return ended(session)
  if (left > WARN_BEFORE) return
  if (!session.dialog.open) warn(session)
  say(session, left)
}

function warn (session) {
  const absolute = !canStay(session)
  if (absolute && session.toldAbsolute) return
  session.toldAbsolute = absolute
  session.dialog.querySelector("[data-timeout-idle]").hidden = absolute
  session.dialog.querySelector("[data-timeout-absolute]").hidden = !absolute
  session.dialog.showModal()
}

// Two copies: one to see, counting down; one to hear, changed seldom.
function say (session, left) {
  const words = inWords(left)
  session.dialog.querySelectorAll("[data-timeout-left]").forEach(place => { place.textContent = words })
  const spoken = session.dialog.querySelector("[data-timeout-spoken]")
  if (left % SPOKEN_EVERY === 0 || !spoken.textContent) spoken.textContent = `You will be signed out in ${words}.`
}

function inWords (left) {
  const minutes = Math.floor(left / 60)
  const rest = left % 60
  const parts = [minutes && count(minutes, "minute"), rest && count(rest, "second")].filter(Boolean)
  return parts.join(" and ")
}

function count (number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`
}

// With something typed, the page stays so that pressing Save can still keep it; otherwise nothing is left to be read.
function ended (session) {
  if (session.over) return
  session.over = true
  const typed = document.querySelector("form[data-dirty]")
  if (!typed) return location.replace(location.pathname + location.search)
  if (session.dialog.open) session.dialog.close()
  const message = document.querySelector("dialog[data-ended]")
  document.body.classList.add("encircle-covered")
  message.querySelector("form").addEventListener("submit", () => document.body.classList.remove("encircle-covered"))
  message.addEventListener("cancel", event => event.preventDefault())
  message.showModal()
}
