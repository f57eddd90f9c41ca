// Keys for people who read with both hands on the keyboard. Every page works without this file.
"use strict";
const PLACES = {
  w: "/watch", i: "/inbox", s: "/stories", f: "/forecasts", p: "/plans", b: "/brief", o: "/sources", m: "/map", a: "/audit",
};
let awaited = false;

function step(by) {
  const rows = [...document.querySelectorAll(".row-link")].filter((row) => row.offsetParent !== null);
  if (!rows.length) return;
  const here = rows.indexOf(document.activeElement);
  const next = rows[Math.min(Math.max(here + by, 0), rows.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function follow(relation) {
  const link = document.querySelector(`a[rel="${relation}"]`);
  if (link) link.click();
}

// --- the words of claims: who says them stands in one line above the text

function tellClaim(mark) {
  const line = document.getElementById("said");
  if (line && mark && mark.title) line.textContent = mark.title;
}

function stepClaim(by) {
  const marks = [...document.querySelectorAll("mark.content[id]")].filter((mark) => mark.offsetParent !== null);
  if (!marks.length) return;
  const here = marks.indexOf(document.activeElement);
  const next = marks[Math.min(Math.max(here + by, 0), marks.length - 1)];
  next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "center" });
}

document.addEventListener("focusin", (event) => tellClaim(event.target.closest("mark.content")));
document.addEventListener("mouseover", (event) => tellClaim(event.target.closest("mark.content")));

// --- what a row's buttons do, by one key each

function press(key) {
  const row = document.activeElement.closest("[data-row]");
  const button = row && row.querySelector(`button[data-key="${key}"]`);
  if (button) button.click();
}

const DOES = {
  "/": () => document.getElementById("q").focus(),
  "?": () => location.assign("/help"),
  j: () => step(1),
  k: () => step(-1),
  n: () => stepClaim(1),
  p: () => stepClaim(-1),
  e: () => press("e"),
  s: () => press("s"),
  u: () => press("u"),
  "[": () => follow("prev"),
  "]": () => follow("next"),
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input, textarea, select");
  if (isTyping && event.key === "Escape") event.target.blur();
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const place = awaited ? PLACES[event.key] : undefined;
  awaited = event.key === "g";
  if (place) location.assign(place);
  else if (DOES[event.key]) {
    event.preventDefault();
    DOES[event.key]();
  }
});

// --- a row that the address names is where reading goes on

const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (named && named.matches(".row-link")) named.focus();
