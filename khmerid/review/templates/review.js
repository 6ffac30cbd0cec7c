"use strict";
/* The review page. Plain functions over plain data, in this order: data, words, texts from cards, what people
   type, decisions, the queue, a card, keys. Nothing is ever made markup: text goes in by textContent.

   A card: i id, b whether that is a number too large here, h digest, d decision, r risk, c reasons, k fields to key, s what [print, MRZ] say of each of
   those, f fields [value, assurance, sources, notes, risk, candidates, probabilities], n checks, x findings,
   l ledger by field {t texts [side, text, where, stretches], a alternatives, g digits, u unseen}, e error. */
(() => {

// ---- Data: taken out of the document, so that no hidden value stands in it.

function take(id) {
  const element = document.getElementById(id);
  const found = JSON.parse(element.textContent);
  element.remove();
  return found;
}

const about = take("data-about");
const cards = take("data-cards");
const pictures = take("data-pictures");
const code = (at) => about.codes[at];
const ACCEPT = about.decisions.indexOf("accept");
const DATES = ["date_of_birth", "date_of_issue", "date_of_expiry"];
const CRITICAL = ["document_number", "date_of_birth", "sex", "date_of_expiry"];
const LATIN = ["surname", "given_names"];
// Of two that tell each other, neither is shown while the other is typed.
const PARTNERS = { date_of_issue: "date_of_expiry", date_of_expiry: "date_of_issue", surname: "given_names",
  given_names: "surname" };
// What can be typed: places and marks are looked at, not typed.
const TYPED = [...CRITICAL, ...LATIN, "date_of_issue", "issuing_state", "nationality", "height_cm", "name_khmer"];
// Where an element stands among the 30 characters of its line of the MRZ, with a character more on each side.
const MRZ = { document_number: [4, 16], date_of_birth: [0, 8], sex: [6, 9], date_of_expiry: [7, 16], nationality: [14, 19],
  issuing_state: [1, 6] };
const WORDS = ["accept", "reject", "unreadable", "skip"];
const PAGE = 50;
const MOST = 200;
const TWICE = 400;  // milliseconds

const state = {
  language: "en", second: false, place: null, page: 0, found: [], tab: "cards", ledger: false,
  drafts: new Map(),     // what is typed of a card that is not decided, by its digest
  decisions: new Map(),  // by the digest of the card
  others: new Set(),     // digests of the cards that the other reviewer has decided
  shownAt: 0, openedAt: -TWICE, stored: true,
};

// ---- Words: everything that is said, in the language of the page.

function words() { return about.words[state.language]; }
function t(key, values = {}) {
  if (!Object.hasOwn(words().page, key)) return visible(key);  // a word of a later version
  return words().page[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
/* The sentence of a code; of one that has none, the code itself, which may be anything. */
function said(kind, name) { return Object.hasOwn(words()[kind], name) ? words()[kind][name] : visible(name); }
const fieldName = (name) => said("captions", name);
function inScript(text) { return state.language === "km" ? khmerDigits(text) : text; }
function count(number) { return inScript(number.toLocaleString("en")); }

function chance(risk) {
  if (risk >= 0.2) return t("in", { some: count(Math.round(risk * 100)), all: count(100) });
  if (risk < 1e-9) return t("under_billion");
  return t("in", { some: count(1), all: count(Number((1 / risk).toPrecision(1))) });
}

// ---- Elements

const SVG = "http://www.w3.org/2000/svg";
function el(tag, attributes = {}, ...children) {
  const isSvg = tag === "svg" || tag === "image";
  const made = isSvg ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value") made.value = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}
const byId = (id) => document.getElementById(id);
const unseen = (text) => el("span", { class: "unseen" }, text);

function announce(text) {
  const live = byId("live");
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 50);
}

// ---- Texts from cards: what acts on a reader or cannot be seen is shown as its code point.

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
function visible(text, most = MOST) {
  const whole = String(text);
  const points = [...whole.slice(0, most)];  // never half of a pair
  const cut = points.join("").replace(HIDDEN, (one) =>
    `<U+${one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>`);
  return whole.length > most ? cut + "…" : cut;
}
const bdi = (text, most) => el("bdi", {}, visible(text, most));
// A sign of Khmer alone has nothing to stand on; a blank alone would not be seen.
function seen(text) {
  if (text === "") return "∅";
  return (/^\p{M}/u.test(text) ? "◌" + text : text).replace(/ /g, "␣");
}

const ASCII = "0123456789";
const KHMER = "០១២៣៤៥៦៧៨៩";
function khmerDigits(text) { return String(text).replace(/[0-9]/g, (one) => KHMER[ASCII.indexOf(one)]); }
function asciiDigits(text) { return String(text).replace(/[០-៩]/g, (one) => ASCII[KHMER.indexOf(one)]); }
function dotted(iso) { return iso.split("-").reverse().join("."); }

/* A value for people: days and numerals in both scripts; of a place, its official units below. */
function shownValue(name, value) {
  if (value === null || value === undefined) return el("span", { class: "none" }, t("no_value"));
  if (Array.isArray(value)) return [bdi(value[0]), el("span", { class: "also", lang: "en" }, visible(value[1]))];
  const text = DATES.includes(name) && /^[0-9]{4}-/.test(value) ? dotted(String(value)) : String(value);
  if (name === "sex") return [bdi(text), el("span", { class: "also" }, said("page", `sex_${text}`))];
  const other = khmerDigits(text);
  const both = (DATES.includes(name) || name === "height_cm" || name === "document_number") && other !== text;
  return [bdi(text), both ? el("span", { class: "also", lang: "km" }, visible(other)) : null];
}

/* A text with what differs from its value marked: underlined, framed, and said to a screen reader. */
function markedText(text, stretches) {
  if (!stretches || !stretches.length) return bdi(text);
  return el("bdi", {}, joined(stretches).map((one) => {
    if (one.length === 1) return visible(one[0]);
    const [printed, read, edit] = one;
    if (edit === "beside") return el("span", { class: "beside" }, visible(read));
    const what = `${visible(seen(printed))} → ${visible(seen(read))}: ${said("edits", edit)}`;
    return el("mark", { "data-edit": edit, title: what }, visible(seen(read)), unseen(` (${what}) `));
  }));
}

/* Stretches with neighbours that differ made one: Khmer letters that stand apart are not written right. */
function joined(stretches) {
  const found = [];
  const differs = (one) => one && one.length > 1 && one[2] !== "beside";
  for (const one of stretches) {
    const before = found.at(-1);
    if (!differs(one) || !differs(before)) { found.push([...one]); continue; }
    before[0] += one[0];
    before[1] += one[1];
    if (before[2] !== one[2]) before[2] = "changed";
  }
  return found;
}

/* A text with the characters marked in which it differs from another one of the same form. */
function markedAgainst(text, other) {
  const [one, two] = [[...String(text)], [...String(other ?? text)]];
  return el("bdi", {}, one.map((character, at) => character === two[at] ? visible(character)
    : el("mark", { "data-edit": "changed" }, visible(character))));
}

// ---- What people type

function readDay(text) {
  const typed = asciiDigits(text).trim();
  const iso = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$/.exec(typed);
  const card = /^([0-9]{1,2})[ .,/។-]+([0-9]{1,2})[ .,/។-]+([0-9]{4})$/.exec(typed)
    || /^([0-9]{2})([0-9]{2})([0-9]{4})$/.exec(typed);
  if (!iso && !card) return { problem: "date_form" };
  const [year, month, day] = (iso ? iso.slice(1) : card.slice(1).reverse()).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return { problem: "no_such_day" };
  if (year < about.years[0] || year > about.years[1]) return { problem: "year_out_of_bounds" };
  return { value: date.toISOString().slice(0, 10) };
}

const SEXES = { m: "M", f: "F", "ប": "M", "ស": "F", "ប្រុស": "M", "ស្រី": "F" };
const FORMS = {
  document_number: [/^[0-9]{9}$/, (text) => asciiDigits(text).replace(/\(.*\)$|[\s\u200b]/g, "")],
  surname: [/^[A-Z][A-Z '-]*$/, (text) => text.trim().toUpperCase().replace(/\s+/g, " ")],
  given_names: [/^[A-Z][A-Z '-]*$/, (text) => text.trim().toUpperCase().replace(/\s+/g, " ")],
  issuing_state: [/^[A-Z]{1,3}$/, (text) => text.trim().toUpperCase()],
  nationality: [/^[A-Z]{1,3}$/, (text) => text.trim().toUpperCase()],
  height_cm: [/^[0-9]{2,3}$/, (text) => asciiDigits(text).replace(/[^0-9]/g, "")],
  name_khmer: [/\S/, (text) => text.trim().replace(/\s+/g, " ").normalize("NFC")],
};

/* The value of what was typed for a field, as the JSON of a report has it, or what is wrong with it. */
function readTyped(name, text) {
  if (DATES.includes(name)) return readDay(text);
  if (name === "sex") {
    const value = SEXES[text.trim().toLowerCase()];
    return value ? { value } : { problem: "sex_form" };
  }
  const [form, clean] = FORMS[name];
  const value = clean(text);
  if (!form.test(value)) return { problem: `${LATIN.includes(name) ? "name" : name}_form` };
  return { value: name === "height_cm" ? Number(value) : value };
}

/* The check digit of Doc 9303: weights 7, 3, 1. */
function checkDigit(digits) {
  return [...digits].reduce((sum, one, at) => sum + Number(one) * [7, 3, 1][at % 3], 0) % 10;
}

/* The day on which a card expires that was issued on a day: ten years less a day after it. */
function tenYearsLater(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  const leap = month === 2 && day === 29;  // ten years later there is none: it ends on the day before
  return new Date(Date.UTC(year + 10, month - 1, leap ? 28 : day) - 86400000 ).toISOString().slice(0, 10);
}

/* What is said while it is typed. It tells nothing of what the machine has. */
function hint(card, name, text) {
  if (!text.trim()) return t(`type_${DATES.includes(name) ? "date" : LATIN.includes(name) ? "name" : name}`);
  if (text.trim() === "?") return t("will_be_unreadable");
  const { value, problem } = readTyped(name, text);
  if (problem) return t(problem);
  if (name === "document_number") return t("check_digit", { digit: inScript(checkDigit(value)) });
  if (!DATES.includes(name)) return `= ${value}`;
  const day = `${dotted(value)} = ${khmerDigits(dotted(value))}`;
  return [day, ...againstTyped(card, name, value)].join(" · ");
}

/* Whether a day fits the others that the same person has typed of the card. */
function againstTyped(card, name, value) {
  const typed = { ...Object.fromEntries(Object.entries(draftOf(card).fields).filter(([, one]) => one.done)
    .map(([other, one]) => [other, one.value])), [name]: value };
  const notes = [];
  if (value > new Date().toISOString().slice(0, 10) && name !== "date_of_expiry") notes.push(t("in_future"));
  const { date_of_birth: birth, date_of_issue: issue, date_of_expiry: expiry } = typed;
  if (issue && expiry && name !== "date_of_birth") {
    notes.push(t(tenYearsLater(issue) === expiry ? "ten_years" : "not_ten_years"));
  }
  if (birth && (issue || expiry) && birth >= (issue || expiry)) notes.push(t("birth_too_late"));
  return notes;
}

// ---- A card and what is typed of it

const fieldOf = (card, name) => card.f?.[about.fields.indexOf(name)] ?? [];
const assuranceOf = (card, name) => code(fieldOf(card, name)[1]);
const keyedOf = (card) => (card.k ?? []).map((at) => about.fields[at]);
const decided = (card) => state.decisions.get(card.h);

function draftOf(card) {
  let draft = state.drafts.get(card.h);
  if (!draft) {
    draft = { fields: {}, note: "", keys: 0, seconds: 0 };
    for (const name of keyedOf(card)) draft.fields[name] = blank(false);
    state.drafts.set(card.h, draft);
  }
  return draft;
}
const blank = (shown) => ({ typed: [], value: null, agrees: [], shown, done: false, problem: "", text: "" });
const openOf = (card) => decided(card) ? [] : Object.entries(draftOf(card).fields)
  .filter(([, one]) => !one.done).map(([name]) => name);

/* The fields of which nothing is shown yet: those to be typed blind, and those that would tell them. */
function withheldOf(card) {
  if (decided(card)) return new Set();
  const open = openOf(card).filter((name) => !draftOf(card).fields[name].shown);
  return new Set(open.flatMap((name) => [name, PARTNERS[name] ?? name]));
}

function hiddenValues(card, name) {
  const at = keyedOf(card).indexOf(name);
  const [viz, mrz] = at < 0 ? [null, null] : card.s[at];
  return { machine: fieldOf(card, name)[0] ?? null, viz, mrz };
}

/* Which of the hidden values a typed one equals; the MRZ writes six numerals of a day. */
function agreement(card, name, value) {
  const hidden = hiddenValues(card, name);
  const short = DATES.includes(name) ? String(value).slice(2).replaceAll("-", "") : value;
  return Object.keys(hidden).filter((side) => hidden[side] !== null
    && String(hidden[side]) === String(side === "mrz" ? short : value));
}

/* Take what was typed. What equals none of the hidden values is asked for once more, still blind. */
function attempt(card, name, text) {
  const field = draftOf(card).fields[name];
  if (!text.trim()) { announce(t("type_first")); return; }
  const isUnread = text.trim() === "?";
  const { value = null, problem = "" } = isUnread ? {} : readTyped(name, text);
  const isFirst = field.typed.length === 0;
  field.typed.push(text);
  field.text = "";
  field.value = value;
  field.agrees = value === null ? [] : agreement(card, name, value);
  const isToCompare = Object.values(hiddenValues(card, name)).some((one) => one !== null);
  const isOther = !isUnread && !problem && isToCompare && !field.agrees.length && !field.shown;
  field.problem = isFirst && problem ? problem : isFirst && isOther ? "asked_again" : "";
  field.done = !field.problem;
  // What was seen after an attempt stays seen, whoever loads the page anew.
  keep(`${prefix()}draft/${hexOf(card.h)}`, JSON.stringify(draftOf(card)));
  fillList();
  showCard();
  if (field.problem) { announce(t(field.problem)); focusField(name); } else focusNext(card);
}

function focusField(name) { byId(`type-${name}`)?.focus(); }
function focusNext(card) {
  const [next] = openOf(card);
  if (next) focusField(next);
  else {
    byId("decide")?.focus({ preventScroll: true });  // the bar and not a button: one Enter too many accepts no card
    if (!decided(card)) announce(t("now_decide"));
  }
}

// ---- Decisions: kept in this browser as they are made, saved as a file, loaded again

const prefix = () => `khmerid-review/${about.digest}/${state.second ? 2 : 1}/`;

function hexOf(base64) {
  return [...atob(base64)].map((one) => one.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    state.stored = false;
  }
  warn();
}

function drop(key) {
  try { localStorage.removeItem(key); } catch { state.stored = false; }
}

function recall() {
  state.decisions.clear();
  state.others.clear();
  state.drafts.clear();
  try {
    const other = `khmerid-review/${about.digest}/${state.second ? 1 : 2}/`;
    for (let at = 0; at < localStorage.length; at += 1) {
      const key = localStorage.key(at);
      if (key.startsWith(`${prefix()}draft/`)) takeDraft(key.split("/").pop(), parsed(localStorage.getItem(key)));
      else if (key.startsWith(prefix())) takeIn(parsed(localStorage.getItem(key)));
      else if (key.startsWith(other)) state.others.add(digestIn(key.slice(other.length)));
    }
  } catch {
    state.stored = false;
  }
  warn();
}

function warn() {
  const missing = state.stored ? "" : t("not_kept");
  byId("warning").textContent = missing;
  byId("warning").hidden = !missing;
}

function parsed(text) {
  try { return JSON.parse(text); } catch { return null; }
}

const digestIn = (row) => byHex.get(row) ?? "";
const byHex = new Map();
const byHash = new Map();
cards.forEach((card, place) => {
  byHex.set(hexOf(card.h), card.h);
  if (!byHash.has(card.h)) byHash.set(card.h, place);
});

/* Whether a line of a file is a decision as this page writes it: a file may be anything. */
function isDecision(one) {
  return one && one.format === 1 && typeof one.row === "string" && WORDS.includes(one.decision)
    && typeof one.reviewer === "string" && typeof one.second === "boolean"
    && one.fields && typeof one.fields === "object" && Object.entries(one.fields).every(isTypedField);
}

/* Take a decision in; return whether it is of a card of this page. Another reviewer's values are left out. */
function takeIn(one) {
  const digest = isDecision(one) ? digestIn(one.row.replace(/^sha256:/, "")) : "";
  if (!digest) return false;
  if (one.second === state.second) state.decisions.set(digest, one);
  else state.others.add(digest);
  return true;
}

const isTypedField = ([name, field]) => about.fields.includes(name) && field && Array.isArray(field.typed)
  && Array.isArray(field.agrees) && (field.value === null || ["string", "number"].includes(typeof field.value));

/* Take in what was typed of a card that is not decided yet. */
function takeDraft(hex, draft) {
  const digest = digestIn(hex);
  if (!digest || !draft?.fields || !Object.entries(draft.fields).every(isTypedField)) return;
  state.drafts.set(digest, { note: "", keys: 0, seconds: 0, ...draft });
}

function pauseClock() {
  const card = cards[state.place];
  if (card && !decided(card)) draftOf(card).seconds += (performance.now() - state.shownAt) / 1000;
  state.shownAt = performance.now();
}

const reviewer = () => byId("reviewer").value.replace(HIDDEN, "").trim();

function whyNot(card, word) {
  if (!reviewer()) return "name_first";
  if (word !== "accept") return "";
  if (card.e) return "error_not_accepted";
  if (openOf(card).length) return "key_first";
  const typed = draftOf(card).fields;
  const lacking = CRITICAL.some((name) => card.f && assuranceOf(card, name)
    && (typed[name] ? typed[name].value : fieldOf(card, name)[0] ?? null) === null);
  return lacking && !isRedacted(card) ? "value_lacking" : "";
}
const isRedacted = (card) => card.f.every((field) => field[0] === null || field[0] === undefined)
  && card.f.some((field) => ["confirmed", "protected", "read"].includes(code(field[1])));

function decide(word) {
  const card = cards[state.place];
  if (!card || decided(card)) return;
  const why = whyNot(card, word);
  if (why) {
    announce(t(why));
    byId("why-not").textContent = t(why);
    if (why === "name_first") byId("reviewer").focus();
    if (why === "key_first") focusNext(card);
    return;
  }
  // A key pressed twice decides no card that nobody has looked at yet.
  const isTyped = Object.values(draftOf(card).fields).some((one) => one.typed.length);
  if (!isTyped && performance.now() - state.openedAt < TWICE) return;
  pauseClock();
  const draft = draftOf(card);
  const made = {
    format: 1, id: card.i, row: `sha256:${hexOf(card.h)}`, reviewer: reviewer(),
    second: state.second, at: new Date().toISOString().replace(/\.[0-9]+Z$/, "Z"),
    seconds: Math.round(draft.seconds * 10) / 10, keys: draft.keys, decision: word, note: draft.note,
    fields: Object.fromEntries(Object.entries(draft.fields).filter(([, one]) => one.typed.length)
      .map(([name, { typed, value, agrees, shown }]) => [name, { typed, value, agrees, shown }])),
  };
  state.decisions.set(card.h, made);
  state.drafts.delete(card.h);
  keep(prefix() + hexOf(card.h), JSON.stringify(made));
  drop(`${prefix()}draft/${hexOf(card.h)}`);
  const next = nextUndecided();
  const was = t("decided_as", { id: visible(card.i, 40), decision: t(word) });
  if (next === null) { fillList(); showCard(); announce(`${was} ${t("all_decided")}`); return; }
  open(next);
  announce(`${was} ${t("next_card", { id: visible(cards[next].i, 40) })}`);
}

function again() {
  const card = cards[state.place];
  const made = decided(card);
  const draft = { fields: {}, note: made.note ?? "", keys: 0, seconds: 0 };
  // The values have been on the screen by now, and the decision says so.
  for (const name of keyedOf(card)) draft.fields[name] = blank(true);
  state.decisions.delete(card.h);
  state.drafts.set(card.h, draft);
  drop(prefix() + hexOf(card.h));
  keep(`${prefix()}draft/${hexOf(card.h)}`, JSON.stringify(draft));
  fillList();
  showCard();
  focusNext(card);
}

/* A decision as a line of the file; a whole number that JavaScript cannot hold stays what it was. */
function lineOf([digest, made]) {
  const card = cards[byHash.get(digest)];
  const text = JSON.stringify({ ...made, id: card.i });
  return `${card.b ? text.replace(`"id":"${card.i}"`, `"id":${card.i}`) : text}\n`;
}

function save() {
  const lines = [...state.decisions.entries()];
  const text = lines.map(lineOf).join("");
  const address = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
  const who = reviewer().replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").slice(0, 40) || "reviewer";
  const link = el("a", { href: address, download: `decisions-${who}${state.second ? "-second" : ""}.jsonl` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  announce(t("saved", { count: count(lines.length) }));
}

async function load(file) {
  let [taken, left] = [0, 0];
  for (const line of (await file.text()).split("\n").filter((one) => one.trim())) {
    const one = parsed(line);
    if (!takeIn(one)) { left += 1; continue; }
    taken += 1;
    const hex = one.row.replace(/^sha256:/, "");
    if (one.second === state.second) {
      state.drafts.delete(digestIn(hex));
      keep(prefix() + hex, JSON.stringify(one));
    }
  }
  filter();
  showCard();
  announce(t("loaded", { count: count(taken), left: count(left) }));
  byId("found").textContent = t("loaded", { count: count(taken), left: count(left) });
}

function forget() {
  const gone = [];
  try {
    for (let at = 0; at < localStorage.length; at += 1) {
      const key = localStorage.key(at);
      if (key.startsWith(`khmerid-review/${about.digest}/`)) gone.push(key);
    }
    gone.forEach((key) => localStorage.removeItem(key));
  } catch { state.stored = false; }
  recall();
  filter();
  showCard();
  announce(t("forgotten"));
}

// ---- The queue

const forPeople = cards.filter((card) => card.d !== ACCEPT);
const risks = forPeople.map((card) => card.r ?? 0).sort((one, two) => two - one);
const highest = risks[Math.floor(risks.length / 10)] ?? 1;  // the tenth of the cards with the most risk
const isRisky = (card) => card.d !== ACCEPT && card.r > 0 && (card.r === 1 || card.r >= highest);
const isQuick = (card) => card.d !== ACCEPT && card.k?.length === 1;

/* What is searched: the id, and the values that are not to be typed blind. */
const haystacks = new Map();
function haystack(card) {
  let text = haystacks.get(card.h);
  if (text === undefined) {
    const hidden = new Set(keyedOf(card).flatMap((name) => [name, PARTNERS[name]]));
    const values = (card.f ?? []).filter((_, at) => !hidden.has(about.fields[at]))
      .flatMap((field) => Array.isArray(field[0]) ? field[0] : [field[0] ?? ""]);
    text = [card.i, ...values, ...values.map((one) => dotted(String(one)))].join("\n").toLowerCase();
    haystacks.set(card.h, text);
  }
  return text;
}

const ORDERS = {
  queue: () => about.order,
  quick: () => [...about.order].sort((one, two) =>
    (cards[one].d === ACCEPT) - (cards[two].d === ACCEPT) || (cards[one].k?.length ?? 9) - (cards[two].k?.length ?? 9)),
  risky: () => [...about.order].sort((one, two) => (cards[two].r ?? 0) - (cards[one].r ?? 0)),
  file: () => cards.map((_, place) => place),
};

const STATES = {
  undecided: (card) => !decided(card),
  decided: (card) => Boolean(decided(card)),
  other: (card) => state.others.has(card.h),
  quick: isQuick,
  risky: isRisky,
};

function filter() {
  const value = (id) => byId(id).value;
  const text = asciiDigits(value("search")).trim().toLowerCase();
  const typed = value("search").trim().toLowerCase();
  const wanted = {
    decision: value("by-decision"), state: value("by-state"), reason: value("by-reason"), field: value("by-field"),
  };
  state.found = ORDERS[value("by-order") || "queue"]().filter((place) => {
    const card = cards[place];
    return (!wanted.decision || about.decisions[card.d] === wanted.decision)
      && (!wanted.state || STATES[wanted.state](card))
      && (!wanted.reason || (card.c ?? card.e?.slice(0, 1) ?? []).some((one) => code(one) === wanted.reason))
      && (!wanted.field || keyedOf(card).includes(wanted.field))
      && (!text || haystack(card).includes(text) || haystack(card).includes(typed));
  });
  state.page = 0;
  fillList();
}

function fillList() {
  const pages = Math.max(1, Math.ceil(state.found.length / PAGE));
  state.page = Math.min(state.page, pages - 1);
  const shown = state.found.slice(state.page * PAGE, (state.page + 1) * PAGE);
  byId("list").replaceChildren(...shown.map(item));
  byId("list").setAttribute("start", state.page * PAGE + 1);
  byId("found").textContent = t("found", { count: count(state.found.length), all: count(cards.length) });
  byId("page-at").textContent = t("page_at", { page: count(state.page + 1), pages: count(pages) });
  byId("page-back").disabled = state.page === 0;
  byId("page-on").disabled = state.page >= pages - 1;
  byId("pager").hidden = pages === 1;
  const done = forPeople.filter(decided).length;
  byId("progress").textContent = t("progress", { done: count(done), all: count(forPeople.length) });
}

function badges(card) {
  const made = decided(card);
  const decision = about.decisions[card.d];
  return [
    el("span", { class: `badge ${decision}` }, t(`is_${decision}`)),
    isQuick(card) ? el("span", { class: "badge quick" }, "» ", t("quick")) : null,
    isRisky(card) ? el("span", { class: "badge risky" }, "! ", t("risky")) : null,
    state.others.has(card.h) ? el("span", { class: "badge" }, t("by_other")) : null,
    made ? el("span", { class: "badge done" }, "✓ ", t(made.decision)) : null,
  ];
}

function item(place) {
  const card = cards[place];
  const left = decided(card) ? 0 : openCount(card);
  return el("li", {}, el("button", {
    type: "button", class: "item", "aria-current": place === state.place ? "true" : null, onclick: () => open(place),
  }, el("span", { class: "id" }, bdi(card.i, 60)), el("span", { class: "badges" }, badges(card),
    left ? el("span", { class: "to-key" }, t("to_key", { count: count(left) })) : null)));
}
const openCount = (card) => state.drafts.has(card.h) ? openOf(card).length : card.k?.length ?? 0;

function open(place) {
  pauseClock();
  state.place = place;
  state.shownAt = performance.now();
  state.openedAt = performance.now();
  const at = state.found.indexOf(place);
  if (at >= 0) state.page = Math.floor(at / PAGE);
  document.body.classList.remove("queue-open");
  byId("to-queue").setAttribute("aria-expanded", "false");
  fillList();
  showCard();
  byId("list").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  byId("card-title")?.focus();
  window.scrollTo(0, 0);
}

function step(by) {
  const at = state.found.indexOf(state.place);
  const next = at < 0 ? 0 : at + by;
  if (next >= 0 && next < state.found.length) open(state.found[next]);
  else announce(t("no_more"));
}

function nextUndecided() {
  const at = state.found.indexOf(state.place);
  const after = [...state.found.slice(at + 1), ...state.found.slice(0, Math.max(at, 0))];
  return after.find((place) => !decided(cards[place])) ?? null;
}

// ---- A card

function showCard() {
  const main = byId("card");
  const card = cards[state.place];
  if (!card) { main.replaceChildren(el("p", { class: "empty" }, t("choose_card"))); return; }
  const withheld = withheldOf(card);
  main.replaceChildren(...[
    el("h2", { id: "card-title", tabindex: "-1" }, bdi(card.i)),
    el("p", { class: "badges" }, badges(card)),
    card.e ? errorOf(card) : reasonsOf(card),
    el("div", { class: "desk" }, decided(card) ? outcomeOf(card) : keyPanel(card), pictureOf(card)),
    card.f ? fieldsOf(card, withheld) : null,
    card.n || card.x ? checksOf(card) : null,
    card.l ? ledgerOf(card, withheld) : null,
    decided(card) ? null : decideBar(card),
  ].filter(Boolean));
}

function errorOf(card) {
  return el("section", { class: "why", "aria-label": t("why") },
    el("p", {}, t("not_examined"), " ", el("code", {}, visible(code(card.e[0])))),
    el("p", { lang: "en" }, bdi(card.e[1])));
}

function reasonsOf(card) {
  const reasons = (card.c ?? []).map((at) => el("li", {}, said("reasons", code(at))));
  return el("section", { class: "why", "aria-labelledby": "why-title" }, el("h3", { id: "why-title" }, t("why")),
    reasons.length ? el("ul", {}, reasons) : el("p", {}, t("no_reasons")));
}

function pictureOf(card) {
  const picture = pictures[state.place];
  if (!picture) return null;
  const label = t("picture_of", { id: visible(card.i, 60) });
  const corners = picture.b && cornersOf(card);
  const upright = corners && turned(corners, label, [0, 1], 0.12, "upright");
  const whole = el("img", { src: picture.u, alt: label });
  return el("details", { class: "picture", open: true }, el("summary", {}, t("picture")), upright ?? whole,
    upright && isTurned(corners) ? el("details", {}, el("summary", {}, t("picture_as_taken")), whole) : null);
}
/* Whether a picture as taken shows something else than the card turned upright. */
function isTurned([[left, top], [right, rightTop]]) { return Math.abs(rightTop - top) > 0.02 * Math.abs(right - left) || right < left; }

/* A part of the picture, turned so that its upper edge lies level; corners from the upper left on, left and right
   as shares of the width, room around it in pixels. */
function turned(corners, label, [from, to], room, kind) {
  const picture = pictures[state.place];
  const [[left, top], [right, rightTop], , [leftBottom, bottom]] = corners;
  const [across, down] = [right - left, rightTop - top];
  const [width, height] = [Math.hypot(across, down), Math.hypot(leftBottom - left, bottom - top)];
  if (!picture?.b || !width || !height) return null;
  const [cos, sin] = [across / width, down / width];
  const matrix = [cos, -sin, sin, cos, -(cos * left + sin * top), sin * left - cos * top].map((one) => one.toFixed(5));
  const box = [width * from - room * height, -room * height, width * (to - from) + 2 * room * height, (1 + 2 * room) * height];
  const [x, y, imageWidth, imageHeight] = picture.b;
  return el("svg", { class: kind, role: "img", "aria-label": label, viewBox: box.map((one) => one.toFixed(1)).join(" ") },
    el("image", { href: picture.u, x, y, width: imageWidth, height: imageHeight, preserveAspectRatio: "none",
      transform: `matrix(${matrix.join(" ")})` }));
}

/* The part of the picture where a text stood. */
function cropOf(name, side, where) {
  if (!where?.box) return null;
  const [first, last] = side === "mrz" && MRZ[name] || [0, 30];
  return turned(where.box, `${fieldName(name)}: ${said("captions", side)}`, [first / 30, last / 30], 0.3, "crop");
}

/* The card as its texts lie, and a little more: corners around all of them, turned as the longest one is. */
function cornersOf(card) {
  const boxes = Object.values(card.l ?? {}).flatMap((entry) => entry.t.map((text) => text[2])
    .filter((where) => where.box && !where.picture).map((where) => where.box));
  const long = ([[x, y], [toX, toY]]) => Math.hypot(toX - x, toY - y);
  const [longest] = [...boxes].sort((one, two) => long(two) - long(one));
  if (!longest || !long(longest)) return null;
  const [[x, y], [toX, toY]] = longest;
  const [cos, sin] = [(toX - x) / long(longest), (toY - y) / long(longest)];
  const level = boxes.flat().map(([across, down]) => [cos * across + sin * down, cos * down - sin * across]);
  const [us, vs] = [0, 1].map((at) => level.map((one) => one[at]));
  const [left, right, top, bottom] = [Math.min(...us), Math.max(...us), Math.min(...vs), Math.max(...vs)];
  return [[left, top], [right, top], [right, bottom], [left, bottom]].map(([u, v]) => [cos * u - sin * v, sin * u + cos * v]);
}

function cropsOf(card, name) {
  return (card.l?.[about.fields.indexOf(name)]?.t ?? []).slice(0, 2)
    .map(([side, , where]) => cropOf(name, code(side), where)).filter(Boolean);
}

function keyPanel(card) {
  const fields = Object.entries(draftOf(card).fields);
  if (!fields.length) return null;
  return el("section", { class: "key", "aria-labelledby": "key-title" },
    el("h3", { id: "key-title" }, t("key_title")), el("p", { class: "quiet" }, t("key_about")),
    fields.map(([name, field]) => field.done ? comparison(card, name, field) : keyField(card, name, field)));
}

function keyField(card, name, field) {
  const live = el("p", { id: `hint-${name}`, class: "hint", "aria-live": "polite" }, hint(card, name, field.text));
  const input = el("input", {
    id: `type-${name}`, type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    maxlength: 60, inputmode: DATES.includes(name) || name === "document_number" ? "decimal" : "text",
    "aria-describedby": `ask-${name} hint-${name}`, "aria-invalid": field.problem ? "true" : null, value: field.text,
    oninput: () => { field.text = input.value; live.textContent = hint(card, name, field.text); },
    onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); attempt(card, name, input.value); } },
  });
  return el("div", { class: "key-field" }, el("label", { for: input.id }, fieldName(name)), cropsOf(card, name),
    el("div", { class: "row" }, input,
      el("button", { type: "button", onclick: () => attempt(card, name, input.value) }, t("compare")),
      el("button", { type: "button", class: "plain", onclick: () => attempt(card, name, "?") }, t("unread"))),
    el("p", { id: `ask-${name}`, class: field.problem ? "ask" : "unseen" }, field.problem ? t(field.problem) : ""), live);
}

/* After the attempt: what was typed beside what print, MRZ and machine have. */
function comparison(card, name, field) {
  const hidden = hiddenValues(card, name);
  const typed = field.value === null ? null : String(field.value);
  const line = (label, value, agrees) => el("div", { class: "compared" }, el("dt", {}, label), el("dd", {},
    value === null || value === undefined ? t("no_value") : el("span", {}, value), " ",
    agrees === null ? null : el("span", { class: agrees ? "same" : "other" }, agrees ? `✓ ${t("same")}` : `✗ ${t("differs")}`)));
  const against = (side) => {
    if (hidden[side] === null) return line(said("page", `side_${side}`), null, null);
    const is = field.agrees.includes(side);
    const short = side === "mrz" && DATES.includes(name) && typed ? typed.slice(2).replaceAll("-", "") : typed;
    const [one, two] = side !== "mrz" && DATES.includes(name) ? [dotted(String(hidden[side])), typed && dotted(typed)]
      : [hidden[side], short];
    return line(said("page", `side_${side}`), is || typed === null ? bdi(one) : markedAgainst(one, two), typed === null ? null : is);
  };
  return el("div", { class: "key-field done" }, el("h4", {}, fieldName(name)), el("dl", {},
    line(t("you_typed"), typed === null ? null : shownValue(name, typed), null),
    ["viz", "mrz", "machine"].map(against)),
    el("p", { class: "quiet" }, t("typed_so", { typed: field.typed.map((one) => visible(one, 40)).join(" ⋅ ") })),
    field.agrees.length === 0 && typed !== null ? el("p", { class: "ask" }, t("agrees_with_none")) : null,
    sightsDiffer(hidden, name) ? el("p", { class: "ask" }, t("look_at_both")) : null);
}

function sightsDiffer({ viz, mrz }, name) {
  if (viz === null || mrz === null) return false;
  return (DATES.includes(name) ? viz.slice(2).replaceAll("-", "") : viz) !== mrz;
}

function outcomeOf(card) {
  const made = decided(card);
  return el("section", { class: "key", "aria-label": t("your_decision") },
    el("h3", {}, t("your_decision")),
    el("p", {}, el("strong", {}, t(made.decision)), " – ", bdi(made.reviewer), ", ", visible(made.at ?? "")),
    made.note ? el("p", {}, bdi(made.note)) : null,
    Object.entries(made.fields).filter(() => card.f).map(([name, field]) => comparison(card, name, { done: true, ...field })),
    el("p", {}, el("button", { type: "button", onclick: again }, t("decide_again"))));
}

function fieldsOf(card, withheld) {
  const head = ["field", "side_viz", "side_mrz", "value", "how_sure"].map((key) =>
    el("span", { role: "columnheader" }, t(key)));
  return el("section", { class: "fields", "aria-labelledby": "fields-title" },
    el("h3", { id: "fields-title" }, t("print_and_mrz")),
    el("div", { role: "table", "aria-labelledby": "fields-title", class: "table" },
      el("div", { role: "row", class: "head" }, head),
      about.fields.map((name) => fieldRow(card, name, withheld.has(name)))));
}

function fieldRow(card, name, isWithheld) {
  const [value, , , notes = [], risk, candidates = [], probabilities = []] = fieldOf(card, name);
  const assurance = assuranceOf(card, name);
  const cell = (label, ...inside) => el("span", { role: "cell" }, el("span", { class: "label", "aria-hidden": "true" }, t(label)), inside);
  const begin = el("span", { role: "rowheader" }, fieldName(name));
  const sure = assurance ? cell("how_sure",
    el("span", { class: `sure ${assurance}`, title: t(`about_${assurance}`) }, t(assurance)),
    isWithheld || risk === undefined || risk === null ? null : el("span", { class: "also" }, t("wrong", { chance: chance(risk) }))) : cell("how_sure", "–");
  if (isWithheld) {
    const hidden = el("span", { class: "withheld" }, t("withheld"));
    return el("div", { role: "row", class: "withheld-row" }, begin,
      el("span", { role: "cell" }, hidden), el("span", { role: "cell" }), el("span", { role: "cell" }), sure);
  }
  const mayBe = value === null || value === undefined || assurance === "doubtful" ? candidates : [];
  return el("div", { role: "row" }, begin,
    cell("side_viz", sideOf(card, name, "viz")), cell("side_mrz", sideOf(card, name, "mrz")),
    cell("value", shownValue(name, value), mayBe.length ? el("span", { class: "also" }, t("may_be"), " ",
      mayBe.slice(0, 4).map((one, at) => [at ? ", " : "", bdi(Array.isArray(one) ? one[0] : DATES.includes(name) ? dotted(String(one)) : one),
        probabilities[at] !== undefined ? ` (${inScript(percent(probabilities[at]))})` : ""])) : null,
      notes.length ? el("ul", { class: "notes" }, notes.map((at) => el("li", {}, said("notes", code(at))))) : null,
      correctable(card, name) ? el("button", { type: "button", class: "plain small", onclick: () => correct(card, name),
        "aria-label": `${t("correct")}: ${fieldName(name)}` }, t("correct")) : null),
    sure);
}
function percent(share) {
  if (share < 0.001) return "< 0.1 %";
  return share > 0.999 ? "> 99.9 %" : `${Number((share * 100).toPrecision(2))} %`;
}

/* A value that was shown can be typed, too; the decision says that it was shown. */
function correctable(card, name) { return !decided(card) && TYPED.includes(name) && !draftOf(card).fields[name]; }
function correct(card, name) {
  draftOf(card).fields[name] = blank(true);
  showCard();
  focusField(name);
}

/* The text of a side: from the ledger, or else from the value and its candidates. */
function sideOf(card, name, side) {
  const texts = (card.l?.[about.fields.indexOf(name)]?.t ?? []).filter((one) => code(one[0]) === side);
  if (texts.length) {
    return texts.slice(0, 3).map(([, text, where, stretches]) => el("span", { class: `text ${side}` },
      markedText(text, stretches), cropOf(name, side, where)));
  }
  const [value, , sources = [], , , candidates = []] = fieldOf(card, name);
  if (assuranceOf(card, name) === "conflicting" && candidates.length > 1) {
    const [one, two] = candidates.map((candidate) => DATES.includes(name) ? dotted(String(candidate)) : String(candidate));
    return side === "viz" ? markedAgainst(one, two) : markedAgainst(two, one);
  }
  if (value === null || value === undefined || !sources.map(code).includes(side)) return el("span", { class: "none" }, "–");
  return bdi(Array.isArray(value) ? value[0] : DATES.includes(name) ? dotted(String(value)) : value);
}

function checksOf(card) {
  const outcome = (name) => el("span", { class: `outcome ${name}` }, t(`outcome_${name}`));
  return el("details", { class: "checks" }, el("summary", {}, t("checks")),
    el("ul", {}, (card.n ?? []).map(([rule, found]) => el("li", {}, said("rules", code(rule)), " ", outcome(code(found))))),
    el("ul", {}, (card.x ?? []).map(([where, note]) => el("li", {}, whereName(where), ": ", said("notes", code(note))))));
}

/* Where something was noted: `mrz.sex` in words. */
function whereName(path) {
  return path.split(".").map((part) =>
    Object.hasOwn(words().page, `part_${part}`) ? t(`part_${part}`) : said("captions", part)).join(", ");
}

function ledgerOf(card, withheld) {
  const inside = Object.entries(card.l).map(([at, entry]) => {
    const name = about.fields[at];
    return el("section", {}, el("h4", {}, fieldName(name)),
      withheld.has(name) ? el("p", { class: "withheld" }, t("withheld")) : ledgerEntry(entry));
  });
  const details = el("details", { id: "ledger", class: "ledger", open: state.ledger,
    ontoggle: () => { state.ledger = details.open; } }, el("summary", {}, t("ledger"), " ", el("kbd", {}, "e")), inside);
  return details;
}

function ledgerEntry(entry) {
  const texts = entry.t.map(([side, text, where, stretches]) => el("li", {},
    el("strong", {}, said("captions", code(side))), whereOf(where), ": ", markedText(text, stretches),
    el("ul", {}, stretches.filter((one) => one.length > 1).map(([printed, read, edit, likelihood]) => el("li", {},
      bdi(seen(printed)), " → ", bdi(seen(read)), " – ", said("edits", edit),
      likelihood === null ? "" : ` (${inScript(percent(likelihood))})`)))));
  const list = (caption, found) => found.length ? el("p", {}, el("strong", {}, said("captions", caption)), ": ", found) : null;
  return [el("ul", {}, texts),
    list("alternatives", entry.a.map(([value, share], at) => [at ? ", " : "", bdi(value), share === null ? "" : ` (${inScript(percent(share))})`])),
    entry.g.map(([rule, read, expected, outcome]) => el("p", {},
      el("strong", {}, said("captions", code(rule).includes("composite") ? "composite_digit" : "own_digit")), ": ",
      `${said("captions", "read")} `, bdi(seen(read)), `, ${said("captions", "demanded")} `, bdi(seen(expected)),
      ": ", said("captions", code(outcome)))),
    entry.u.map(([name, positions, alternative]) => el("p", {}, el("strong", {}, said("captions", "unseen")),
      positions.length ? ` (${said("captions", "numerals")} ${inScript(positions.join(", "))})` : "", ": ", said("unseen", code(name)),
      alternative ? [" ", bdi(alternative)] : ""))];
}
function whereOf(where) {
  return ["picture", "page", "line"].filter((one) => where[one]).map((one) => `, ${said("captions", one)} ${count(where[one])}`).join("");
}

function decideBar(card) {
  const draft = draftOf(card);
  const note = el("textarea", { id: "note", rows: "1", maxlength: "500", oninput: () => { draft.note = note.value; } });
  note.value = draft.note;
  return el("section", { id: "decide", class: "decide", tabindex: "-1", "aria-labelledby": "decide-title" },
    el("h3", { id: "decide-title", class: "unseen" }, t("your_decision")),
    el("div", { class: "row" }, WORDS.map((word) => el("button", {
      type: "button", class: `to-${word}`, "aria-keyshortcuts": word[0], onclick: () => decide(word),
    }, t(word), " ", el("kbd", { "aria-hidden": "true" }, word[0]))),
    el("label", { class: "note" }, el("span", {}, t("note")), " ", note)),
    el("p", { id: "why-not", class: "ask", role: "alert" }));
}

// ---- Keys, language, tabs

const KEYS = [["j", "key_j"], ["k", "key_k"], ["Enter", "key_enter"], ["0–9 ០–៩", "key_digits"], ["?", "key_question"],
  ["Esc", "key_escape"], ["a", "accept"], ["r", "reject"], ["u", "unreadable"], ["s", "skip"], ["e", "ledger"], ["/", "search"],
  ["l", "key_language"]];

/* The key that was meant: on a Khmer keyboard the one in the place of the Latin letter. */
function meant(event) {
  if (/^Key[A-Z]$/.test(event.code) && !/^[a-z]$/i.test(event.key)) return event.code[3].toLowerCase();
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

const isTyping = (target) => target.matches?.("input:not([type=checkbox]):not([type=file]), textarea, select");
const ACTIONS = {
  j: () => step(1), k: () => step(-1), e: () => toggleLedger(), a: () => decide("accept"), r: () => decide("reject"),
  u: () => decide("unreadable"), s: () => decide("skip"), l: () => setLanguage(state.language === "en" ? "km" : "en"),
  "?": () => help(), "/": () => byId("search").focus(),
  Enter: () => { if (cards[state.place]) focusNext(cards[state.place]); else step(1); },
};

const MODIFIERS = ["Shift", "Control", "Alt", "Meta", "AltGraph"];

/* Count the keys that a card takes, before what they do takes their field away. */
function countKey(event) {
  const card = cards[state.place];
  const isOfCard = !isTyping(event.target) || event.target.closest("#card");
  if (card && !decided(card) && isOfCard && !MODIFIERS.includes(event.key)) draftOf(card).keys += 1;
}

function onKey(event) {
  const card = cards[state.place];
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") { event.target.blur(); byId("card-title")?.focus(); }
    return;
  }
  const key = meant(event);
  if (key === "Enter" && event.target.closest("button, a, summary, label")) return;
  if (state.tab !== "cards" && !["?", "l"].includes(key)) return;
  if (/^[0-9០-៩]$/.test(key) && card) {
    const [first] = openOf(card);
    if (first) focusField(first);  // the numeral goes into the field
    return;
  }
  if (Object.hasOwn(ACTIONS, key) && !(event.repeat && "arus".includes(key))) { event.preventDefault(); ACTIONS[key](); }
}

function toggleLedger() {
  const ledger = byId("ledger");
  if (!ledger) { announce(t("no_ledger")); return; }
  ledger.open = !ledger.open;
  if (ledger.open) ledger.scrollIntoView({ block: "start" });
}

function help() { byId("help").showModal(); }

function setTab(tab) {
  state.tab = tab;
  byId("cards").hidden = tab !== "cards";
  byId("figures").hidden = tab !== "figures";
  byId("to-cards").setAttribute("aria-pressed", String(tab === "cards"));
  byId("to-figures").setAttribute("aria-pressed", String(tab === "figures"));
}

function options(id, pairs) {
  const select = byId(id);
  const was = select.value;
  select.replaceChildren(...pairs.map(([value, text]) => el("option", { value }, text)));
  select.value = pairs.some(([value]) => value === was) ? was : pairs[0][0];
}

function fillFilters() {
  const any = ["", t("any")];
  const reasons = new Set(cards.flatMap((card) => card.c ?? card.e?.slice(0, 1) ?? []).map(code));
  const keyed = new Set(cards.filter((card) => card.d !== ACCEPT).flatMap(keyedOf));
  options("by-decision", [any, ...about.decisions.map((one) => [one, t(`is_${one}`)])]);
  options("by-state", [any, ...Object.keys(STATES).map((one) => [one, t(`state_${one}`)])]);
  options("by-reason", [any, ...[...reasons].map((one) => [one, visible(said("reasons", one), 80)])]);
  options("by-field", [any, ...about.fields.filter((one) => keyed.has(one)).map((one) => [one, fieldName(one)])]);
  options("by-order", Object.keys(ORDERS).map((one) => [one, t(`order_${one}`)]));
}

function setLanguage(language) {
  state.language = language;
  try { localStorage.setItem("khmerid-review/language", language); } catch { /* nothing depends on it */ }
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
  const other = byId("language");
  [other.textContent, other.lang] = language === "en" ? ["ភាសាខ្មែរ", "km"] : ["English", "en"];
  for (const figures of document.querySelectorAll("[data-figures]")) figures.hidden = figures.lang !== language;
  byId("help-keys").replaceChildren(...KEYS.flatMap(([key, text]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, t(text))]));
  const focused = document.activeElement?.id;
  fillFilters();
  fillList();
  showCard();
  warn();
  if (focused) byId(focused)?.focus();
}

function start() {
  try {
    state.language = localStorage.getItem("khmerid-review/language") ?? "en";
    byId("reviewer").value = localStorage.getItem("khmerid-review/reviewer") ?? "";
    state.second = localStorage.getItem(`khmerid-review/second/${about.digest}`) === "1";
    byId("second").checked = state.second;
  } catch { state.stored = false; }
  const on = (id, what, does) => byId(id).addEventListener(what, does);
  on("reviewer", "change", () => keep("khmerid-review/reviewer", reviewer()));
  on("second", "change", () => {
    state.second = byId("second").checked;
    keep(`khmerid-review/second/${about.digest}`, state.second ? "1" : "");
    recall();
    filter();
    showCard();
  });
  on("save", "click", save);
  on("load", "change", async () => { const [file] = byId("load").files; if (file) await load(file); byId("load").value = ""; });
  on("help-open", "click", help);
  on("help-close", "click", () => byId("help").close());
  on("forget", "click", () => { byId("help").close(); forget(); });
  on("language", "click", () => setLanguage(state.language === "en" ? "km" : "en"));
  on("to-cards", "click", () => setTab("cards"));
  on("to-figures", "click", () => setTab("figures"));
  on("to-queue", "click", () => {
    const isOpen = document.body.classList.toggle("queue-open");
    byId("to-queue").setAttribute("aria-expanded", String(isOpen));
  });
  on("page-back", "click", () => { state.page -= 1; fillList(); });
  on("page-on", "click", () => { state.page += 1; fillList(); });
  on("filters", "submit", (event) => event.preventDefault());
  on("filters", "input", filter);
  document.addEventListener("keydown", countKey, true);
  document.addEventListener("keydown", onKey);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) pauseClock(); else state.shownAt = performance.now();
  });
  recall();
  setLanguage(about.words[state.language] ? state.language : "en");
  filter();
  if (state.found.length) {
    state.place = nextUndecided() ?? state.found[0];
    state.shownAt = performance.now();
    fillList();
  }
  showCard();
  performance.mark("ready");
}

start();
})();
