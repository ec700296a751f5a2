// Shows and hides the questions of an e-form while it is being filled in, by the same rules as the server
// (src/vikno/eforms/definition.py; tests compare the two). The server decides again when the page is sent.

export function isEmpty(value) {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.every(isEmpty);
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

function same(one, other) {
  const isCount = (value) => typeof value === "number" || typeof value === "boolean";
  if (isCount(one) && isCount(other)) return Number(one) === Number(other);
  return JSON.stringify(one) === JSON.stringify(other);
}

function contains(list, one) {
  return Array.isArray(list) && list.some((each) => same(each, one));
}

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

function comparable(value) {
  return NUMBER.test(String(value)) ? Number(value) : String(value);
}

function compares(op, given, wanted) {
  if (op === "is") return same(given, wanted);
  if (op === "is_not") return !same(given, wanted);
  if (op === "in") return contains(wanted, given);
  if (op === "has") return contains(given, wanted);
  const [left, right] = [comparable(given), comparable(wanted)];
  if (typeof left !== typeof right) return false;
  return op === "less" ? left < right : left > right;
}

function passes(test, answers) {
  const given = answers[test.question];
  if (test.op === "answered") return isEmpty(given) !== Boolean(Array.isArray(test.value) ? test.value.length : test.value);
  const wanted = test.other ? answers[test.other] : test.value;
  if (isEmpty(given) || (test.other && isEmpty(wanted))) return test.op === "is_not" && !test.other;
  return compares(test.op, given, wanted);
}

export function holds(condition, answers) {
  if (condition.all) return condition.all.every((part) => holds(part, answers));
  if (condition.any) return condition.any.some((part) => holds(part, answers));
  if (condition.none_of) return !condition.none_of.some((part) => holds(part, answers));
  return passes(condition, answers);
}

// What is typed, as the plain values that the server's checks make of it.

const spaceless = (text) => text.replace(/[\s\u00a0]/g, "");

export function readDate(text) {
  const eight = /^\s*(\d\d)(\d\d)(\d{4})\s*$/.exec(text);
  const found = eight ? eight.slice(1) : /^[\d\s./\\-]+$/.test(text) ? text.match(/\d+/g) ?? [] : [];
  if (found.length < 3) return text;
  const [day, month, year] = Number(found[0]) < 1000 ? found : [found[2], found[1], found[0]];
  return `${year.padStart(4, "0")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

export function plain(kind, text) {
  if (isEmpty(text)) return "";
  if (kind === "yes_no") return text === "yes";
  if (kind === "integer") return /^[+-]?\d{1,15}$/.test(spaceless(text)) ? Number(spaceless(text)) : text;
  if (kind === "decimal") return spaceless(text).replace(",", ".");
  if (kind === "date") return readDate(text);
  if (["rnokpp", "edrpou", "document"].includes(kind)) return spaceless(text).replace(/-/g, "").toUpperCase();
  return kind === "text" ? text.trim().replace(/\s+/g, " ") : text.trim();
}

// The page.

const COMPOSITE = ["address", "person"];

function inside(question) {
  return [...question.querySelectorAll("[data-question]")];
}

function partsOf(question, scope) {
  const parts = inside(question).filter((part) => part.dataset.scope === scope && !part.hidden);
  return Object.fromEntries(parts.map((part) => [part.dataset.question, valueOf(part)]));
}

function valueOf(question) {
  const { kind, scope, question: key } = question.dataset;
  const name = scope + key;
  const named = [...question.querySelectorAll("input, select, textarea")].filter((input) => input.name === name);
  if (COMPOSITE.includes(kind)) return partsOf(question, `${name}-`);
  if (kind === "group") {
    const scopes = new Set(inside(question).map((part) => part.dataset.scope).filter((of) => /^-\d+-$/.test(of.slice(name.length))));
    return [...scopes].map((of) => partsOf(question, of));
  }
  if (kind === "several_of") return named.filter((input) => input.checked).map((input) => input.value);
  if (kind === "files" || kind === "info") return "";
  if (kind === "rnokpp" && question.querySelector("input[type=checkbox]")?.checked) return "none";
  const one = named.find((input) => input.type !== "radio" || input.checked);
  return plain(kind, one?.value ?? "");
}

function show(question, isAsked) {
  question.hidden = !isAsked;
  if ("disabled" in question) question.disabled = !isAsked;
}

function settle(questions) {
  const counted = {};
  for (const question of questions) {
    if (question.dataset.askedWhen) {
      const { when, known } = JSON.parse(question.dataset.askedWhen);
      show(question, holds(when, { ...known, ...counted }));
    }
    const value = question.hidden ? "" : valueOf(question);
    if (!isEmpty(value)) counted[question.dataset.question] = value;
  }
}

function settleAll() {
  const questions = [...document.querySelectorAll("[data-question]")];
  const scopes = new Set(questions.filter((one) => one.dataset.askedWhen).map((one) => one.dataset.scope));
  // Rounds of a group first: what they hold counts for the questions after it.
  for (const scope of [...scopes].sort((one, other) => other.length - one.length)) {
    settle(questions.filter((one) => one.dataset.scope === scope));
  }
}

if (globalThis.document?.querySelector("[data-asked-when]")) {
  document.addEventListener("input", settleAll);
  document.addEventListener("change", settleAll);
  settleAll();
}
