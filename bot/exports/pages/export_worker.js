// Holds the entries, in their present reading and the first, filters them and proves them, so that the page itself never waits.
'use strict';

const marks = new Map();  // by log and number: the entries that put one right or add to it
const rows = [];      // what the list shows of each entry, in the order of the file
const lines = [];     // every line, as it stands in the export
const heads = [];     // where each log begins, and what it is to be: {log, root, size, first, notes, entries of a part}
let end = null;       // what the last line says
let order = [];       // numbers of rows by time
let fault = null;     // the first fault found while reading
let words = '';       // every block of sentences, joined: what `sums` was taken of

const UTF8 = new TextEncoder();
const plain = text => text.normalize('NFKC').toLowerCase();

// RFC 8785 is defined by what JSON.stringify does with strings and numbers, and by the order of keys.
function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value !== null && typeof value === 'object') {
    return '{' + Object.keys(value).sort().map(key => JSON.stringify(key) + ':' + canonical(value[key])).join(',') + '}';
  }
  return JSON.stringify(value);
}

// In the page "<" is written as an escape, which canonical JSON never does: this gives the very line back.
const asExported = text => text.replace(/\\\\|\\u003c/g, found => (found === '\\\\' ? found : '<'));

function texts(value, into) {
  if (typeof value === 'string') into.push(value);
  else if (value !== null && typeof value === 'object') {
    for (const key of Object.keys(value)) if (key !== 'salt') texts(value[key], into);
  }
  return into;
}

const named = ({log, seq}) => `${log}/${seq}`;

function broken(what, row, facts) {
  if (!fault) fault = {what, row, facts};
}

function take(block, sentences) {
  words += sentences;
  let said = [];
  try { said = JSON.parse(sentences); } catch { broken('words', null, {}); }
  let at = 0;
  for (const written of block.split('\n')) {
    if (written) takeLine(asExported(written), said, () => at++);
  }
}

function takeLine(line, said, next) {
  lines.push(line);
  let value;
  try { value = JSON.parse(line); } catch { value = null; }
  if (value === null || typeof value !== 'object') return broken('form', null, {line: lines.length});
  if (canonical(value) !== line) broken('form', 'entry' in value ? rows.length : null, {line: lines.length});
  if (end) broken('end', null, {});
  if (value.head || value.part) heads.push({...(value.head || value.part), first: rows.length, notes: []});
  else if (value.end) end = value.end;
  else if (value.checkpoint && heads.length) heads[heads.length - 1].notes.push(value.checkpoint);
  else if (value.entry && heads.length) takeEntry(value, said[next()] || []);
  else broken('form', null, {line: lines.length});
}

function takeEntry({content, entry}, sentence) {
  const head = heads[heads.length - 1], before = rows.length > head.first ? rows[rows.length - 1].seq : 0;
  if (typeof entry.time !== 'string' || typeof entry.act !== 'string' || typeof entry.log !== 'string') {
    return broken('form', null, {line: lines.length});
  }
  if (entry.log !== head.log) broken('in-log', rows.length, {log: head.log});
  else if ('entries' in head ? !(entry.seq > before && entry.seq <= head.size) : entry.seq !== before + 1) {
    broken('seq', rows.length, {log: head.log, seq: before + 1});
  }
  if (content && content.of && content.of.log) {
    const of = named(content.of);
    marks.set(of, [...(marks.get(of) || []), rows.length]);
  }
  const earlier = Array.isArray(sentence[sentence.length - 1]) ? sentence.pop() : null;
  const found = [...sentence, ...(earlier || []), entry.matter || '', entry.act, entry.seat || '', ...texts(content, [])];
  rows.push({
    log: entry.log, seq: entry.seq, time: entry.time, matter: entry.matter, act: entry.act, seat: entry.seat,
    stage: entry.stage, words: sentence, earlier, line: lines.length - 1, marked: [], hay: plain(found.join('\n')),
  });
}

// What puts an entry right is found with it.
function joinMarks() {
  if (!marks.size) return;
  const places = new Map(rows.map((row, at) => [named(row), at]));
  for (const [of, by] of marks) {
    const row = rows[places.get(of)];
    if (row) for (const each of by) { row.hay += '\n' + rows[each].hay; row.marked.push(rows[each].act); }
  }
}

function ready() {
  joinMarks();
  const key = row => row.time + row.log + String(row.seq).padStart(12, '0');
  const keys = rows.map(key);
  order = rows.map((_, at) => at).sort((one, other) => (keys[one] < keys[other] ? -1 : 1));
  const known = name => [...new Set(rows.map(row => row[name]).filter(Boolean))].sort();
  return {logs: heads.map(({log, size, entries}) => ({log, size, entries})), acts: known('act'), seats: known('seat')};
}

const contentOf = at => JSON.parse(lines[rows[at].line]).content;

function shown(at, whole) {
  const {hay, line, earlier, ...row} = rows[at];
  if (!whole) return {...row, at};
  const by = (marks.get(named(row)) || []).map(each => ({...shown(each), content: contentOf(each)}));
  const content = contentOf(at), first = {};
  for (const {act, content: said} of content ? by : []) {
    const {field, text} = said || {};
    if (act !== 'amend' || !said || !Object.hasOwn(content, field)) continue;
    if (!Object.hasOwn(first, field)) first[field] = content[field];
    content[field] = text;
  }
  return {...row, at, by, json: lines[line], content, first: earlier && {words: earlier, content: first}};
}

let found = [];

function filter({log, matter, act, seats, from, to, text}) {
  const terms = plain(text || '').split(/\s+/).filter(Boolean);
  const wanted = plain(matter || '').trim();
  const among = seats && new Set(seats);
  found = order.filter(at => {
    const row = rows[at];
    return (!log || row.log === log) && (!act || row.act === act) && (!among || among.has(row.seat))
      && (!wanted || plain(row.matter || '').includes(wanted)) && (!from || row.time >= from)
      && (!to || row.time < to) && terms.every(term => row.hay.includes(term));
  });
  return {count: found.length, of: rows.length, bars: bars()};
}

const BARS = 96;

function bars() {
  if (!found.length) return {from: 0, step: 1, counts: []};
  const times = found.map(at => Date.parse(rows[at].time));
  const first = times[0], last = times[times.length - 1];
  const step = Math.max(1000, Math.ceil((last - first + 1) / BARS));
  const counts = new Array(Math.floor((last - first) / step) + 1).fill(0);
  for (const time of times) counts[Math.floor((time - first) / step)]++;
  return {from: first, step, counts};
}

const ANSWERS = {
  take: ({block, sentences}) => { take(block, sentences); return rows.length; },
  ready,
  filter,
  rows: ({from, to, whole}) => found.slice(from, to).map(at => shown(at, whole)),
  entry: ({at}) => shown(at, true),
  place: ({at}) => found.indexOf(at),
  lines: () => new Blob(lines.map(line => line + '\n'), {type: 'application/jsonl'}),
  verify: ({sums}) => verify(sums, (done, of) => postMessage({progress: {done, of}})),
};

onmessage = async ({data: {id, ask, facts}}) => {
  let answer;
  try { answer = await ANSWERS[ask](facts || {}); } catch { answer = {what: 'unreadable', facts: {}}; }
  postMessage({id, answer});
};
