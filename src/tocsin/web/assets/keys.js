// Keys for people who read with both hands on the keyboard. Every page works without this file.
"use strict";
const PLACES = { w: "/watch", s: "/stories", b: "/brief", o: "/sources" };
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

const DOES = {
  "/": () => document.getElementById("q").focus(),
  "?": () => location.assign("/help"),
  j: () => step(1),
  k: () => step(-1),
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
