// Shows and hides the questions of an e-form during filling in, by the same rules as the server
// (src/vikno/eforms/definition.py; tests compare the two). The server decides again when the page is sent.

export function isEmpty(value) {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.every(isEmpty);
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

function isSame(left, right) {
  const isNumeric = (value) => typeof value === "number" || typeof value === "boolean";
  if (isNumeric(left) && isNumeric(right)) return Number(left) === Number(right);
  return JSON.stringify(left) === JSON.stringify(right);
}

function contains(list, value) {
  return Array.isArray(list) && list.some((item) => isSame(item, value));
}

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

function toComparable(value) {
  return NUMBER.test(String(value)) ? Number(value) : String(value);
}

function compare(op, answer, value) {
  if (op === "is") return isSame(answer, value);
  if (op === "is_not") return !isSame(answer, value);
  if (op === "in") return contains(value, answer);
  if (op === "has") return contains(answer, value);
  const [left, right] = [toComparable(answer), toComparable(value)];
  if (typeof left !== typeof right) return false;
  return op === "less" ? left < right : left > right;
}

function comparisonHolds(comparison, answers) {
  const { op, other, value: fixed } = comparison;
  const answer = answers[comparison.question];
  if (op === "answered") return isEmpty(answer) !== Boolean(Array.isArray(fixed) ? fixed.length : fixed);
  const value = other ? answers[other] : fixed;
  if (isEmpty(answer) || (other && isEmpty(value))) return op === "is_not" && !other;
  return compare(op, answer, value);
}

export function holds(condition, answers) {
  if (condition.all) return condition.all.every((part) => holds(part, answers));
  if (condition.any) return condition.any.some((part) => holds(part, answers));
  if (condition.none_of) return !condition.none_of.some((part) => holds(part, answers));
  return comparisonHolds(condition, answers);
}

// Typed text as the plain values that validation on the server makes of it.

const withoutSpaces = (text) => text.replace(/[\s\u00a0]/g, "");

export function readDate(text) {
  const eightDigits = /^\s*(\d\d)(\d\d)(\d{4})\s*$/.exec(text);
  const numbers = eightDigits ? eightDigits.slice(1) : /^[\d\s./\\-]+$/.test(text) ? text.match(/\d+/g) ?? [] : [];
  if (numbers.length < 3) return text;
  const [day, month, year] = Number(numbers[0]) < 1000 ? numbers : [numbers[2], numbers[1], numbers[0]];
  return `${year.padStart(4, "0")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

export function plainValue(kind, text) {
  if (isEmpty(text)) return "";
  if (kind === "yes_no") return text === "yes";
  if (kind === "integer") return /^[+-]?\d{1,15}$/.test(withoutSpaces(text)) ? Number(withoutSpaces(text)) : text;
  if (kind === "decimal") return withoutSpaces(text).replace(",", ".");
  if (kind === "date") return readDate(text);
  if (["rnokpp", "edrpou", "document"].includes(kind)) return withoutSpaces(text).replace(/-/g, "").toUpperCase();
  return kind === "text" ? text.trim().replace(/\s+/g, " ") : text.trim();
}

// The page.

const COMPOSITE = ["address", "person"];

function innerQuestions(question) {
  return [...question.querySelectorAll("[data-question]")];
}

function innerAnswers(question, scope) {
  const parts = innerQuestions(question).filter((part) => part.dataset.scope === scope && !part.hidden);
  return Object.fromEntries(parts.map((part) => [part.dataset.question, answerOf(part)]));
}

function answerOf(question) {
  const { kind, scope, question: key } = question.dataset;
  const name = scope + key;
  const inputs = [...question.querySelectorAll("input, select, textarea")].filter((input) => input.name === name);
  if (COMPOSITE.includes(kind)) return innerAnswers(question, `${name}-`);
  if (kind === "group") {
    const scopes = innerQuestions(question).map((part) => part.dataset.scope);
    const rounds = new Set(scopes.filter((scope) => /^-\d+-$/.test(scope.slice(name.length))));
    return [...rounds].map((round) => innerAnswers(question, round));
  }
  if (kind === "several_of") return inputs.filter((input) => input.checked).map((input) => input.value);
  if (kind === "files" || kind === "info") return "";
  if (kind === "rnokpp" && question.querySelector("input[type=checkbox]")?.checked) return "none";
  const filled = inputs.find((input) => input.type !== "radio" || input.checked);
  return plainValue(kind, filled?.value ?? "");
}

function toggle(question, isAsked) {
  question.hidden = !isAsked;
  if ("disabled" in question) question.disabled = !isAsked;
}

function updateQuestions(questions) {
  const counted = {};
  for (const question of questions) {
    if (question.dataset.askedWhen) {
      const { when, known } = JSON.parse(question.dataset.askedWhen);
      toggle(question, holds(when, { ...known, ...counted }));
    }
    const value = question.hidden ? "" : answerOf(question);
    if (!isEmpty(value)) counted[question.dataset.question] = value;
  }
}

function updatePage() {
  const questions = [...document.querySelectorAll("[data-question]")];
  const scopes = new Set(questions.filter((question) => question.dataset.askedWhen).map((question) => question.dataset.scope));
  // Rounds of a group come first: their answers count for the questions after the group.
  for (const scope of [...scopes].sort((left, right) => right.length - left.length)) {
    updateQuestions(questions.filter((question) => question.dataset.scope === scope));
  }
}

if (globalThis.document?.querySelector("[data-asked-when]")) {
  document.addEventListener("input", updatePage);
  document.addEventListener("change", updatePage);
  updatePage();
}
