// The FHIR export against what others make of it: node tests/fhir/check.cjs IPT [SETS]
//
// Every instrument of the library, and one with everything, is exported and validated. Then it is filled in by chance many
// times over (filler.cjs), and what the form made of the answers, which items it put and what it scored, becomes a test
// in the language that has to pass. Kept sessions are exported and scored again by the formulas of the form.
const fs = require("fs"), os = require("os"), path = require("path");
const { spawnSync } = require("child_process");
const { Fhir } = require("fhir");
const JSONSchemaValidator = require("@asymmetrik/fhir-json-schema-validator");
const { fill, evaluate, extension, expressionOf, valueOf, CORE } = require("./filler.cjs");

const ipt = path.resolve(process.argv[2]), sets = Number(process.argv[3] || 240);
const root = path.resolve(__dirname, "../..");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ipt-fhir-"));
const schema = new JSONSchemaValidator(), fhir = new Fhir();

function run(...args) {
  const env = { ...process.env, NO_COLOR: "1", LC_ALL: "C.UTF-8", TERM: "dumb", IPT_SETTINGS: "", IPT_STORE: "" };
  const r = spawnSync(ipt, args, { cwd: folder, encoding: "utf8", env, maxBuffer: 1 << 28 });
  return { code: r.status, out: r.stdout, said: r.stderr };
}

function must(good, what) {
  if (!good) throw new Error(what);
}

// ---- shape ----
// What the R4 definitions of Questionnaire and its items demand beyond their types.
const INVARIANTS = {
  "que-0": "name.matches('^[A-Z]([A-Za-z0-9_]){0,254}$')",
  "que-1": "repeat(item).all((type='group' implies item.empty().not()) and (type='display' implies item.empty()))",
  "que-2": "repeat(item).linkId.isDistinct()",
  "que-3": "repeat(item).all(type!='display' or code.empty())",
  "que-4": "repeat(item).all(answerOption.empty() or answerValueSet.empty())",
  "que-5": "repeat(item).all(type='choice' or type='open-choice' or answerOption.empty())",
  "que-6": "repeat(item).all(type!='display' or (required.empty() and repeats.empty()))",
  "que-7": "repeat(item).enableWhen.all(operator='exists' implies (answer is boolean))",
  "que-8": "repeat(item).all((type!='group' and type!='display') or initial.empty())",
  "que-9": "repeat(item).all(type!='display' or readOnly.empty())",
  "que-11": "repeat(item).all(answerOption.empty() or initial.empty())",
  "que-12": "repeat(item).all(enableWhen.count() > 1 implies enableBehavior.exists())",
  "que-13": "repeat(item).all(repeats=true or initial.count() <= 1)",
  "enableWhen names an item before it": "repeat(item).enableWhen.all(question in %resource.repeat(item).linkId)",
  "enableWhen is not said twice": "repeat(item).all(enableWhen.empty() or extension.where(url.endsWith('enableWhenExpression')).empty())",
};

function validate(resource) {
  const errors = schema.validate(resource);
  must(!errors.length, `the JSON Schema refuses it: ${JSON.stringify(errors.slice(0, 3))}`);
  // this one takes `false` and 0 for absent where a choice of types must be there
  const shown = JSON.parse(JSON.stringify(resource), (key, value) => (/^answer[A-Z]/.test(key) ? value || (value === 0 ? 1 : true) : value));
  const result = fhir.validate(shown, { errorOnUnexpected: true });
  must(result.valid, `it is not valid: ${JSON.stringify(result.messages.filter((m) => m.severity === "error").slice(0, 3))}`);
}

function questionnaireOf(file, name) {
  const { code, out, said } = run("compile", "--to", "fhir", file, name);
  must(code === 0 && !said, `${file} ${name}: ${said}`);
  const questionnaire = JSON.parse(out);
  validate(questionnaire);
  for (const [name, rule] of Object.entries(INVARIANTS))
    must(evaluate(rule, questionnaire, questionnaire)[0] === true, `${questionnaire.url} breaks ${name}`);
  return questionnaire;
}

// ---- answers as the language writes them ----
// Codes of a terminology stand for choices; here they go back to the choices' own.
function codesOf(sources) {
  const codes = {};
  for (const line of sources.join("\n").matchAll(/^\s*- (\w+)\s+"[^"]*".*?code \w+ "([^"]+)"/gm)) codes[line[2]] = line[1];
  return codes;
}

const MISSING = { "asked-declined": "declined", "asked-unknown": "unknown", "not-applicable": "not applicable" };

function written(entry, codes) {
  const absent = extension(entry, CORE + "data-absent-reason");
  if (absent) return MISSING[absent.valueCode];
  const one = (answer) => {
    const v = valueOf(answer);
    if ("valueBoolean" in answer) return v ? "yes" : "no";
    if ("valueCoding" in answer) return codes[v.code] || v.code;
    if ("valueQuantity" in answer) return `${v.value} minutes`;
    if ("valueString" in answer) return JSON.stringify(v);
    if ("valueTime" in answer) return `"${v.slice(0, 5)}"`;
    return String(v);
  };
  return entry.answer.length > 1 ? `(${entry.answer.map(one).join(", ")})` : one(entry.answer[0]);
}

// What the form made of some answers, as a test.
function testOf(questionnaire, name, seed, codes) {
  const { response, put, calculated } = fill(questionnaire, seed);
  const lines = [`test "${name} ${seed}"`, `  run ${name}`];
  for (const entry of response.item)
    if (put.has(entry.linkId)) lines.push(`  answer ${entry.linkId} = ${written(entry, codes)}`);
  for (const item of questionnaire.item) {
    if (item.type === "display" || item.linkId.endsWith(".band")) continue;
    if (!(item.linkId in calculated)) {
      lines.push(`  expect ${item.linkId} is ${put.has(item.linkId) ? "" : "not "}asked`);
    } else {
      const value = calculated[item.linkId];
      if (value === null) lines.push(`  expect ${item.linkId} is unanswered`);
      else lines.push(`  expect ${item.linkId} > ${decimal(value - 1e-7)}`, `  expect ${item.linkId} < ${decimal(value + 1e-7)}`);
    }
  }
  return lines.join("\n") + "\n";
}

const decimal = (n) => (n < 0 ? `0 - ${(-n).toFixed(9)}` : n.toFixed(9));

function agrees(questionnaire, script, name, sources) {
  const codes = codesOf(sources), file = `${name}.ipt`;
  let text = script + "\n";
  for (let seed = 1; seed <= sets; seed++) text += testOf(questionnaire, name, seed, codes);
  fs.writeFileSync(path.join(folder, file), text);
  const { code, out, said } = run("test", file);
  const failed = out.split("\n").filter((l) => l.startsWith("not ok"));
  const first = out.indexOf("not ok");
  must(code === 0, `${name}: ${failed.length} of ${sets} differ\n${said}${out.slice(Math.max(first, 0), first + 1500)}`);
}

// ---- kept sessions ----
function sessions(questionnaire, module, name, codes) {
  const store = `${name}.db`, args = ["--plain", "--store", store];
  for (let i = 0; i < 6; i++) {
    const list = questionnaire.item
      .filter((item) => item.prefix)
      .map((item, k) => {
        const option = item.answerOption[(i + k) % 3].valueCoding.code;
        return (i * 7 + k) % 6 === 5 && i > 2 ? "declined" : codes[option] || option;
      });
    fs.writeFileSync(path.join(folder, "a"), (list.length ? `${name} = ${list.join(", ")}\n` : "") + `rest random seed ${i}\n`);
    const played = run("run", module, name, ...args, "--client", `C${i}`, "--answers", "a");
    must(played.code === 0, played.out + played.said);
  }
  const { code, out, said } = run("sessions", "export", "--to", "fhir", "--store", store);
  must(code === 0, said);
  const bundle = JSON.parse(out);
  validate(bundle);
  const address = `${questionnaire.url}|${questionnaire.version}`;
  const responses = bundle.entry.map((e) => e.resource).filter((r) => r.questionnaire === address);
  must(responses.length === 6, `${name}: ${responses.length} responses of 6`);
  for (const resource of responses) {
    // a safeguard may have taken over, put what it asks, and ended the interview
    const handedOver = bundle.entry.some((e) => e.resource !== resource && e.resource.identifier.value === resource.identifier.value);
    must(resource.status === "completed" || (handedOver && resource.status === "stopped"), `${resource.id} is ${resource.status}`);
    const known = Object.fromEntries(questionnaire.item.map((i) => [i.linkId, i]));
    for (const item of resource.item) must(known[item.linkId].text === item.text, `${item.linkId} is called otherwise`);
    for (const item of questionnaire.item) {
      const formula = expressionOf(item, "calculatedExpression");
      if (!formula) continue;
      const ours = resource.item.find((i) => i.linkId === item.linkId)?.answer.map(valueOf) || [];
      const theirs = evaluate(formula, resource, questionnaire);
      must(JSON.stringify(ours) === JSON.stringify(theirs), `${item.linkId}: ${JSON.stringify([ours, theirs])}`);
    }
  }
}

// ---- all of it ----
const GUARD = `
safeguard follow_up when rest.harm is not 1
  alert urgent "Harm: {rest.harm}."
`;

function main() {
  const library = path.join(root, "stdlib");
  const files = fs.readdirSync(library).filter((f) => f.endsWith(".ipt"));
  const sources = files.map((f) => fs.readFileSync(path.join(library, f), "utf8"));
  let count = 0;
  files.forEach((file, i) => {
    for (const [, name] of sources[i].matchAll(/^inventory (\w+)/gm)) {
      const module = path.basename(file, ".ipt"), questionnaire = questionnaireOf(module, name);
      agrees(questionnaire, `use ${module}\n`, name, sources);
      sessions(questionnaire, module, name, codesOf(sources));
      count++;
    }
  });
  must(count >= 6, `only ${count} instruments in the library`);
  const everything = fs.readFileSync(path.join(__dirname, "everything.ipt"), "utf8");
  fs.writeFileSync(path.join(folder, "everything.ipt"), everything);
  fs.writeFileSync(path.join(folder, "guarded.ipt"), everything + GUARD);
  for (const name of ["rest", "share"]) {
    const questionnaire = questionnaireOf("everything.ipt", name);
    agrees(questionnaire, everything, name, [everything]);
    sessions(questionnaire, "guarded.ipt", name, codesOf([everything]));
  }
  const bundle = JSON.parse(run("compile", "--to", "fhir", "everything.ipt", "--base", "https://example.org/fhir").out);
  validate(bundle);
  must(bundle.entry.map((e) => e.fullUrl).join(" ") === "https://example.org/fhir/Questionnaire/rest https://example.org/fhir/Questionnaire/share", "other addresses");
}

try {
  main();
} catch (e) {
  console.log(e.message);
  process.exitCode = 1;
} finally {
  if (!process.env.IPT_FHIR_KEEP) fs.rmSync(folder, { recursive: true });
  else console.log(folder);
}
