// Runs every measurement and prints tables. See README.md.
//   node bench.mjs [--quick] [--runs N] [--only section,section] [--peers a,b]
// Each run is a fresh process; the peers of a section take turns, run by run, so that a slow
// minute of the machine falls on all of them. Figures: min / median / max over the runs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync, existsSync, statSync, rmSync } from 'node:fs';
import { cpus, totalmem, loadavg, release } from 'node:os';
import { dirname, join } from 'node:path';
import { make } from './gen/neutral.mjs';
import { formats } from './gen/export.mjs';
import { walk, explore } from './gen/ref.mjs';

const here = dirname(new URL(import.meta.url).pathname);
const dir = process.env.BENCH_DIR || process.env.HOME + '/.cache/ipt-bench';
const data = join(dir, 'data');
const bin = join(dir, 'limits');
const opt = (n, d) => { const i = process.argv.indexOf(n); return i < 0 ? d : process.argv[i + 1]; };
const quick = process.argv.includes('--quick');
const RUNS = Number(opt('--runs', quick ? 1 : 5));
const only = opt('--only', '') && opt('--only').split(',');
const onlyPeers = opt('--peers', '') && opt('--peers').split(',');
mkdirSync(data, { recursive: true });
mkdirSync(join(dir, 'results'), { recursive: true });

// ---------------------------------------------------------------- documents
const docs = {};
const doc = (name) => (docs[name] ??= make(...(([k, n]) => [k, n && Number(n)])(name.split('-'))));
const file = (name, ext) => {
  const f = join(data, `${name}.${ext}`);
  if (!existsSync(f)) writeFileSync(f, formats[ext === 'json' ? 'raw' : ext](doc(name)));
  return f;
};
const corpus = (ext) => {
  const f = join(data, `corpus.${ext}`);
  const mb = quick ? '5' : '50';
  if (!existsSync(f) || statSync(f).size < mb * 0.9e6) writeFileSync(f, spawnSync('node', [join(here, 'gen/corpus.mjs'), mb, ext === 'json' ? 'json' : 'plain'], { maxBuffer: 1e9 }).stdout);
  return f;
};

// ---------------------------------------------------------------- peers
// One entry a column. `cmd` answers the verbs of peers/*.mjs; `src` is its exporter in gen/export.mjs;
// `run` is the extension of what it runs (the same as src, or what its compile verb writes).
const js = (f, ...flags) => ['node', '--expose-gc', ...flags, join(here, 'peers', `${f}.mjs`)];
const P = {
  limit: { cmd: [join(bin, 'limit')], src: 'plain', run: 'plain' },
  ipt: { cmd: [join(bin, 'ipt_bench')], src: 'ipt', run: 'ipt' },
  inkjs: { cmd: js('ink'), src: 'ink', run: 'inkjson' },
  'yarn-bound': { cmd: js('yarn'), src: 'yarn', run: 'yarn' },
  bondage: { cmd: js('yarn'), src: 'yarn', run: 'yarn', env: { BENCH_YARN: 'raw' } },
  survey: { cmd: js('survey'), src: 'survey', run: 'survey' },
  lforms: { cmd: js('lforms'), src: 'fhir', run: 'fhir', heavy: true },
  smartforms: { cmd: js('smartforms'), src: 'fhir', run: 'fhir', heavy: true },
  fhirpath: { cmd: js('fhirpath'), src: 'fhir', run: 'fhir' },
  rivescript: { cmd: js('rive'), src: 'rive', run: 'rive' },
  'regexp-list': { cmd: js('rive'), src: 'rive', run: 'rive', env: { BENCH_RIVE: 'plain' } },
};
const heavy = existsSync(join(dir, 'npm-heavy/smartforms.cjs'));
const have = (p) => (!P[p].heavy || heavy) && (!onlyPeers || onlyPeers.includes(p));
// The C# ink compiler, if somebody has one here: BENCH_INKLECATE="mono /path/inklecate.exe"
const inklecate = process.env.BENCH_INKLECATE?.split(' ');

// ---------------------------------------------------------------- running
const busy = () => { const f = readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/).slice(1).map(Number); return (f[0] + f[1] + f[2] + f[5] + f[6] + f[7]) * 10; };
let foreign = { other: 0, wall: 0 };
function once(cmd, { env, stdin, timeout = 300000, quiet, ends = 0 } = {}) {
  const out = join(dir, 'meas.json');
  rmSync(out, { force: true });
  const b0 = busy();
  const r = spawnSync(join(bin, 'meas'), [out, ...(stdin ? ['-i', stdin] : []), ...(quiet ? ['-q'] : []), ...cmd],
    { env: { ...process.env, BENCH_DIR: dir, ...env }, timeout, killSignal: 'SIGKILL', maxBuffer: 1e9, encoding: 'utf8' });
  const b1 = busy();
  if (!existsSync(out)) return { error: r.error ? 'timeout' : 'did not run' };
  const m = JSON.parse(readFileSync(out, 'utf8'));
  foreign.other += Math.max(0, b1 - b0 - m.user_ms - m.sys_ms);
  foreign.wall += m.wall_ms;
  let j = {};
  const line = (r.stdout || '').split('\n').find((l) => l.startsWith('{"'));
  if (line) { try { j = JSON.parse(line); } catch { /* not ours */ } }
  if (m.rc !== ends && !j.error) j.error = `exit ${m.rc}: ${(r.stderr || '').trim().split('\n').pop().slice(0, 160)}`;
  return { ...j, cpu_ms: m.user_ms + m.sys_ms, wall_ms: m.wall_ms, maxrss_mb: m.maxrss_kb / 1024 };
}
const stat3 = (a) => { const s = a.filter((x) => typeof x === 'number' && Number.isFinite(x)).sort((x, y) => x - y); return s.length ? [s[0], s[s.length >> 1], s.at(-1)] : null; };
const all = [];
function section(name, title, jobs, show, runs = RUNS) {
  if (only && !only.includes(name)) return;
  jobs = jobs.filter((j) => !(j.peer in P) || have(j.peer));
  const got = jobs.map(() => []);
  foreign = { other: 0, wall: 0 };
  const began = Date.now();
  for (let r = 0; r < runs; r++) {
    jobs.forEach((j, i) => {
      if (got[i].some((x) => x.error)) return; // it failed once: do not insist
      if (r >= (j.runs ?? runs)) return;
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${name} ${r + 1}/${runs} ${j.peer} ${j.case}`);
      const x = once(j.cmd, j);
      if (x.unsupported) x.error = 'not supported';
      got[i].push(x);
    });
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const rows = jobs.map((j, i) => {
    const g = got[i];
    const err = g.find((x) => x.error)?.error;
    const keys = [...new Set(g.flatMap((x) => Object.keys(x)))];
    const m = {};
    for (const k of keys) { const v = g.map((x) => x[k]); const s = stat3(v); if (s) m[k] = s; else if (v[0] !== undefined) m[k] = v[0]; }
    for (const k of ['size', 'turns']) if (j[k]) m[k] = j[k];
    return { section: name, peer: j.peer, case: j.case, runs: g.length, expect: j.expect, error: err, m };
  });
  const share = foreign.wall ? foreign.other / (foreign.wall * cpus().length) : 0;
  all.push({ section: name, began: new Date(began).toISOString(), seconds: (Date.now() - began) / 1000, foreign_cpu_share: share, rows });
  writeFileSync(join(dir, 'results', 'latest.json'), JSON.stringify({ machine, quick, sections: all }, null, 1));
  print(name, title, rows, show, share);
}
// ---------------------------------------------------------------- printing
const f = (x) => (x === undefined ? '' : x === 0 ? '0' : Math.abs(x) >= 1e6 ? (x / 1e6).toFixed(x >= 1e8 ? 0 : 1) + ' M' : Math.abs(x) >= 1e4 ? (x / 1e3).toFixed(0) + ' k' : Math.abs(x) >= 100 ? x.toFixed(0) : Math.abs(x) >= 10 ? x.toFixed(1) : Math.abs(x) >= 0.1 ? x.toFixed(2) : x.toPrecision(2));
const tri = (a) => (Array.isArray(a) ? (a[0] === a[2] ? f(a[1]) : `${f(a[0])} / **${f(a[1])}** / ${f(a[2])}`) : a === undefined ? '' : typeof a === 'number' && !Number.isInteger(a) ? f(a) : String(a));
let report = '';
const say = (s) => { report += s + '\n'; process.stdout.write(s + '\n'); };
function print(name, title, rows, show, share) {
  say(`\n### ${title}\n`);
  const cols = Object.keys(show);
  const chk = rows.some((r) => r.expect !== undefined);
  say(`| peer | case | ${cols.join(' | ')} |${chk ? ' same end |' : ''}`);
  say(`|---|---|${cols.map(() => '---').join('|')}|${chk ? '---|' : ''}`);
  for (const r of rows) {
    if (r.error) { say(`| ${r.peer} | ${r.case} | ${r.error.replaceAll('|', '/')} |${' |'.repeat(cols.length - 1)}${chk ? ' |' : ''}`); continue; }
    const cells = cols.map((c) => { const s = show[c]; return tri(typeof s === 'function' ? s(r.m) : r.m[s]); });
    const end = r.m.check ?? r.m.leaves;
    const ok = r.expect === undefined ? '' : String(Array.isArray(end) ? end[1] : end) === String(r.expect) ? 'yes' : `NO (${end}, wanted ${r.expect})`;
    say(`| ${r.peer} | ${r.case} | ${cells.join(' | ')} |${chk ? ` ${ok} |` : ''}`);
  }
  say(`\nRuns: ${Math.max(...rows.map((r) => r.runs))}. CPU used by others meanwhile: ${(share * 100).toFixed(0)} % of the machine.`);
}
const each = (g, m) => (g ? g.map((x) => x * m) : undefined);
const rate = (k, bytes) => (m) => (m[k] ? [...m[k]].reverse().map((ms) => (m[bytes] ? m[bytes][1] : 0) / ms / 1e3) : undefined);

// ---------------------------------------------------------------- what is measured
const machine = { date: new Date().toISOString(), cpu: cpus()[0].model, cores: cpus().length, mem_gb: Math.round(totalmem() / 2 ** 30), kernel: release(), node: process.version, load: loadavg()[0] };
say(`Machine: ${machine.cpu}, ${machine.cores} cores, ${machine.mem_gb} GB, kernel ${machine.kernel}, node ${machine.node}; began ${machine.date}, load ${machine.load.toFixed(2)}${quick ? ' (--quick)' : ''}`);
const versions = [];
for (const p of ['inkjs', 'yarn-bound', 'survey', 'lforms', 'smartforms', 'fhirpath', 'rivescript']) if (have(p)) versions.push(`${p} ${String(once([...P[p].cmd, 'version']).version).replace(/^yarn-bound /, '')}`);
say('Versions: ' + versions.join(', '));

const sizes = quick ? [100] : [100, 1000, 10000];
const path = (p, name) => { // what the peer runs; compiled once, outside the timing
  const src = file(name, P[p].src);
  if (P[p].run === P[p].src) return src;
  const out = join(data, `${name}.${P[p].run}`);
  if (!existsSync(out)) once([...P[p].cmd, 'compile1', src, out]);
  return out;
};
const job = (peer, c, verb, args, extra = {}) => ({ peer, case: c, cmd: [...P[peer].cmd, verb, ...args.map(String)], env: P[peer].env, ...extra });
const B = (k) => (m) => (m[k] ? m[k][1] : undefined);

// 1. start-up: whole processes
{
  const t = 'trivial';
  const py = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  const bare = [['true', ['true']], ['dash', ['dash', '-c', ':']], ['bash', ['bash', '-c', ':']], ['lua5.4', ['lua5.4', '-e', '']], ['luajit', ['luajit', '-e', '']],
    ['mawk', ['mawk', 'BEGIN{}']], ['gawk', ['gawk', 'BEGIN{}']], ['original-awk', ['original-awk', 'BEGIN{}']], ['jq', ['jq', '-n', '1']], ['perl', ['perl', '-e', '1']],
    ['tclsh', ['tclsh', '/dev/null']], ['jimsh', ['jimsh', '/dev/null']], ['duk', ['duk', '/dev/null']], ['guile', ['guile', '-c', '1']], [`python3`, [py, '-c', '']], ['python3 -I -S', [py, '-I', '-S', '-c', '']], ['node', ['node', '-e', '0']]];
  const jobs = bare.filter(([, c]) => spawnSync('sh', ['-c', `command -v ${c[0]}`]).status === 0).map(([n, cmd]) => ({ peer: n, case: 'empty program', cmd, quiet: true }));
  for (const p of ['limit', 'ipt', 'inkjs', 'yarn-bound', 'survey', 'lforms', 'smartforms', 'fhirpath']) if (have(p)) jobs.push(job(p, 'one question, one answer', 'start', [path(p, t)], { quiet: true }));
  if (have('rivescript')) jobs.push(job('rivescript', '100 rules, one reply', 'start', [(file('match-100', 'json'), file('match-100', 'rive'))], { quiet: true }));
  if (inklecate) { const one = join(data, 'one.txt'); writeFileSync(one, '1\n'); jobs.push({ peer: 'inklecate (C#)', case: 'one question, one answer, from source', cmd: [...inklecate, '-p', file(t, 'ink')], stdin: one, quiet: true }); }
  section('startup', 'Start-up and peak memory of whole processes', jobs, { 'wall ms': 'wall_ms', 'cpu ms': 'cpu_ms', 'peak MB': 'maxrss_mb' }, quick ? 3 : 15);
}
// 2. compile
{
  const jobs = [], jobs1 = [];
  for (const n of sizes) for (const p of ['limit', 'ipt', 'inkjs', 'yarn-bound']) {
    if (p === 'yarn-bound' && n > 1000) continue; // its load is quadratic: see load
    const name = `story-${n}`;
    const out = join(data, `${name}.${p === 'limit' ? 'limitjson' : p === 'ipt' ? 'iptjson' : 'inkjson'}`);
    jobs.push(job(p, name, p === 'limit' ? 'json' : 'compile', [file(name, P[p].src), out], { timeout: 400000, runs: n > 1000 ? 3 : RUNS }));
    if (p !== 'yarn-bound') jobs1.push(job(p, name, 'compile1', [file(name, P[p].src), out], { quiet: true, runs: n > 1000 ? 3 : RUNS }));
    if (inklecate && p === 'inkjs') jobs1.push({ peer: 'inklecate (C#)', case: name, cmd: [...inklecate, '-o', join(data, `${name}.cs.json`), file(name, 'ink')], quiet: true, runs: n > 1000 ? 3 : RUNS });
  }
  const outB = (m) => m.bytes_out?.[1] ?? m.json_bytes?.[1];
  section('compile', 'Compile in-process: source text to compiled JSON text (limit: flex + bison + resolve + JSON; yarn-bound: parse only)', jobs,
    { 'source bytes': B('bytes_in'), 'JSON bytes': outB, 'first ms': 'cold_ms', 'warm ms': (m) => (m.json_ms ? m.warm_ms.map((x, i) => x + m.json_ms[i]) : m.warm_ms), 'warm MB/s': (m) => (m.all_mb_per_s ? m.all_mb_per_s : rate('warm_ms', 'bytes_in')(m)), 'peak MB': 'maxrss_mb' });
  section('compile1', 'Compile once: the whole process, reading and writing files', jobs1, { 'wall ms': 'wall_ms', 'cpu ms': 'cpu_ms', 'peak MB': 'maxrss_mb' });
}
// 3. load
{
  const jobs = [];
  for (const n of sizes) for (const p of ['limit', 'ipt', 'inkjs', 'yarn-bound']) jobs.push(job(p, `story-${n}`, 'load', [path(p, `story-${n}`)], { runs: n > 1000 ? 2 : RUNS }));
  for (const n of sizes.slice(0, 2)) for (const p of ['limit', 'ipt', 'inkjs', 'yarn-bound', 'survey', 'lforms', 'smartforms']) jobs.push(job(p, `form-${n}`, 'load', [path(p, `form-${n}`)], { runs: Math.min(3, RUNS) }));
  section('load', 'Load what the peer runs, up to the first question (limit and yarn-bound load source text; the others JSON)', jobs, { bytes: B('bytes_in'), 'first ms': 'cold_ms', 'warm ms': 'warm_ms', 'peak MB': 'maxrss_mb' });
}
// 4. steps
{
  const N = { limit: 1000000, ipt: 1000000, inkjs: 100000, 'yarn-bound': 10000, bondage: 10000 };
  const jobs = [];
  for (const n of sizes) for (const p of Object.keys(N)) {
    if (n > 1000 && p === 'bondage') continue;
    const steps = quick ? 1000 : N[p];
    jobs.push(job(p, `story-${n}`, 'steps', [path(p, `story-${n}`), steps], { expect: walk(doc(`story-${n}`), steps).check, runs: n > 1000 ? Math.min(3, RUNS) : RUNS }));
  }
  section('steps', 'Steps: choose one choice, read up to the next (an endless story)', jobs, { steps: B('steps'), 'steps/s': 'per_s', 'characters read': B('chars'), 'process wall ms': 'wall_ms', 'peak MB': 'maxrss_mb' });
}
// 4b. a whole process that plays: choice numbers on standard input, questions on standard output
{
  const name = quick ? 'story-100' : 'story-1000';
  const n = quick ? 1000 : 20000;
  const o = [];
  walk(doc(name), n, (i, k) => o.push(k + 1));
  const w = join(data, `walk-${name}.txt`), none = join(data, 'walk-none.txt');
  writeFileSync(w, o.join('\n') + '\n');
  writeFileSync(none, '1\n');
  const jobs = [];
  const both = (peer, cmd) => { jobs.push({ peer, case: `${name}, ${n} answers`, cmd, stdin: w, quiet: true }, { peer, case: `${name}, 1 answer`, cmd, stdin: none, quiet: true }); };
  both('limit', [join(bin, 'limit'), 'play', file(name, 'plain')]);
  if (inklecate) {
    mkdirSync(join(data, 'cs'), { recursive: true });
    const c = join(data, 'cs', `${name}.json`);
    once([...inklecate, '-o', c, file(name, 'ink')]);
    both('inklecate (C#)', [...inklecate, '-p', c]);
  }
  section('play', 'A process that plays: choice numbers piped in, questions written out', jobs, { 'wall ms': 'wall_ms', 'cpu ms': 'cpu_ms', 'peak MB': 'maxrss_mb' });
}
// 5. forms
{
  const jobs = [];
  for (const name of quick ? ['phq9'] : ['phq9', 'form-100', 'form-1000']) for (const p of ['limit', 'ipt', 'inkjs', 'yarn-bound', 'survey', 'lforms', 'smartforms']) {
    if (name === 'form-1000' && ['lforms', 'smartforms'].includes(p)) continue;
    const cut = name === 'form-1000' && p === 'survey' ? 50 : 0;
    jobs.push(job(p, name + (cut ? ` (first ${cut})` : ''), 'form', [path(p, name), ...(cut ? [cut] : [])], { expect: cut ? undefined : walk(doc(name), 1e9).check, runs: Math.min(3, RUNS) }));
  }
  section('form', 'Forms answered from start to end (ask_if chains, one total)', jobs, { answers: B('answers'), 'first pass answers/s': (m) => m.cold_per_s ?? (m.cold_ms ? m.cold_ms.map((x) => (m.answers[1] / x) * 1000).reverse() : undefined), 'warm answers/s': 'per_s', 'one warm pass ms': 'warm_ms', 'peak MB': 'maxrss_mb' });
  section('fhirpath', 'fhirpath.js expressions over a finished response', have('fhirpath') ? ['phq9', ...(quick ? [] : ['form-100'])].map((n) => job('fhirpath', n, 'eval', [path('fhirpath', n)], { runs: Math.min(3, RUNS) })) : [],
    { 'total/s': 'total_per_s', 'one condition/s': 'one_condition_per_s', '1+2*3-4 /s': 'arithmetic_per_s', 'total/s, parsed each time': 'total_uncompiled_per_s' });
}
// 6. save and resume
{
  const jobs = [];
  for (const p of ['inkjs', 'yarn-bound']) jobs.push(job(p, 'story-1000', 'save', [path(p, quick ? 'story-100' : 'story-1000'), 1000]));
  jobs.push(job('survey', 'form-100', 'save', [path('survey', 'form-100'), 40], { runs: Math.min(3, RUNS) }));
  section('save', 'Save and restore the state of one session', jobs, { 'steps before': B('steps'), 'state bytes': B('state_bytes'), 'save ms': 'save_ms', 'restore ms': 'restore_ms' });
  const rj = [];
  for (const n of quick ? [1000] : [1000, 10000]) for (const p of ['limit', 'inkjs', 'yarn-bound']) rj.push(job(p, `${n} answers`, 'replay', [path(p, quick ? 'story-100' : 'story-1000'), n], { quiet: false, runs: Math.min(3, RUNS) }));
  section('replay', 'Resume by replay: a new process loads story-1000 and replays the answers', rj, { 'process wall ms': 'wall_ms', 'process cpu ms': 'cpu_ms', 'replay ms': 'ms', 'peak MB': 'maxrss_mb' });
}
// 7. sessions
{
  const jobs = [];
  const N = { limit: 1000000, inkjs: 50, 'yarn-bound': 50, survey: 20 };
  for (const name of quick ? ['form-100'] : ['story-100', 'story-1000', 'form-100']) for (const p of Object.keys(N)) {
    if (p === 'survey' && !name.startsWith('form')) continue;
    jobs.push(job(p, name, 'sessions', [path(p, name), quick ? Math.min(N[p], 10) : N[p]], { runs: Math.min(3, RUNS) }));
  }
  section('sessions', 'Live sessions held at once, ten answers in', jobs, { sessions: B('sessions'), 'heap bytes each': 'heap_bytes_each', 'resident bytes each': 'rss_bytes_each', 'ms to make one': 'make_ms_each', 'parked state bytes': B('parked_bytes') });
}
// 8. every path
{
  const jobs = [];
  for (const n of quick ? [8] : [12, 16]) for (const p of ['limit', 'inkjs', 'yarn-bound', 'survey']) {
    if (p === 'survey' && n > 12) continue;
    jobs.push(job(p, `explore-${n}`, 'explore', [path(p, `explore-${n}`)], { expect: explore(doc(`explore-${n}`)), runs: Math.min(3, RUNS) }));
  }
  section('explore', 'Every path of a small form, depth first', jobs, { paths: B('leaves'), 'paths/s': 'per_s', ms: 'ms', 'peak MB': 'maxrss_mb' });
}
// 8b. the command on a big store and on a script of the project
{
  const top = join(here, '../..'), ipt = join(top, 'build/ipt'), scripts = join(top, 'scripts'), folder = join(data, 'store');
  const of = (c, args, more) => ({ peer: 'ipt', case: c, cmd: [ipt, ...args], env: { IPT_SETTINGS: '' }, quiet: true, ...more });
  const kept = (name) => ['--store', join(folder, `${name}.db`)];
  const clients = quick ? 20 : 1000;
  const client = `C${String(clients / 2).padStart(4, '0')}`;
  const left = (name) => of(`resume after 1,000 answers (${name})`, ['run', join(folder, `${name}.ipt`), '--resume', '--plain', '--client', 'K', ...kept(name)], { stdin: '/dev/null', ends: 3 });
  const wanted = have('ipt') && (!only || only.includes('store'));
  if (wanted && spawnSync('/usr/bin/python3', [join(here, 'gen/store.py'), ipt, join(bin, 'fill_store'), folder, String(clients)], { stdio: 'inherit' }).status) process.exit(1);
  const p = kept('practice');
  section('store', `A store of ${clients} clients with 20 sessions each: whole processes`, [
    of('sessions list', ['sessions', 'list', ...p]), of('sessions list --client', ['sessions', 'list', '--client', client, ...p]),
    of('sessions show', ['sessions', 'show', String(clients * 10), ...p]), of('client show, with its chart', ['client', 'show', client, ...p]),
    of('sessions verify, all', ['sessions', 'verify', ...p], { runs: Math.min(3, RUNS) }), of('sessions export, all', ['sessions', 'export', ...p], { runs: Math.min(2, RUNS) }),
    left('long'), left('cards')], { 'wall ms': 'wall_ms', 'cpu ms': 'cpu_ms', 'peak MB': 'maxrss_mb' });
  section('script', 'A script of the project: whole processes', [of('check first_session.ipt', ['check', join(scripts, 'first_session.ipt')]),
    of('explore first_session.ipt', ['explore', join(scripts, 'first_session.ipt')])], { 'wall ms': 'wall_ms', 'cpu ms': 'cpu_ms', 'peak MB': 'maxrss_mb' });
}
// 9. free text
{
  const jobs = [];
  for (const n of sizes) {
    const name = `match-${n}`;
    for (const e of ['json', 'tsv', 'rive']) file(name, e);
    jobs.push({ peer: 'limit (index)', case: name, cmd: [join(bin, 'match'), join(data, `${name}.tsv`)], runs: Math.min(3, RUNS) });
    for (const p of ['rivescript', 'regexp-list']) jobs.push(job(p, name, 'match', [join(data, `${name}.rive`)], { runs: Math.min(3, RUNS) }));
  }
  section('match', 'Free text: replies a second with N rules (limit: first literal word indexed; "linear" tries every rule)', jobs, { 'matched share': B('matched_share'), 'replies/s': 'per_s', 'linear/s': 'linear_per_s', 'load ms': 'load_ms', 'peak MB': 'maxrss_mb' });
}
// 10. yardsticks
{
  const N = quick ? 100000 : 10000000;
  const py = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  const T = [['luajit -joff', 'lua', ['luajit', '-joff'], 1], ['lua5.4', 'lua', ['lua5.4'], 1], ['lua5.4 globals', 'lua-global', ['lua5.4'], 1], ['mawk', 'awk', ['mawk', '-f'], 1], ['gawk', 'awk', ['gawk', '-f'], 1],
    ['original-awk (tree)', 'awk', ['original-awk', '-f'], 1], ['busybox awk (tree)', 'awk', ['busybox', 'awk', '-f'], 1], ['perl (op tree)', 'perl', ['perl'], 1], ['python3', 'python', [py], 1], ['tclsh 8.6', 'tcl', ['tclsh'], 1],
    ['jimsh', 'tcl', ['jimsh'], 10], ['jq reduce', 'jq', ['jq', '-n', '-f'], 1], ['jq until', 'jq-while', ['jq', '-n', '-f'], 10], ['duk', 'duk', ['duk'], 1], ['guile 3', 'guile', ['guile', '--no-auto-compile'], 1],
    ['dash (tree)', 'sh', ['dash'], 10], ['bash (tree)', 'sh', ['bash'], 10], ['node', 'js', ['node'], 1]];
  const jobs = [];
  for (const [label, lang, cmd, div] of T) {
    if (spawnSync('sh', ['-c', `command -v ${cmd[0]}`]).status !== 0) continue;
    const prog = join(data, `loop-${label.replace(/\W+/g, '_')}`);
    writeFileSync(prog, spawnSync('node', [join(here, 'yard/loop.mjs'), lang, String(N / div)]).stdout);
    jobs.push({ peer: label, case: `${(N / div).toLocaleString('en').replaceAll(',', ' ')} turns`, cmd: [...cmd, prog], quiet: true, turns: N / div, runs: Math.min(3, RUNS) });
  }
  jobs.push({ peer: 'C tree-walker (plain + tagged)', case: `${N} turns`, turns: N, cmd: [join(bin, 'loop'), String(N)], runs: Math.min(3, RUNS) });
  section('loop', 'Yardstick: while (i < n) { s = s + i; i = i + 1 }, whole process (two additions, a comparison, two assignments a turn)', jobs,
    { 'process cpu ms': 'cpu_ms', 'ns a turn': (m) => each(m.cpu_ms, 1e6 / m.turns), 'peak MB': 'maxrss_mb', 'in-process ms (plain)': 'plain_ms', 'in-process ms (tagged)': 'tagged_ms' });
  const L = [['luac5.4 -p', 'lua', ['luac5.4', '-p'], 100000], ['python3 compile', 'python', [py, '-c', 'import sys; compile(open(sys.argv[1]).read(), "x", "exec")'], 30000], ['mawk', 'awk', ['mawk', '-f'], 100000], ['gawk', 'awk', ['gawk', '-f'], 100000],
    ['original-awk', 'awk', ['original-awk', '-f'], 30000], ['perl -c', 'perl', ['perl', '-c'], 100000], ['bash -n', 'sh', ['bash', '-n'], 30000], ['dash -n', 'sh', ['dash', '-n'], 100000], ['node --check', 'js', ['node', '--check'], 100000],
    ['jq pipeline', 'jq', ['jq', '-n', '-f'], 300], ['jq pipeline', 'jq', ['jq', '-n', '-f'], 1000], ['jq pipeline', 'jq', ['jq', '-n', '-f'], 3000], ['jq defs', 'jq-defs', ['jq', '-n', '-f'], 3000], ['jq defs', 'jq-defs', ['jq', '-n', '-f'], 10000]];
  const lj = [];
  for (const [label, lang, cmd, n0] of L) {
    const n = quick ? Math.min(n0, 1000) : n0;
    if (spawnSync('sh', ['-c', `command -v ${cmd[0]}`]).status !== 0) continue;
    const prog = join(data, `long-${lang}-${n}${lang === 'js' ? '.js' : ''}`);
    if (!existsSync(prog)) writeFileSync(prog, spawnSync('node', [join(here, 'yard/long.mjs'), lang, String(n)], { maxBuffer: 1e9 }).stdout);
    lj.push({ peer: label, case: `${n} rules, ${(statSync(prog).size / 1e6).toFixed(2)} MB`, cmd: [...cmd, prog], quiet: true, size: statSync(prog).size, runs: Math.min(3, RUNS) });
  }
  section('long', 'Yardstick: reading (and compiling) a long program, whole process', lj, { 'cpu ms': 'cpu_ms', 'MB/s': (m) => [...m.cpu_ms].reverse().map((x) => m.size / x / 1e3), 'peak MB': 'maxrss_mb' });
}
// 11. limits
{
  const c = corpus('plain');
  const jobs = [['wc -l', ['wc', '-l', c]], ['wc -w (C locale)', ['wc', '-w', c]], ['cat > /dev/null', ['cat', c]], ['grep -c goto', ['grep', '-c', 'goto', c]]].map(([p, cmd]) => ({ peer: p, case: `${(statSync(c).size / 1e6).toFixed(0)} MB`, cmd, quiet: p[0] !== 'g', /* grep stops early when it writes to /dev/null */ env: { LC_ALL: 'C' } }));
  const size = statSync(c).size;
  section('bytes1', 'The machine: whole processes over the script-like text', jobs, { 'wall ms': 'wall_ms', 'cpu ms': 'cpu_ms', 'MB/s by wall': (m) => [...m.wall_ms].reverse().map((x) => size / x / 1e3) });
  section('bytes', 'The machine: in memory', [{ peer: 'bytes', case: 'script text', cmd: [join(bin, 'bytes'), c] }], Object.fromEntries(['read', 'memcpy', 'memchr_lines', 'count_loop', 'dfa_step', 'fnv1a'].map((k) => [`${k} MB/s`, `${k}_mb_per_s`])));
  section('utf8', 'utf8proc over the same text', [{ peer: 'utf8proc', case: 'script text', cmd: [join(bin, 'utf8'), c] }], Object.fromEntries(['iterate', 'iterate_ascii_shortcut', 'charwidth', 'nfc', 'fold'].map((k) => [`${k} MB/s`, `${k}_mb_per_s`])), Math.min(3, RUNS));
  section('scan', 'A bare flex scanner, tokens only', ['em', 'e', 'm', 'fe', 'f', 'Fe', 'F', 'em_yylineno', 'F_yylineno', 'em_locate', 'F_locate'].map((t) => ({ peer: 'flex', case: `-C${t.replace('_', ' + ')}${t === 'em' ? ' (default)' : ''}`, cmd: [join(bin, `scan_${t}`), c] })), { 'MB/s': 'mb_per_s', 'M tokens/s': 'mtokens_per_s' }, Math.min(3, RUNS));
  section('parse', 'flex + bison to an arena of nodes', ['em', 'fe', 'f', 'Fe', 'F'].map((t) => ({ peer: 'flex + bison', case: `-C${t}`, cmd: [join(bin, `limit_${t}`), 'json', c] })), { 'parse MB/s': 'parse_mb_per_s', 'names resolved, ms': 'resolve_ms', 'JSON by hand, MB/s out': 'json_mb_per_s', 'all, MB/s of source': 'all_mb_per_s', 'arena bytes': B('arena_bytes'), 'peak MB': 'maxrss_mb' }, Math.min(3, RUNS));
  const j = corpus('json');
  section('json', 'JSON libraries over one document', [...['jansson', 'cjson', 'jsonc', 'yyjson', 'rapidjson'].filter((l) => existsSync(join(bin, `json_${l}`))).map((l) => ({ peer: l, case: `${(statSync(j).size / 1e6).toFixed(0)} MB`, cmd: [join(bin, `json_${l}`), j] })),
    { peer: 'node', case: 'JSON.parse, JSON.stringify', cmd: ['node', join(here, 'limits/json_node.mjs'), j] }, { peer: 'jq -c .', case: 'whole process', cmd: ['jq', '-c', '.', j], quiet: true }],
  { version: 'lib', 'parse MB/s': 'parse_mb_per_s', 'dump MB/s': 'dump_mb_per_s', 'process cpu ms': 'cpu_ms', 'peak MB': 'maxrss_mb' }, Math.min(3, RUNS));
}
writeFileSync(join(dir, 'results', 'report.md'), report);
process.stderr.write(`\nwritten: ${join(dir, 'results')}/report.md and latest.json\n`);
