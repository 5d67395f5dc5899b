// Writes a neutral document (FORMAT.md) in a peer's own format.
//   node gen/export.mjs FORMAT doc.json > out
// FORMAT: ipt | ink | yarn | survey | fhir | rive | plain | tsv | raw
// To add a column, add one function here and one adapter in peers/.
import { readFileSync } from 'node:fs';
import { holds } from './ref.mjs';

const OPS = { '==': '==', '!=': '!=', '>=': '>=', '<': '<' };
// One condition printer for the C-like expression syntaxes.
const cnd = (c, v, and, or, top = true) => {
  if (c.all || c.any) {
    const s = (c.all || c.any).map((x) => cnd(x, v, and, or, false)).join(c.all ? ` ${and} ` : ` ${or} `);
    return top ? s : `(${s})`;
  }
  return `${v(c.var)} ${OPS[c.op]} ${c.value}`;
};
const isForm = (d) => d.profile === 'form';
// In a form an answer sets the node's own variable; in a story the choice's `set` list applies.
const sets = (d, node, ch) => (isForm(d) ? [{ var: node.id, op: '=', value: ch.value }] : ch.set);
// Where a form goes after node i: to a small gate per node that tests ask_if.
const next = (d, i) => (i + 1 < d.nodes.length ? `g${i + 1}` : 'fin');

export function ink(d) {
  const o = d.vars.map((v) => `VAR ${v.name} = ${v.init}`);
  for (const c of d.computed || []) o.push(`VAR ${c.name} = 0`);
  o.push(isForm(d) ? '-> g0' : `-> ${d.start}`);
  const C = (c) => cnd(c, (x) => x, '&&', '||');
  d.nodes.forEach((n, i) => {
    if (isForm(d)) {
      o.push(`=== g${i} ===`);
      if (n.ask_if) o.push(`{ ${C(n.ask_if)}:`, `  -> ${n.id}_`, '- else:', `  -> ${next(d, i)}`, '}');
      else o.push(`-> ${n.id}_`);
    }
    o.push(`=== ${isForm(d) ? n.id + '_' : n.id} ===`);
    o.push(n.text.map((t) => (typeof t === 'string' ? t : `{${t.var}}`)).join(''));
    for (const x of n.notes) o.push(`{ ${C(x.when)}: ${x.text}}`);
    for (const ch of n.choices) {
      o.push(`+ ${ch.when ? `{ ${C(ch.when)} } ` : ''}[${ch.text}]`);
      for (const s of sets(d, n, ch)) o.push(`    ~ ${s.var} ${s.op} ${s.value}`);
      o.push(`    -> ${isForm(d) ? next(d, i) : ch.goto}`);
    }
  });
  if (isForm(d)) {
    o.push('=== fin ===');
    for (const c of d.computed || []) for (const q of c.sum) o.push(`{ ${q} > 0:`, `  ~ ${c.name} += ${q}`, '}');
    o.push('-> END');
  }
  return o.join('\n') + '\n';
}

export function yarn(d) {
  const C = (c) => cnd(c, (x) => `$${x}`, '&&', '||');
  const o = ['title: Start', '---', ...d.vars.map((v) => `<<declare $${v.name} = ${v.init}>>`),
    ...(d.computed || []).map((c) => `<<declare $${c.name} = 0>>`), `<<jump ${isForm(d) ? 'g0' : d.start}>>`, '==='];
  d.nodes.forEach((n, i) => {
    if (isForm(d)) {
      o.push(`title: g${i}`, '---');
      if (n.ask_if) o.push(`<<if ${C(n.ask_if)}>>`, `<<jump ${n.id}_>>`, '<<else>>', `<<jump ${next(d, i)}>>`, '<<endif>>');
      else o.push(`<<jump ${n.id}_>>`);
      o.push('===');
    }
    o.push(`title: ${isForm(d) ? n.id + '_' : n.id}`, '---');
    o.push(n.text.map((t) => (typeof t === 'string' ? t : `{$${t.var}}`)).join(''));
    for (const x of n.notes) o.push(`<<if ${C(x.when)}>>`, x.text, '<<endif>>');
    for (const ch of n.choices) {
      o.push(`-> ${ch.text}${ch.when ? ` <<if ${C(ch.when)}>>` : ''}`);
      for (const s of sets(d, n, ch)) o.push(`    <<set $${s.var} to ${s.op === '=' ? s.value : `$${s.var} ${s.op[0]} ${s.value}`}>>`);
      o.push(`    <<jump ${isForm(d) ? next(d, i) : ch.goto}>>`);
    }
    o.push('===');
  });
  if (isForm(d)) {
    o.push('title: fin', '---');
    for (const c of d.computed || []) for (const q of c.sum) o.push(`<<if $${q} > 0>>`, `<<set $${c.name} to $${c.name} + $${q}>>`, '<<endif>>');
    o.push('The end', '===');
  }
  return o.join('\n') + '\n';
}

// SurveyJS: one question a page, visibleIf for ask_if, an expression question for computed values.
export function survey(d) {
  if (!isForm(d)) throw new Error('survey: form profile only');
  const one = (c) => (c.all || c.any ? '(' + (c.all || c.any).map(one).join(c.all ? ' and ' : ' or ') + ')'
    : c.op === '!=' || c.op === '<' ? `({${c.var}} empty or {${c.var}} ${c.op === '!=' ? '<>' : '<'} ${c.value})`
      : `{${c.var}} ${c.op === '==' ? '=' : c.op} ${c.value}`);
  const pages = d.nodes.map((n) => ({ name: `p_${n.id}`, elements: [{
    type: 'radiogroup', name: n.id, title: n.text.join(''), isRequired: true,
    ...(n.ask_if ? { visibleIf: one(n.ask_if) } : {}),
    choices: n.choices.map((c) => ({ value: c.value, text: c.text })) }] }));
  const calculatedValues = (d.computed || []).map((c) => ({ name: c.name, includeIntoResult: true,
    expression: `sum(${c.sum.map((q) => `{${q}}`).join(', ')})` }));
  return JSON.stringify({ title: d.name, clearInvisibleValues: 'onHidden', pages, calculatedValues }, null, 1) + '\n';
}

// FHIR R4 Questionnaire: integer items (the answer is the choice's value, minValue/maxValue its range),
// enableWhen for ask_if, an SDC calculatedExpression for each computed value.
export function fhir(d) {
  if (!isForm(d)) throw new Error('fhir: form profile only');
  const EW = (c) => { // flat any/all of simple tests; "not answered" counts as unequal
    const list = c.all || c.any || [c];
    const ew = [];
    for (const x of list) {
      ew.push({ question: x.var, operator: x.op === '==' ? '=' : x.op, answerInteger: x.value });
      if (x.op === '!=' || x.op === '<') ew.push({ question: x.var, operator: 'exists', answerBoolean: false });
    }
    return { enableWhen: ew, enableBehavior: c.all ? 'all' : 'any' };
  };
  const lim = (name, v) => ({ url: `http://hl7.org/fhir/StructureDefinition/${name}`, valueInteger: v });
  const item = d.nodes.map((n) => ({ linkId: n.id, type: 'integer', text: n.text.join(''),
    extension: [lim('minValue', 0), lim('maxValue', n.choices.length - 1)], ...(n.ask_if ? EW(n.ask_if) : {}) }));
  for (const c of d.computed || []) {
    // by exclusion where that is shorter: a long `linkId in (…)` list would be quadratic for the peer
    const out = d.nodes.map((n) => n.id).filter((q) => !c.sum.includes(q));
    const test = out.length < c.sum.length ? [...out, c.name].map((q) => `linkId != '${q}'`).join(' and ')
      : `linkId in (${c.sum.map((q) => `'${q}'`).join('|')})`;
    item.push({ linkId: c.name, type: 'integer', text: c.name, readOnly: true,
      extension: [{ url: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression',
        valueExpression: { language: 'text/fhirpath', expression: `%resource.item.where(${test}).answer.value.sum()` } }] });
  }
  return JSON.stringify({ resourceType: 'Questionnaire', status: 'active', url: `urn:bench:${d.name}`, title: d.name, item }, null, 1) + '\n';
}

export function rive(d) {
  const o = ['! version = 2.0', ''];
  for (const r of d.rules) {
    o.push('+ ' + r.pattern.map((t) => (typeof t === 'object' ? `(${t.any.join('|')})` : t)).join(' '), `- ${r.reply}`, '');
  }
  o.push('+ *', `- ${d.fallback}`, '');
  return o.join('\n');
}

// A made-up line syntax for the flex/bison limit only. It is nobody's language.
export function plain(d) {
  const C = (c) => cnd(c, (x) => x, 'and', 'or');
  const o = d.vars.map((v) => `var ${v.name} = ${v.init}`);
  for (const c of d.computed || []) o.push(`var ${c.name} = 0`);
  d.nodes.forEach((n, i) => {
    o.push('', `# question ${i}`, `ask ${n.id}`);
    if (n.ask_if) o.push(`  if ${C(n.ask_if)}`);
    o.push('  say ' + n.text.map((t) => (typeof t === 'string' ? `"${t}"` : `{${t.var}}`)).join(' '));
    for (const x of n.notes) o.push(`  note "${x.text}" when ${C(x.when)}`);
    for (const ch of n.choices) {
      o.push(`  * "${ch.text}"${ch.when ? ` when ${C(ch.when)}` : ''}`);
      for (const s of sets(d, n, ch)) o.push(`    set ${s.var} ${s.op} ${s.value}`);
      if (ch.goto) o.push(`    goto ${ch.goto}`);
    }
    o.push('end');
  });
  for (const c of d.computed || []) o.push(`sum ${c.name} = ${c.sum.join(' ')}`);
  return o.join('\n') + '\n';
}
// Match documents for the C limit: R<tab>pattern<tab>reply, then I<tab>input.
export const tsv = (d) => d.rules.map((r) => `R\t${r.pattern.map((t) => (typeof t === 'object' ? t.any.join('|') : t)).join(' ')}\t${r.reply}\n`).join('') +
  d.inputs.map((s) => `I\t${s}\n`).join('');
export const raw = (d) => JSON.stringify(d) + '\n';

// ipt: a story is a branch a node, whose choices set variables and go on; a form is one interview. What was not asked
// is missing there and -1 here, so `!=` on it is written out. The total adds what was answered.
export function ipt(d) {
  const num = (n) => String(n);
  const one = (c) => (c.all || c.any ? '(' + (c.all || c.any).map(one).join(c.all ? ' and ' : ' or ') + ')'
    : isForm(d) && c.op === '!=' ? `(${c.var} is not asked or ${c.var} is not ${num(c.value)})`
      : `${c.var} ${{ '==': 'is', '!=': 'is not', '>=': '>=', '<': '<' }[c.op]} ${num(c.value)}`);
  const text = (t) => t.map((x) => (typeof x === 'string' ? x : `{${x.var}}`)).join('');
  // a condition that holds whatever was answered is an error there, and so is one that never holds: both are left out
  const vars = (c) => (c.all || c.any ? (c.all || c.any).flatMap(vars) : [c.var]);
  const RANGE = { form: [-1, 0, 1, 2, 3, 4, 5], story: [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5] }[isForm(d) ? 'form' : 'story'];
  const always = (c, met = true, names = [...new Set(vars(c))], v = {}) => (names.length === 0 ? holds(c, v) === met
    : RANGE.every((x) => always(c, met, names.slice(1), { ...v, [names[0]]: x })));
  const never = (c) => c && always(c, false);
  const o = [`protocol "${d.name}" version "1.0"`, '', 'interview'];
  if (isForm(d)) {
    o.push('  let total = 0');
    for (const n of d.nodes) {
      const when = n.ask_if && !always(n.ask_if);
      const i = when ? '    ' : '  ';
      if (when) o.push(`  if ${one(n.ask_if)}`);
      o.push(`${i}ask ${n.id} "${text(n.text)}" choose`);
      for (const ch of n.choices) o.push(`${i}  - ${ch.value} "${ch.text}"`);
      o.push(`${i}if ${n.id} is answered`, `${i}  set total = total + ${n.id}`);
    }
    o.push('  note "{total}"');
    return o.join('\n') + '\n';
  }
  for (const v of d.vars) o.push(`  let ${v.name} = ${v.init}`);
  o.push(`  go to ${d.start}`);
  for (const n of d.nodes) {
    o.push('', `branch ${n.id}`);
    for (const x of n.notes) if (!never(x.when)) o.push(`  if ${one(x.when)}`, `    say "${x.text}"`);
    o.push(`  ask pick "${text(n.text)}" choose`);
    n.choices.forEach((ch, k) => {
      if (never(ch.when)) return;
      o.push(`    - c${k} "${ch.text}"${ch.when ? ` when ${one(ch.when)}` : ''}`);
      for (const s of ch.set) o.push(`        set ${s.var} = ${s.op === '=' ? s.value : `${s.var} ${s.op[0]} ${s.value}`}`);
      o.push(`        go to ${ch.goto}`);
    });
  }
  return o.join('\n') + '\n';
}

export const formats = { ipt, ink, yarn, survey, fhir, rive, plain, tsv, raw };
if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [f, file] = process.argv.slice(2);
  process.stdout.write(formats[f](JSON.parse(readFileSync(file, 'utf8'))));
}
