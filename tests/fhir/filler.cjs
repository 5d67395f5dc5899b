// A form as any other system would put it: items in their order, by enableWhen or its expression, calculated ones worked
// out, everything else answered by chance or not at all. It knows FHIR, and nothing of ipt.
const fhirpath = require("fhirpath");
const r4 = require("fhirpath/fhir-context/r4");

const CORE = "http://hl7.org/fhir/StructureDefinition/";
const SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-";
const REASONS = ["asked-declined", "asked-unknown", "not-applicable"];

// The same numbers for the same seed.
function chance(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const extension = (element, url) => (element.extension || []).find((e) => e.url === url);
const expressionOf = (element, name) => extension(element, SDC + name)?.valueExpression.expression;

const compiled = new Map();
function evaluate(expression, response, questionnaire) {
  if (!compiled.has(expression)) compiled.set(expression, fhirpath.compile(expression, r4));
  return compiled.get(expression)(response, { resource: response, questionnaire });
}

const valueOf = (answer) => Object.entries(answer).find(([key]) => key.startsWith("value"))[1];

// One comparison of enableWhen, as R4 means it: some answer compares so; for != none is equal.
function compares(when, response) {
  const answers = (response.item.find((i) => i.linkId === when.question)?.answer || []).map(valueOf);
  const wanted = Object.entries(when).find(([key]) => key.startsWith("answer"))[1];
  if (when.operator === "exists") return answers.length > 0 === wanted;
  const plain = (v) => (typeof v === "object" ? ("code" in v && !("value" in v) ? `${v.system}|${v.code}` : v.value) : v);
  const is = { "=": (a, b) => a === b, "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b };
  if (when.operator === "!=") return !answers.some((a) => plain(a) === plain(wanted));
  return answers.some((a) => is[when.operator](plain(a), plain(wanted)));
}

function isEnabled(item, response, questionnaire) {
  const expression = expressionOf(item, "enableWhenExpression");
  if (expression) {
    const found = evaluate(expression, response, questionnaire);
    if (found.length !== 1 || typeof found[0] !== "boolean") throw new Error(`${item.linkId}: ${expression} gives ${JSON.stringify(found)}`);
    return found[0];
  }
  if (!item.enableWhen) return true;
  const met = item.enableWhen.map((when) => compares(when, response));
  return item.enableBehavior === "any" ? met.includes(true) : !met.includes(false);
}

// The options that are offered now.
function offered(item, response, questionnaire) {
  const off = (item.extension || [])
    .filter((e) => e.url === SDC + "answerOptionsToggleExpression")
    .filter((e) => !evaluate(e.extension.find((x) => x.url === "expression").valueExpression.expression, response, questionnaire)[0])
    .map((e) => e.extension.find((x) => x.url === "option").valueCoding.code);
  return item.answerOption.filter((o) => !off.includes(o.valueCoding.code));
}

function choose(item, response, questionnaire, next) {
  const options = offered(item, response, questionnaire);
  const one = options[Math.floor(next() * options.length)];
  const exclusive = (o) => extension(o, CORE + "questionnaire-optionExclusive");
  if (!item.repeats || exclusive(one)) return [one];
  return options.filter((o) => !exclusive(o) && (o === one || next() < 0.4));
}

function numberFor(item, next) {
  const bound = (name, otherwise) => {
    const found = extension(item, CORE + name);
    return found ? valueOf(found) : otherwise;
  };
  const least = bound("minValue", 0), most = bound("maxValue", 20);
  return least + Math.floor(next() * (most - least + 1));
}

function values(item, response, questionnaire, next) {
  const two = (n) => String(n).padStart(2, "0");
  switch (item.type) {
    case "boolean": return [{ valueBoolean: next() < 0.5 }];
    case "choice": case "open-choice": return choose(item, response, questionnaire, next).map((o) => ({ valueCoding: o.valueCoding }));
    case "integer": return [{ valueInteger: numberFor(item, next) }];
    case "decimal": return [{ valueDecimal: numberFor(item, next) }];
    case "string": case "text": return [{ valueString: next() < 0.5 ? "much" : "nothing" }];
    case "date": return [{ valueDate: `202${5 + Math.floor(next() * 2)}-0${1 + Math.floor(next() * 9)}-${two(1 + Math.floor(next() * 28))}` }];
    case "time": return [{ valueTime: `${two(Math.floor(next() * 24))}:00:00` }];
    case "quantity": return [{ valueQuantity: { value: Math.floor(next() * 60), unit: "min", system: "http://unitsofmeasure.org", code: "min" } }];
  }
  throw new Error(`nobody can answer ${item.type}`);
}

// Does an answer pass the hard constraints of its item?
function passes(item, response, questionnaire) {
  return (item.extension || [])
    .filter((e) => e.url === CORE + "questionnaire-constraint")
    .map((e) => Object.fromEntries(e.extension.map((x) => [x.url, valueOf(x)])))
    .every((c) => c.severity !== "error" || evaluate(c.expression, response, questionnaire)[0] === true);
}

// A response, and what was put and worked out on the way: {linkId: number | string | null}.
function fill(questionnaire, seed) {
  const next = chance(seed), missing = [0, 0.08, 0.25][seed % 3];
  const response = { resourceType: "QuestionnaireResponse", status: "completed", item: [] };
  const put = new Set(), calculated = {};
  for (const item of questionnaire.item) {
    const formula = expressionOf(item, "calculatedExpression");
    if (formula) {
      const found = evaluate(formula, response, questionnaire);
      if (found.length > 1) throw new Error(`${item.linkId} has ${found.length} values`);
      calculated[item.linkId] = found.length ? found[0] : null;
      const key = { integer: "valueInteger", decimal: "valueDecimal", string: "valueString" }[item.type];
      if (item.type === "integer" && found.length && !Number.isInteger(found[0])) throw new Error(`${item.linkId} is ${found[0]}`);
      if (found.length) response.item.push({ linkId: item.linkId, text: item.text, answer: [{ [key]: found[0] }] });
    } else if (item.type !== "display" && isEnabled(item, response, questionnaire)) {
      put.add(item.linkId);
      const entry = { linkId: item.linkId, text: item.text };
      response.item.push(entry);
      for (let tries = 0; !entry.extension && !(entry.answer && passes(item, response, questionnaire)); tries++) {
        delete entry.answer;
        if (!item.required && (next() < missing || tries > 20))
          entry.extension = [{ url: CORE + "data-absent-reason", valueCode: REASONS[Math.floor(next() * REASONS.length)] }];
        else entry.answer = values(item, response, questionnaire, next);
      }
    }
  }
  return { response, put, calculated };
}

module.exports = { fill, evaluate, extension, expressionOf, valueOf, CORE };
